from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.tangga import AturanTangga

__all__ = [
    "AturanTangga",
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
