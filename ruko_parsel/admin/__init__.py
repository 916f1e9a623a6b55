from ruko_parsel.admin import permintaan as permintaan
# meja
# rujukan
# rumah
# rapat
# pengetahuan
# kapasitas
from ruko_parsel.admin import laporan as laporan
