from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kontak_malam import KontakMalam, PersetujuanMalam, PetugasMalam
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah

__all__ = [
    "Catatan",
    "Janji",
    "JenisKunjungan",
    "Kendaraan",
    "KontakMalam",
    "Kunjungan",
    "PersetujuanMalam",
    "PesertaKunjungan",
    "PetugasMalam",
    "RiwayatKunjungan",
    "SebutanKunjungan",
    "Tempat",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "Unsur",
]
