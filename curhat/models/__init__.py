from curhat.models.aturan import AturanEskalasi, ContohLatih, VersiModel
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.isu import AnggotaIsu, Isu, RiwayatIsu, UsulanIsu
from curhat.models.panduan import PanduanSolusi
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket

__all__ = [
    "AnggotaIsu",
    "AturanEskalasi",
    "ContohLatih",
    "Curhat",
    "Isu",
    "Jawaban",
    "Kategori",
    "NomorUrut",
    "PanduanSolusi",
    "RiwayatCurhat",
    "RiwayatIsu",
    "RiwayatTiket",
    "Subkategori",
    "Tiket",
    "UsulanIsu",
    "VersiModel",
]
