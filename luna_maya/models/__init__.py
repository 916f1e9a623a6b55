from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kalender import MalamTenang
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah

__all__ = [
    "Catatan",
    "Janji",
    "JenisKunjungan",
    "Kendaraan",
    "Kunjungan",
    "MalamTenang",
    "PesertaKunjungan",
    "RiwayatKunjungan",
    "SebutanKunjungan",
    "Tempat",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "Unsur",
]
