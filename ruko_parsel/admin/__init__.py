from ruko_parsel.admin import disposisi as disposisi
from ruko_parsel.admin import permintaan as permintaan
from ruko_parsel.admin import tanggapan as tanggapan
from ruko_parsel.admin import tindak_lanjut as tindak_lanjut
# rujukan
# rumah
# rapat
# pengetahuan
# kapasitas
from ruko_parsel.admin import laporan as laporan
