from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.notulen import (
    AgendaRapat,
    IsiNotulen,
    Keputusan,
    Notulen,
    RiwayatKeputusan,
)
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.rapat import NomorRapat, Rapat, RiwayatRapat
from ruko_parsel.models.undangan_rapat import UndanganRapat

__all__ = [
    "AgendaRapat",
    "Bidang",
    "IsiNotulen",
    "JenisMasalah",
    "Keputusan",
    "NomorPermintaan",
    "NomorRapat",
    "Notulen",
    "Permintaan",
    "Rapat",
    "RiwayatKeputusan",
    "RiwayatPermintaan",
    "RiwayatRapat",
    "TautanPermintaan",
    "UndanganRapat",
]
