from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah
from luna_maya.models.rencana import BobotPerencana, RiwayatUsul, SusunanUsul, UsulKunjungan

__all__ = [
    "BobotPerencana",
    "Catatan",
    "Janji",
    "JenisKunjungan",
    "Kendaraan",
    "Kunjungan",
    "PesertaKunjungan",
    "RiwayatKunjungan",
    "RiwayatUsul",
    "SebutanKunjungan",
    "SusunanUsul",
    "Tempat",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "Unsur",
    "UsulKunjungan",
]
