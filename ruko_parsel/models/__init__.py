from ruko_parsel.models.acuan import Bidang, JenisMasalah
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
    "Jawaban",
    "JenisMasalah",
    "Keahlian",
    "NomorPermintaan",
    "PakaiJawaban",
    "Permintaan",
    "Pustaka",
    "RevisiJawaban",
    "RiwayatPermintaan",
    "TautanPermintaan",
]
