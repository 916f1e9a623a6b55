from curhat.models.aturan import AturanEskalasi, ContohLatih, VersiModel
from curhat.models.bagi import BagiPeka
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.obrolan import AmbilAlih, Obrolan, TandaBaca
from curhat.models.panduan import PanduanSolusi
from curhat.models.percakapan import Penilaian, Pertanyaan
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket

__all__ = [
    "AmbilAlih",
    "AturanEskalasi",
    "BagiPeka",
    "ContohLatih",
    "Curhat",
    "Jawaban",
    "Kategori",
    "NomorUrut",
    "Obrolan",
    "PanduanSolusi",
    "Penilaian",
    "Pertanyaan",
    "RiwayatCurhat",
    "RiwayatTiket",
    "Subkategori",
    "TandaBaca",
    "Tiket",
    "VersiModel",
]
