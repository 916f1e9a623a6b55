from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.kapasitas import (
    CatatanBeda,
    NilaiKapasitas,
    PenilaianKapasitas,
    TingkatKapasitas,
)
from ruko_parsel.models.pembinaan import (
    DesaPembinaan,
    PesertaPembinaan,
    RencanaPembinaan,
    RiwayatPembinaan,
)
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.siaga import (
    Bahaya,
    ButirSiaga,
    KontakSiaga,
    PenerimaPeringatan,
    PeriksaSiaga,
    PeringatanSiaga,
    UjiKontak,
)
from ruko_parsel.models.stunting import AngkaStunting, PetugasGizi, RiwayatStunting

__all__ = [
    "AngkaStunting",
    "Bahaya",
    "Bidang",
    "ButirSiaga",
    "CatatanBeda",
    "DesaPembinaan",
    "JenisMasalah",
    "KontakSiaga",
    "NilaiKapasitas",
    "NomorPermintaan",
    "PenerimaPeringatan",
    "PenilaianKapasitas",
    "PeriksaSiaga",
    "PeringatanSiaga",
    "Permintaan",
    "PesertaPembinaan",
    "PetugasGizi",
    "RencanaPembinaan",
    "RiwayatPembinaan",
    "RiwayatPermintaan",
    "RiwayatStunting",
    "TautanPermintaan",
    "TingkatKapasitas",
    "UjiKontak",
]
