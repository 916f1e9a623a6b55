from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah
from luna_maya.models.riwayat_catatan import JawabanTerkirim, RiwayatCatatan

__all__ = [
    "Catatan",
    "Janji",
    "JawabanTerkirim",
    "JenisKunjungan",
    "Kendaraan",
    "Kunjungan",
    "PesertaKunjungan",
    "RiwayatCatatan",
    "RiwayatKunjungan",
    "SebutanKunjungan",
    "Tempat",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "Unsur",
]
