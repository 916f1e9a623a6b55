from ruko_parsel.admin import disposisi as disposisi
from ruko_parsel.admin import permintaan as permintaan
from ruko_parsel.admin import tangga as tangga
from ruko_parsel.admin import tanggapan as tanggapan
from ruko_parsel.admin import tautan as tautan
from ruko_parsel.admin import tindak_lanjut as tindak_lanjut
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
