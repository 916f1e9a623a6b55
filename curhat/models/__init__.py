from curhat.models.aturan import AturanEskalasi, ContohLatih, RiwayatPakai, VersiModel
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.koreksi import Koreksi
from curhat.models.panduan import PanduanSolusi
from curhat.models.putar_ulang import PutarUlang
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket

__all__ = [
    "AturanEskalasi",
    "ContohLatih",
    "Curhat",
    "Jawaban",
    "Kategori",
    "Koreksi",
    "NomorUrut",
    "PanduanSolusi",
    "PutarUlang",
    "RiwayatCurhat",
    "RiwayatPakai",
    "RiwayatTiket",
    "Subkategori",
    "Tiket",
    "VersiModel",
]
