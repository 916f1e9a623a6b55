"""Whether a programme is ready to be repeated elsewhere, by the seed's three criteria (section 15).

Each answer says why, so that whoever is not ready knows what to do.
"""

import math
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from ekonomi.kpi.stabil import why_unstable
from ekonomi.models import Angsuran, Koperasi, Pinjaman, Program
from wilayah.models import Wilayah

# validated in one kelurahan, then three neighbours, the kecamatan, the city (seed, section 15)
TELAT_WAJAR = 0.25  # of running loans; more than this late and the fund does not work
TETANGGA = 3
SEBAGIAN_BESAR = 0.5  # more than half of the kelurahan of a kecamatan, of the kecamatan of a city
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
    """All criteria, and the stage that is reached, with why."""

    syarat: list[Syarat]
    tahap: str
    tahap_alasan: str

    @property
    def siap(self) -> bool:
        return all(satu.terpenuhi for satu in self.syarat)


def check_kesiapan(program: Program) -> Kesiapan:
    """The three criteria as the rows stand now."""
    syarat = [_stable(program), _cooperative(program), _revolving(program)]
    return Kesiapan(syarat, *stage_of(program))


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


def stage_of(program: Program) -> tuple[str, str]:
    """How far the programme has spread, counted over every copy that runs, and why.

    Each stage needs the one before: 3 running copies; most kelurahan of one kecamatan; most
    kecamatan of the city, at least two. The portal knows no borders: a neighbour is a kelurahan of
    the same city.
    """
    jalan = _running_places(program)
    kota = ".".join(str(program.wilayah_id).split(".")[:2])
    kecamatan = sorted({_district(kode) for kode in jalan})
    tetangga = len(jalan - {str(_origin(program).wilayah_id)})
    if tetangga < TETANGGA:
        return TAHAP[0], (
            f"Salinan berjalan di {tetangga} kelurahan lain;"
            f" tahap berikutnya perlu {TETANGGA - tetangga} lagi."
        )
    semua = _kelurahan_in(kota)
    penuh, terbanyak = _fullest(jalan, semua)
    if not penuh:
        return TAHAP[1], f"{terbanyak}; tahap berikutnya perlu sebagian besarnya."
    banyak = len({_district(kode) for kode in semua})
    perlu = max(2, math.floor(banyak * SEBAGIAN_BESAR) + 1)
    kata = f"{terbanyak}. Kota: berjalan di {len(kecamatan)} dari {banyak} kecamatan"
    if len(kecamatan) < perlu:
        return TAHAP[2], f"{kata}; tahap berikutnya perlu {perlu}."
    return TAHAP[3], f"{kata}."


def _origin(program: Program) -> Program:
    asal = program
    while asal.disalin_dari is not None:
        asal = asal.disalin_dari
    return asal


def _running_places(program: Program) -> set[str]:
    """Kelurahan of the same city where the first programme or a copy of any depth runs."""
    asal = _origin(program)
    hidup = {Program.Status.BERJALAN, Program.Status.SELESAI}
    tempat, lapis = set(), [asal]
    while lapis:
        tempat |= {str(satu.wilayah_id) for satu in lapis if satu.status in hidup}
        lapis = list(Program.objects.filter(disalin_dari__in=lapis))
    kota = ".".join(str(asal.wilayah_id).split(".")[:2]) + "."
    return {kode for kode in tempat if kode.startswith(kota)}


def _district(kode: str) -> str:
    return ".".join(kode.split(".")[:3])


def _kelurahan_in(kota: str) -> list[str]:
    rows = Wilayah.objects.kelurahan().filter(kode__startswith=f"{kota}.")
    return [str(kode) for kode in rows.values_list("kode", flat=True)]


def _fullest(jalan: set[str], semua: list[str]) -> tuple[bool, str]:
    """Whether most kelurahan of some kecamatan run, and the best one in words."""
    ada = Counter(_district(kode) for kode in jalan)
    total = Counter(_district(kode) for kode in semua)
    kode = max(ada, key=lambda satu: (ada[satu] / max(total[satu], 1), satu))
    nama = Wilayah.objects.filter(kode=kode).first()
    kata = f"{nama or kode}: {ada[kode]} dari {total[kode]} kelurahan"
    return ada[kode] / max(total[kode], 1) > SEBAGIAN_BESAR, kata
