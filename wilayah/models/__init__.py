from wilayah.models.area import TINGKAT_BAWAH, Wilayah
from wilayah.models.ekspor import CatatanEkspor
from wilayah.models.instansi import Instansi
from wilayah.models.kalender import HariLibur
from wilayah.models.kunci import KunciApi
from wilayah.models.langganan import LanggananKalender
from wilayah.models.pengguna import Pengguna, Penugasan
from wilayah.models.rujukan import RiwayatRujukan, Rujukan

__all__ = [
    "TINGKAT_BAWAH",
    "CatatanEkspor",
    "HariLibur",
    "Instansi",
    "KunciApi",
    "LanggananKalender",
    "Pengguna",
    "Penugasan",
    "RiwayatRujukan",
    "Rujukan",
    "Wilayah",
]
