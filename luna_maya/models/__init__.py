from luna_maya.models.buku import BukuTahunan, KitReplikasi, LaporanKunjungan, RingkasanKunjungan
from luna_maya.models.catatan import Catatan, Janji, Tugas
from luna_maya.models.dokumentasi import (
    CaraIzin,
    Dokumentasi,
    IzinOrang,
    OrangTampil,
    RiwayatTampil,
    Testimoni,
)
from luna_maya.models.janji import RiwayatJanji, RiwayatTugas
from luna_maya.models.jenis import JenisKunjungan, SebutanKunjungan, Tempat, Unsur
from luna_maya.models.kalender import MalamTenang
from luna_maya.models.kegiatan import KegiatanWarga
from luna_maya.models.kontak_malam import KontakMalam, PersetujuanMalam, PetugasMalam
from luna_maya.models.kunjungan import Kunjungan, PesertaKunjungan, RiwayatKunjungan
from luna_maya.models.orang import Kendaraan, Tokoh, TuanRumah
from luna_maya.models.persetujuan import AjakanTuanRumah, PersetujuanTuanRumah
from luna_maya.models.pertimbangan import Pertimbangan, RiwayatPertimbangan
from luna_maya.models.rencana import BobotPerencana, RiwayatUsul, SusunanUsul, UsulKunjungan
from luna_maya.models.riwayat_catatan import JawabanTerkirim, RiwayatCatatan
from luna_maya.models.survei import (
    DrafPercaya,
    JawabanPercaya,
    KertasPercaya,
    SuaraPercaya,
    SurveiPercaya,
    TulisanPercaya,
)
from luna_maya.models.undangan import RiwayatUndangan, Undangan, UndanganLewatPesan

__all__ = [
    "AjakanTuanRumah",
    "BobotPerencana",
    "BukuTahunan",
    "CaraIzin",
    "Catatan",
    "Dokumentasi",
    "DrafPercaya",
    "IzinOrang",
    "Janji",
    "JawabanPercaya",
    "JawabanTerkirim",
    "JenisKunjungan",
    "KegiatanWarga",
    "Kendaraan",
    "KertasPercaya",
    "KitReplikasi",
    "KontakMalam",
    "Kunjungan",
    "LaporanKunjungan",
    "MalamTenang",
    "OrangTampil",
    "PersetujuanMalam",
    "PersetujuanTuanRumah",
    "Pertimbangan",
    "PesertaKunjungan",
    "PetugasMalam",
    "RingkasanKunjungan",
    "RiwayatCatatan",
    "RiwayatJanji",
    "RiwayatKunjungan",
    "RiwayatPertimbangan",
    "RiwayatTampil",
    "RiwayatTugas",
    "RiwayatUndangan",
    "RiwayatUsul",
    "SebutanKunjungan",
    "SuaraPercaya",
    "SurveiPercaya",
    "SusunanUsul",
    "Tempat",
    "Testimoni",
    "Tokoh",
    "TuanRumah",
    "Tugas",
    "TulisanPercaya",
    "Undangan",
    "UndanganLewatPesan",
    "Unsur",
    "UsulKunjungan",
]
