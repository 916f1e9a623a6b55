from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.ajuan import DrafAjuan, TambahanPermintaan, TandaTerima
from ruko_parsel.models.antrean import Antrean, NomorAntrean, RiwayatAntrean, TandaRumah
from ruko_parsel.models.disposisi import Disposisi
from ruko_parsel.models.jawaban import Jawaban, PakaiJawaban, RevisiJawaban
from ruko_parsel.models.kapasitas import (
    CatatanBeda,
    NilaiKapasitas,
    PenilaianKapasitas,
    TingkatKapasitas,
)
from ruko_parsel.models.keahlian import Keahlian
from ruko_parsel.models.laporan import LaporanRuko
from ruko_parsel.models.meja import PenilaianPermintaan, SuratPengantar, TanyaNilai
from ruko_parsel.models.notulen import AgendaRapat, IsiNotulen, Keputusan, Notulen
from ruko_parsel.models.pembinaan import (
    DesaPembinaan,
    PesertaPembinaan,
    RencanaPembinaan,
    RiwayatPembinaan,
)
from ruko_parsel.models.pemesanan import Pemesanan, RiwayatPemesanan
from ruko_parsel.models.permintaan import (
    NomorPermintaan,
    Permintaan,
    RiwayatPermintaan,
    TautanPermintaan,
)
from ruko_parsel.models.pustaka import Pustaka
from ruko_parsel.models.rapat import NomorRapat, Rapat, RiwayatRapat
from ruko_parsel.models.ruang import Hari, HariTutup, JamBuka, Ruang
from ruko_parsel.models.siaga import (
    Bahaya,
    ButirSiaga,
    KontakSiaga,
    PenerimaPeringatan,
    PeriksaSiaga,
    PeringatanSiaga,
    UjiKontak,
)
from ruko_parsel.models.stunting import AngkaStunting, PetugasGizi, RiwayatStunting
from ruko_parsel.models.tamu import RiwayatTamu, Tamu
from ruko_parsel.models.tangga import AturanTangga
from ruko_parsel.models.tanggapan import NomorTanggapan, Tanggapan, VersiTanggapan
from ruko_parsel.models.tindak_lanjut import RiwayatTindakLanjut, TindakLanjut
from ruko_parsel.models.undangan_rapat import UndanganRapat

__all__ = [
    "AgendaRapat",
    "AngkaStunting",
    "Antrean",
    "AturanTangga",
    "Bahaya",
    "Bidang",
    "ButirSiaga",
    "CatatanBeda",
    "DesaPembinaan",
    "Disposisi",
    "DrafAjuan",
    "Hari",
    "HariTutup",
    "IsiNotulen",
    "JamBuka",
    "Jawaban",
    "JenisMasalah",
    "Keahlian",
    "Keputusan",
    "KontakSiaga",
    "LaporanRuko",
    "NilaiKapasitas",
    "NomorAntrean",
    "NomorPermintaan",
    "NomorRapat",
    "NomorTanggapan",
    "Notulen",
    "PakaiJawaban",
    "Pemesanan",
    "PenerimaPeringatan",
    "PenilaianKapasitas",
    "PenilaianPermintaan",
    "PeriksaSiaga",
    "PeringatanSiaga",
    "Permintaan",
    "PesertaPembinaan",
    "PetugasGizi",
    "Pustaka",
    "Rapat",
    "RencanaPembinaan",
    "RevisiJawaban",
    "RiwayatAntrean",
    "RiwayatPembinaan",
    "RiwayatPemesanan",
    "RiwayatPermintaan",
    "RiwayatRapat",
    "RiwayatStunting",
    "RiwayatTamu",
    "RiwayatTindakLanjut",
    "Ruang",
    "SuratPengantar",
    "TambahanPermintaan",
    "Tamu",
    "TandaRumah",
    "TandaTerima",
    "Tanggapan",
    "TanyaNilai",
    "TautanPermintaan",
    "TindakLanjut",
    "TingkatKapasitas",
    "UjiKontak",
    "UndanganRapat",
    "VersiTanggapan",
]
