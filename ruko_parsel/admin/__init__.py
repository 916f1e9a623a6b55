from ruko_parsel.admin import permintaan as permintaan

# meja
from ruko_parsel.admin import tangga as tangga
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
