from curhat.models.aturan import AturanEskalasi, ContohLatih, RiwayatPakai, VersiModel
from curhat.models.bagi import BagiPeka
from curhat.models.curhat import Curhat, Jawaban, RiwayatCurhat
from curhat.models.isu import AnggotaIsu, Isu, RiwayatIsu, UsulanIsu
from curhat.models.koreksi import Koreksi
from curhat.models.model_bahasa import (
    PanggilanModel,
    PromptModel,
    SakelarModel,
    SimpananModel,
    TugasModel,
)
from curhat.models.obrolan import AmbilAlih, Obrolan, TandaBaca
from curhat.models.panduan import PanduanSolusi
from curhat.models.percakapan import Penilaian, Pertanyaan
from curhat.models.putar_ulang import PutarUlang
from curhat.models.taksonomi import Kategori, Subkategori
from curhat.models.tiket import NomorUrut, RiwayatTiket, Tiket
from curhat.models.tinjauan import TinjauanJawaban

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
    "Koreksi",
    "NomorUrut",
    "Obrolan",
    "PanduanSolusi",
    "PanggilanModel",
    "Penilaian",
    "Pertanyaan",
    "PromptModel",
    "PutarUlang",
    "RiwayatCurhat",
    "RiwayatIsu",
    "RiwayatPakai",
    "RiwayatTiket",
    "SakelarModel",
    "SimpananModel",
    "Subkategori",
    "TandaBaca",
    "Tiket",
    "TinjauanJawaban",
    "TugasModel",
    "UsulanIsu",
    "VersiModel",
]
