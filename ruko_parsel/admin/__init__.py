from ruko_parsel.admin import permintaan as permintaan
# meja
# rujukan
# rumah
# rapat
from ruko_parsel.admin import jawaban as jawaban
from ruko_parsel.admin import keahlian as keahlian
from ruko_parsel.admin import pustaka as pustaka
# kapasitas
# kecamatan
