"""Whether a programme is ready to be repeated elsewhere, by the seed's three criteria (section 15).

Each answer says why, so that whoever is not ready knows what to do.
"""

from dataclasses import dataclass

from django.utils import timezone

from ekonomi.kpi.stabil import why_unstable
from ekonomi.models import Angsuran, Koperasi, Pinjaman, Program

# validated in one kelurahan, then three neighbours, the kecamatan, the city (seed, section 15)
TELAT_WAJAR = 0.25  # of running loans; more than this late and the fund does not work
TAHAP = ("1 kelurahan", "3 kelurahan tetangga", "satu kecamatan", "seluruh kota")


@dataclass(frozen=True, slots=True)
class Syarat:
    """One criterion: met or not, and why in words."""

    nama: str
    kurang: list[str]  # what is missing; empty where it is met
    penjelasan: list[str]

    @property
    def terpenuhi(self) -> bool:
        return not self.kurang


@dataclass(frozen=True, slots=True)
class Kesiapan:
    """All criteria, and the stage that a copy would begin."""

    syarat: list[Syarat]
    tahap: str

    @property
    def siap(self) -> bool:
        return all(satu.terpenuhi for satu in self.syarat)


def check_kesiapan(program: Program) -> Kesiapan:
    """The three criteria as the rows stand now."""
    return Kesiapan([_stable(program), _cooperative(program), _revolving(program)], _stage(program))


def _missing(nama: str, *alasan: str) -> Syarat:
    return Syarat(nama, list(alasan), list(alasan))


def _met(nama: str, penjelasan: str) -> Syarat:
    return Syarat(nama, [], [penjelasan])


def _stable(program: Program) -> Syarat:
    nama, alasan = "Indikator di dasbor stabil", why_unstable(program)
    if alasan:
        return _missing(nama, *alasan[:4])
    return _met(nama, "Empat minggu terakhir lengkap dan tidak ada yang jauh di bawah target.")


def _cooperative(program: Program) -> Syarat:
    nama = "Koperasi lokal terbentuk"
    ada = Koperasi.objects.filter(wilayah=program.wilayah_id, aktif=True).first()
    if ada is None:
        return _missing(nama, "Belum ada koperasi yang dicatat di kelurahan ini.")
    return _met(nama, f"{ada} sudah dicatat.")


def _revolving(program: Program) -> Syarat:
    """Working: loans were paid out, instalments come back, and few are late."""
    nama = "Dana bergulir berfungsi"
    pinjaman = Pinjaman.objects.in_wilayah(str(program.wilayah_id)).filter(status__in=Pinjaman.OUT)
    if not pinjaman.exists():
        return _missing(nama, "Belum ada pinjaman yang disalurkan.")
    if not Angsuran.objects.filter(pinjaman__in=pinjaman).exists():
        return _missing(nama, "Pinjaman sudah disalurkan, angsurannya belum ada.")
    jalan = pinjaman.running().count()
    telat = pinjaman.late(timezone.localdate()).count()
    if jalan and telat / jalan > TELAT_WAJAR:
        return _missing(nama, f"{telat} dari {jalan} pinjaman berjalan terlambat diangsur.")
    return _met(nama, f"{jalan} pinjaman berjalan, {telat} terlambat.")


def _stage(program: Program) -> str:
    """How far it has spread: copies that run, counted from where the first one came."""
    asal = program
    while asal.disalin_dari is not None:
        asal = asal.disalin_dari
    hidup = {Program.Status.BERJALAN, Program.Status.SELESAI}
    jalan = Program.objects.filter(disalin_dari=asal, status__in=hidup).values("wilayah").distinct()
    banyak = jalan.count()
    if banyak == 0:
        return TAHAP[0]
    return TAHAP[1] if banyak <= 3 else TAHAP[2]
