"""What every computation of an indicator takes (`Lingkup`) and gives (`Hasil`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q

from ekonomi.models import Keikutsertaan, Program, Rumah, Usaha
from wilayah.kalender import WIB
from wilayah.scope import prefix_q

SEL_MINIMUM = 5  # people; a smaller group is not shown to the public
_DUA = Decimal("0.01")
Angka = Decimal | int | float


@dataclass(frozen=True, slots=True)
class Lingkup:
    """Which programme, as of the end of which day, and which area of it ("" is all of it)."""

    program: Program
    sampai: date
    wilayah: str = ""

    @property
    def kode(self) -> str:
        """The area's code."""
        return self.wilayah or str(self.program.wilayah_id)

    @property
    def akhir(self) -> datetime:
        """The first moment after the day, WIB."""
        return datetime.combine(self.sampai + timedelta(days=1), time(), tzinfo=WIB)

    def ikut(self) -> Any:
        """Households that ever took part by that day; who left is among them."""
        return Keikutsertaan.objects.filter(
            prefix_q("rumah__wilayah", self.kode), program=self.program, masuk__lte=self.sampai
        ).exclude(rumah__status=Rumah.Status.DIGABUNG)

    def masih_ikut(self) -> Any:
        """Those of them who had not left."""
        return self.ikut().filter(Q(keluar__isnull=True) | Q(keluar__gt=self.sampai))

    def rumah(self) -> Any:
        """Every recorded household of the area, in the programme or not."""
        return Rumah.objects.active().filter(prefix_q("wilayah", self.kode))

    def usaha(self) -> Any:
        """Active businesses of the area."""
        return Usaha.objects.active().filter(prefix_q("wilayah", self.kode))


@dataclass(frozen=True, slots=True)
class Hasil:
    """One computed figure. `nilai` None: there is nothing to compute it from.

    `kurang`: rows that should have data and have none. `sel`: the smallest group of people in the
    figure that is not empty; None where it tells of nobody. `kalimat`: what it was computed from.
    """

    nilai: Decimal | None
    pembilang: Decimal | None
    penyebut: Decimal | None
    pada: date
    kurang: int
    kalimat: str
    sel: int | None = None

    @property
    def is_kecil(self) -> bool:
        """Too few people behind it to show it to the public."""
        return self.sel is not None and self.sel < SEL_MINIMUM


def bulat(nilai: Angka) -> Decimal:
    """Two decimals, half up."""
    return Decimal(str(nilai)).quantize(_DUA, ROUND_HALF_UP)


def smallest(*sel: Angka) -> int | None:
    """The smallest group that is not empty."""
    ada = [int(n) for n in sel if n > 0]
    return min(ada) if ada else None


def hitungan(lingkup: Lingkup, jumlah: Angka, kalimat: str, **lain: Any) -> Hasil:
    """A count or a sum. `sel` is the count itself unless given."""
    sel = lain.pop("sel", smallest(jumlah))
    return Hasil(
        nilai=bulat(jumlah),
        pembilang=bulat(jumlah),
        penyebut=lain.pop("penyebut", None),
        pada=lingkup.sampai,
        kurang=lain.pop("kurang", 0),
        kalimat=f"Dihitung dari {kalimat}",
        sel=sel,
    )


def bagian(lingkup: Lingkup, sebagian: int, semua: int, kalimat: str, *, kurang: int = 0) -> Hasil:
    """How many per cent `sebagian` is of `semua`; no value where there is nobody."""
    return Hasil(
        nilai=bulat(Decimal(sebagian) * 100 / semua) if semua else None,
        pembilang=bulat(sebagian),
        penyebut=bulat(semua),
        pada=lingkup.sampai,
        kurang=kurang,
        kalimat=f"Dihitung dari {kalimat}",
        sel=smallest(sebagian, semua - sebagian, semua),
    )


def count_true(nilai: Iterable[Any]) -> int:
    """How many hold."""
    return sum(1 for satu in nilai if satu)
