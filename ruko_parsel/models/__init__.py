from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.laporan import LaporanRuko
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)

__all__ = [
    "Bidang",
    "JenisMasalah",
    "LaporanRuko",
    "NomorPermintaan",
    "Permintaan",
    "RiwayatPermintaan",
    "TautanPermintaan",
]
