from curhat.models.aturan import AturanEskalasi, ContohLatih, VersiModel
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.model_bahasa import (
    PanggilanModel,
    PromptModel,
    SakelarModel,
    SimpananModel,
    TugasModel,
)
from curhat.models.panduan import PanduanSolusi
from curhat.models.percakapan import Penilaian, Pertanyaan
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket
from curhat.models.tinjauan import TinjauanJawaban

__all__ = [
    "AturanEskalasi",
    "ContohLatih",
    "Curhat",
    "Jawaban",
    "Kategori",
    "NomorUrut",
    "PanduanSolusi",
    "PanggilanModel",
    "Penilaian",
    "Pertanyaan",
    "PromptModel",
    "RiwayatCurhat",
    "RiwayatTiket",
    "SakelarModel",
    "SimpananModel",
    "Subkategori",
    "Tiket",
    "TinjauanJawaban",
    "TugasModel",
    "VersiModel",
]
