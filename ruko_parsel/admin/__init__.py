from ruko_parsel.admin import disposisi as disposisi
from ruko_parsel.admin import permintaan as permintaan
from ruko_parsel.admin import tanggapan as tanggapan
from ruko_parsel.admin import tindak_lanjut as tindak_lanjut
# rujukan
# rumah
from ruko_parsel.admin import keputusan as keputusan
from ruko_parsel.admin import rapat as rapat
from ruko_parsel.admin import undangan_rapat as undangan_rapat
# pengetahuan
# kapasitas
# kecamatan
