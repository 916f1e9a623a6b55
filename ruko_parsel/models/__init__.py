from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.disposisi import Disposisi
from ruko_parsel.models.meja import PenilaianPermintaan, SuratPengantar, TanyaNilai
from ruko_parsel.models.notulen import (
    AgendaRapat,
    IsiNotulen,
    Keputusan,
    Notulen,
)
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.rapat import NomorRapat, Rapat, RiwayatRapat
from ruko_parsel.models.tanggapan import NomorTanggapan, Tanggapan, VersiTanggapan
from ruko_parsel.models.tindak_lanjut import RiwayatTindakLanjut, TindakLanjut
from ruko_parsel.models.undangan_rapat import UndanganRapat

__all__ = [
    "AgendaRapat",
    "Bidang",
    "Disposisi",
    "DrafAjuan",
    "IsiNotulen",
    "JenisMasalah",
    "Keputusan",
    "NomorPermintaan",
    "NomorRapat",
    "NomorTanggapan",
    "Notulen",
    "PenilaianPermintaan",
    "Permintaan",
    "Rapat",
    "RiwayatPermintaan",
    "RiwayatRapat",
    "RiwayatTindakLanjut",
    "SuratPengantar",
    "TambahanPermintaan",
    "TandaTerima",
    "Tanggapan",
    "TanyaNilai",
    "TautanPermintaan",
    "TindakLanjut",
    "UndanganRapat",
    "VersiTanggapan",
]
