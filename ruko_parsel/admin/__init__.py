# meja
# rujukan
from ruko_parsel.admin import antrean as antrean
from ruko_parsel.admin import pemesanan as pemesanan
from ruko_parsel.admin import permintaan as permintaan
from ruko_parsel.admin import ruang as ruang
from ruko_parsel.admin import tamu as tamu
# rapat
# pengetahuan
# kapasitas
# kecamatan
