"""What each month counts for: reports and recorded sales of businesses, put together once.

The rule (docs/keputusan/023-omzet.md): a report counts when there is one, but a month is never
less than the sales the portal itself recorded; the two are never added.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ekonomi.models import Pengukuran, Penjualan, Usaha

J = Pengukuran.Jenis


@dataclass(frozen=True, slots=True)
class Bulanan:
    """One month of one business, in Rupiah: what was reported (None: nothing) and what was sold."""

    laporan: int | None
    penjualan: int

    @property
    def nilai(self) -> int:
        return max(self.laporan or 0, self.penjualan)

    @property
    def sumber(self) -> str:
        """Where the figure comes from: "laporan" or "penjualan"."""
        return "laporan" if (self.laporan or -1) >= self.penjualan else "penjualan"


def months_of_usaha(usaha: Iterable[int]) -> dict[int, dict[date, Bulanan]]:
    """Business to its months with a figure. Two queries, whatever the number."""
    ids = list(usaha)
    laporan: dict[tuple[int, date], int] = {
        (pk, bulan): nilai
        for pk, bulan, nilai in Pengukuran.objects.valid()
        .filter(usaha__in=ids, jenis=J.OMZET)
        .values_list("usaha_id", "bulan", "nilai")
    }
    terjual: dict[tuple[int, date], int] = {
        (pk, bulan): jumlah
        for pk, bulan, jumlah in Penjualan.objects.counted()
        .filter(usaha__in=ids)
        .values("usaha_id", bulan=TruncMonth("tanggal"))
        .annotate(total=Sum("jumlah"))
        .order_by()
        .values_list("usaha_id", "bulan", "total")
    }
    hasil: dict[int, dict[date, Bulanan]] = defaultdict(dict)
    for kunci in sorted(laporan.keys() | terjual.keys()):
        hasil[kunci[0]][kunci[1]] = Bulanan(laporan.get(kunci), terjual.get(kunci, 0))
    return dict(hasil)


def months_of_rumah(rumah: Iterable[int], jenis: str = J.OMZET) -> dict[int, dict[date, int]]:
    """Household to its months in Rupiah, oldest first.

    Turnover is the sum over its businesses; a month in which none has a figure counts what was
    measured of the household itself. Income (pendapatan) is always the household's own.
    The running month is left out while only recorded sales are known of it: half a month of them
    beside whole ones would read as a fall. It counts where nothing else is known.
    """
    ids = list(rumah)
    hasil: dict[int, dict[date, int]] = defaultdict(dict)
    sendiri = Pengukuran.objects.valid().filter(rumah__in=ids, jenis=jenis)
    for pk, bulan, nilai in sendiri.values_list("rumah_id", "bulan", "nilai"):
        hasil[pk][bulan] = nilai
    if jenis == J.OMZET:
        dijual, berjalan = _sum_of_usaha(ids), timezone.localdate().replace(day=1)
        for pk, bulanan in dijual.jumlah.items():
            if berjalan not in dijual.lapor[pk] and (hasil[pk] or len(bulanan) > 1):
                bulanan.pop(berjalan, None)
            hasil[pk] |= bulanan
    return {pk: dict(sorted(bulanan.items())) for pk, bulanan in hasil.items()}


@dataclass(frozen=True, slots=True)
class _Terhimpun:
    """Households: month to the sum over their businesses, and the months somebody reported."""

    jumlah: dict[int, dict[date, int]]
    lapor: dict[int, set[date]]


def _sum_of_usaha(ids: list[int]) -> _Terhimpun:
    milik: dict[int, int] = {
        usaha: rumah
        for usaha, rumah in Usaha.objects.filter(rumah__in=ids).values_list("pk", "rumah_id")
        if rumah is not None
    }
    jumlah: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    lapor: dict[int, set[date]] = defaultdict(set)
    for usaha, bulanan in months_of_usaha(milik).items():
        for bulan, satu in bulanan.items():
            jumlah[milik[usaha]][bulan] += satu.nilai
            if satu.laporan is not None:
                lapor[milik[usaha]].add(bulan)
    return _Terhimpun(jumlah, lapor)


def sold_in(usaha: int, bulan: date) -> int:
    """What the portal saw this business sell within the month, in Rupiah."""
    berikut = date(bulan.year + bulan.month // 12, bulan.month % 12 + 1, 1)
    rows = Penjualan.objects.counted().filter(usaha=usaha, tanggal__gte=bulan, tanggal__lt=berikut)
    return int(rows.aggregate(jumlah=Sum("jumlah"))["jumlah"] or 0)
