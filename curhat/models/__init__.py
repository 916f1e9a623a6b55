from curhat.models.aturan import AturanEskalasi, ContohLatih, VersiModel
from curhat.models.bagi import BagiPeka
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.isu import AnggotaIsu, Isu, RiwayatIsu, UsulanIsu
from curhat.models.obrolan import AmbilAlih, Obrolan, TandaBaca
from curhat.models.panduan import PanduanSolusi
from curhat.models.percakapan import Penilaian, Pertanyaan
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket

__all__ = [
    "AmbilAlih",
    "AnggotaIsu",
    "AturanEskalasi",
    "BagiPeka",
    "ContohLatih",
    "Curhat",
    "Isu",
    "Jawaban",
    "Kategori",
    "NomorUrut",
    "Obrolan",
    "PanduanSolusi",
    "Penilaian",
    "Pertanyaan",
    "RiwayatCurhat",
    "RiwayatIsu",
    "RiwayatTiket",
    "Subkategori",
    "TandaBaca",
    "Tiket",
    "UsulanIsu",
    "VersiModel",
]
