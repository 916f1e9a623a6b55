"""Where the bars of the chart stand: requests by month, those answered late beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ruko_parsel.angka_kecamatan import Angka

TINGGI, LANGKAH, LEBAR = 100, 34, 13
_MAKS_BULAN = 36
_BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True, slots=True)
class BatangBulan:
    """One month's pair of bars in the drawing's own units, with its words."""

    label: str
    jumlah: int
    lewat: int
    x: int
    y: int
    h: int
    y2: int
    h2: int

    @property
    def x2(self) -> int:
        return self.x + LEBAR + 1

    @property
    def tengah(self) -> int:
        return self.x + LEBAR


@dataclass(frozen=True, slots=True)
class GambarBulan:
    """The chart; `lebar` is the width of its view box."""

    batang: list[BatangBulan]
    lebar: int

    @property
    def kata(self) -> str:
        """The chart in words, for who does not see it."""
        return "; ".join(f"{b.label}: {b.jumlah} masuk, {b.lewat} terlambat" for b in self.batang)


def draw_months(bulan: Sequence[tuple[date, Angka]]) -> GambarBulan:
    """The last three years at most."""
    bulan = bulan[-_MAKS_BULAN:]
    most = max([a.jumlah for _h, a in bulan] + [1])
    batang = []
    for ke, (hari, a) in enumerate(bulan):
        h, h2 = round(a.jumlah * TINGGI / most), round(a.lewat * TINGGI / most)
        label = f"{_BULAN[hari.month - 1]} {hari.year % 100:02d}"
        batang.append(BatangBulan(label, a.jumlah, a.lewat, 4 + ke * LANGKAH, TINGGI - h + 4, h,
                                  TINGGI - h2 + 4, h2))  # fmt: skip
    return GambarBulan(batang, max(len(batang) * LANGKAH, 4 * LANGKAH))
