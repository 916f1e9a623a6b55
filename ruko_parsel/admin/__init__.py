# ajuan
# meja
# rujukan
# rumah
# rapat
# pengetahuan
from ruko_parsel.admin import kapasitas as kapasitas
from ruko_parsel.admin import pembinaan as pembinaan
from ruko_parsel.admin import siaga as siaga
from ruko_parsel.admin import siaga_kontak as siaga_kontak
from ruko_parsel.admin import siaga_peringatan as siaga_peringatan
from ruko_parsel.admin import stunting as stunting
# kecamatan
