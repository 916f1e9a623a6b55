from curhat.models.aturan import AturanEskalasi, ContohLatih, VersiModel
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.panduan import PanduanSolusi
from curhat.models.percakapan import Penilaian, Pertanyaan
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket

__all__ = [
    "AturanEskalasi",
    "ContohLatih",
    "Curhat",
    "Jawaban",
    "Kategori",
    "NomorUrut",
    "PanduanSolusi",
    "Penilaian",
    "Pertanyaan",
    "RiwayatCurhat",
    "RiwayatTiket",
    "Subkategori",
    "Tiket",
    "VersiModel",
]
