from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.jawaban import Jawaban, PakaiJawaban, RevisiJawaban
from ruko_parsel.models.keahlian import Keahlian
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.pustaka import Pustaka

__all__ = [
    "Bidang",
    "DrafAjuan",
    "Jawaban",
    "JenisMasalah",
    "Keahlian",
    "NomorPermintaan",
    "PakaiJawaban",
    "Permintaan",
    "Pustaka",
    "RevisiJawaban",
    "RiwayatPermintaan",
    "TambahanPermintaan",
    "TandaTerima",
    "TautanPermintaan",
]
