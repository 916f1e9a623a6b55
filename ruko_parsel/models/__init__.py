from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.antrean import Antrean as Antrean
from ruko_parsel.models.antrean import NomorAntrean as NomorAntrean
from ruko_parsel.models.antrean import RiwayatAntrean as RiwayatAntrean
from ruko_parsel.models.antrean import TandaRumah as TandaRumah
from ruko_parsel.models.pemesanan import Pemesanan as Pemesanan
from ruko_parsel.models.pemesanan import RiwayatPemesanan as RiwayatPemesanan
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.ruang import Hari as Hari
from ruko_parsel.models.ruang import HariTutup as HariTutup
from ruko_parsel.models.ruang import JamBuka as JamBuka
from ruko_parsel.models.ruang import Ruang as Ruang
from ruko_parsel.models.tamu import RiwayatTamu as RiwayatTamu
from ruko_parsel.models.tamu import Tamu as Tamu

__all__ = [
    "Bidang",
    "DrafAjuan",
    "JenisMasalah",
    "NomorPermintaan",
    "Permintaan",
    "RiwayatPermintaan",
    "TambahanPermintaan",
    "TandaTerima",
    "TautanPermintaan",
]
