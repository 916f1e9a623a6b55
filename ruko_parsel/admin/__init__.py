# ajuan
# meja
# rujukan
# rumah
from ruko_parsel.admin import keputusan as keputusan
from ruko_parsel.admin import rapat as rapat
from ruko_parsel.admin import undangan_rapat as undangan_rapat
# pengetahuan
# kapasitas
# kecamatan
