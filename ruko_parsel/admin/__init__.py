from ruko_parsel.admin import antrean as antrean
from ruko_parsel.admin import disposisi as disposisi
from ruko_parsel.admin import jawaban as jawaban

# pengetahuan
from ruko_parsel.admin import kapasitas as kapasitas
from ruko_parsel.admin import keahlian as keahlian

# rujukan
# rumah
from ruko_parsel.admin import keputusan as keputusan

# kapasitas
from ruko_parsel.admin import laporan as laporan
from ruko_parsel.admin import pembinaan as pembinaan
from ruko_parsel.admin import pemesanan as pemesanan

# rapat
from ruko_parsel.admin import permintaan as permintaan
from ruko_parsel.admin import pustaka as pustaka
from ruko_parsel.admin import rapat as rapat
from ruko_parsel.admin import ruang as ruang
from ruko_parsel.admin import siaga as siaga
from ruko_parsel.admin import siaga_kontak as siaga_kontak
from ruko_parsel.admin import siaga_peringatan as siaga_peringatan
from ruko_parsel.admin import stunting as stunting
from ruko_parsel.admin import tamu as tamu
from ruko_parsel.admin import tangga as tangga
from ruko_parsel.admin import tanggapan as tanggapan
from ruko_parsel.admin import tautan as tautan
from ruko_parsel.admin import tindak_lanjut as tindak_lanjut
from ruko_parsel.admin import undangan_rapat as undangan_rapat
