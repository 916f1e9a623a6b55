from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.disposisi import Disposisi
from ruko_parsel.models.laporan import LaporanRuko
from ruko_parsel.models.meja import PenilaianPermintaan, SuratPengantar, TanyaNilai
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.tanggapan import NomorTanggapan, Tanggapan, VersiTanggapan
from ruko_parsel.models.tindak_lanjut import RiwayatTindakLanjut, TindakLanjut

__all__ = [
    "Bidang",
    "Disposisi",
    "DrafAjuan",
    "JenisMasalah",
    "LaporanRuko",
    "NomorPermintaan",
    "NomorTanggapan",
    "PenilaianPermintaan",
    "Permintaan",
    "RiwayatPermintaan",
    "RiwayatTindakLanjut",
    "SuratPengantar",
    "TambahanPermintaan",
    "TandaTerima",
    "Tanggapan",
    "TanyaNilai",
    "TautanPermintaan",
    "TindakLanjut",
    "VersiTanggapan",
]
