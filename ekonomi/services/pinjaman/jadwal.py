"""The arithmetic of a loan: schedules and how a payment is spread. Pure, whole Rupiah.

Sums are exact: the principal of all instalments is the loan to the Rupiah, the last one takes
what rounding left. Due days keep to the day of the month, or its last day (31 January, 28
February, 31 March).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from dateutil.relativedelta import relativedelta

_PER = 100_000  # a percentage with three decimals, as a whole number


@dataclass(frozen=True, slots=True)
class Cicilan:
    """One instalment."""

    ke: int
    jatuh_tempo: date
    pokok: int
    jasa: int

    @property
    def jumlah(self) -> int:
        return self.pokok + self.jasa


class Tagihan(Protocol):
    """An instalment as far as it is unpaid."""

    jatuh_tempo: date

    @property
    def sisa_pokok(self) -> int: ...

    @property
    def sisa_jasa(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Bagian:
    """What of a payment goes to one instalment, and what of its `jasa` is waived."""

    tagihan: Tagihan
    pokok: int
    jasa: int
    bebas_jasa: int = 0


def jasa_of(pokok: int, persen: Decimal) -> int:
    """A month's charge on this principal, rounded half up to the Rupiah."""
    laju = int(persen * 1000)
    return (pokok * laju + _PER // 2) // _PER


def build_jadwal(
    *, pokok: int, persen: Decimal, menurun: bool, tenor: int, mulai: date, pembulatan: int = 1
) -> list[Cicilan]:
    """`tenor` monthly instalments, the first a month after `mulai`.

    The principal is split evenly and rounded down to `pembulatan`; `jasa` is `persen` a month of
    the whole loan (flat) or, `menurun`, of what is still owed. Raises ValueError for less than one
    Rupiah or one month.
    """
    if pokok < 1 or tenor < 1 or pembulatan < 1 or persen < 0:
        raise ValueError("pokok, lama, dan pembulatan paling sedikit satu; jasa tidak minus")
    rata = pokok // tenor
    rata -= rata % pembulatan if rata >= pembulatan else 0
    hasil, sisa = [], pokok
    for ke in range(1, tenor + 1):
        bagian = sisa if ke == tenor else rata
        jasa = jasa_of(sisa if menurun else pokok, persen)
        hasil.append(Cicilan(ke, mulai + relativedelta(months=ke), bagian, jasa))
        sisa -= bagian
    return hasil


def allocate(tagihan: Iterable[Tagihan], jumlah: int) -> list[Bagian]:
    """Spread a payment over the instalments in their order, of each first `jasa`, then principal.

    Raises ValueError when the sum is not above nought or more than all that is owed.
    """
    if jumlah <= 0:
        raise ValueError("jumlah harus di atas nol")
    hasil = []
    for satu in tagihan:
        jasa = min(jumlah, satu.sisa_jasa)
        pokok = min(jumlah - jasa, satu.sisa_pokok)
        if jasa or pokok:
            hasil.append(Bagian(satu, pokok, jasa))
            jumlah -= jasa + pokok
    if jumlah:
        raise ValueError("jumlah lebih dari seluruh tagihan")
    return hasil


def settle(tagihan: Sequence[Tagihan], *, on: date) -> list[Bagian]:
    """Paying all off on a day: the whole principal, and `jasa` up to the month that is running.

    The month that is running is that of the first instalment due after the day before; `jasa` of
    later months is waived.
    """
    hasil, berjalan = [], False
    for satu in tagihan:
        ditagih = satu.jatuh_tempo < on or not berjalan
        berjalan = berjalan or satu.jatuh_tempo >= on
        jasa = satu.sisa_jasa if ditagih else 0
        bebas = satu.sisa_jasa - jasa
        if satu.sisa_pokok or jasa or bebas:
            hasil.append(Bagian(satu, satu.sisa_pokok, jasa, bebas))
    return hasil


def total(bagian: Iterable[Bagian]) -> int:
    """What these parts cost together."""
    return sum(satu.pokok + satu.jasa for satu in bagian)
