from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.laporan import LaporanRuko
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)

__all__ = [
    "Bidang",
    "DrafAjuan",
    "JenisMasalah",
    "LaporanRuko",
    "NomorPermintaan",
    "Permintaan",
    "RiwayatPermintaan",
    "TambahanPermintaan",
    "TandaTerima",
    "TautanPermintaan",
]
