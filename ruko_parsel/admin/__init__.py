# ajuan
# meja
from ruko_parsel.admin import tangga as tangga
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
