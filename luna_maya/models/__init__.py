from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kegiatan import KegiatanWarga
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah
from luna_maya.models.survei import (
    DrafPercaya,
    JawabanPercaya,
    KertasPercaya,
    SuaraPercaya,
    SurveiPercaya,
    TulisanPercaya,
)

__all__ = [
    "Catatan",
    "DrafPercaya",
    "Janji",
    "JawabanPercaya",
    "JenisKunjungan",
    "KegiatanWarga",
    "Kendaraan",
    "KertasPercaya",
    "Kunjungan",
    "PesertaKunjungan",
    "RiwayatKunjungan",
    "SebutanKunjungan",
    "SuaraPercaya",
    "SurveiPercaya",
    "Tempat",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "TulisanPercaya",
    "Unsur",
]
