from ruko_parsel.admin import permintaan as permintaan

# meja
from ruko_parsel.admin import tangga as tangga
from ruko_parsel.admin import tautan as tautan
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
