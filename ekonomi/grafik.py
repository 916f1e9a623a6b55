"""Charts as numbers for our own inline SVG: whole pixels, so that no locale can spoil them. Pure.

Drawn by templates/ekonomi/bagian_garis.html and bagian_batang.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEBAR, TINGGI = 640, 240
_KIRI, _KANAN, _ATAS, _BAWAH = 74, 14, 14, 34


@dataclass(frozen=True, slots=True)
class Titik:
    """One measured month on the chart."""

    x: int
    y: int
    label: str
    teks: str
    tanya: bool = False


@dataclass(frozen=True, slots=True)
class Garis:
    """A line over months: `jalur` joins neighbours, a month without a figure leaves a gap."""

    titik: tuple[Titik, ...]
    jalur: tuple[str, ...]
    sumbu: tuple[tuple[int, str], ...]
    bulan: tuple[tuple[int, str], ...]
    acuan: int | None = None  # y of the baseline
    lebar: int = LEBAR
    tinggi: int = TINGGI
    kiri: int = _KIRI
    kanan: int = LEBAR - _KANAN
    dasar: int = TINGGI - _BAWAH

    @property
    def keterangan(self) -> str:
        """What the picture says, for who cannot see it."""
        return "; ".join(f"{t.label} {t.teks}" for t in self.titik)


def line_chart(
    nilai: Sequence[tuple[str, int | None]], *, acuan: int | None = None
) -> Garis | None:
    """Months (label, Rupiah or None) from left to right; None when nothing was measured."""
    ada = [n for _label, n in nilai if n is not None]
    if not ada:
        return None
    puncak = _nice(max([*ada, acuan or 0, 1]))
    lebar = LEBAR - _KIRI - _KANAN
    langkah = lebar / max(1, len(nilai) - 1)
    x_of = [_KIRI + round(n * langkah) if len(nilai) > 1 else _KIRI + lebar // 2
            for n in range(len(nilai))]  # fmt: skip
    titik: list[Titik] = []
    ruas: list[list[str]] = [[]]
    for x, (label, n) in zip(x_of, nilai, strict=True):
        if n is None:
            ruas.append([])
            continue
        titik.append(Titik(x, _y(n, puncak), label, pendek(n)))
        ruas[-1].append(f"{x},{_y(n, puncak)}")
    sumbu = tuple((_y(puncak * k // 4, puncak), pendek(puncak * k // 4)) for k in range(5))
    tiap = max(1, -(-len(nilai) // 7))  # at most seven names fit on a phone
    bulan = tuple(
        (x, label)
        for ke, (x, (label, _n)) in enumerate(zip(x_of, nilai, strict=True))
        if (len(nilai) - 1 - ke) % tiap == 0
    )
    return Garis(
        tuple(titik), tuple(" ".join(r) for r in ruas if len(r) > 1), sumbu, bulan,
        None if acuan is None else _y(acuan, puncak),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batang:
    """One bar: its length in 0..400, and what stands beside it."""

    label: str
    panjang: int
    teks: str


def bars(rows: Sequence[tuple[str, float | None, str]]) -> list[Batang]:
    """(label, value or None, words) as bars, the longest 400 wide."""
    puncak = max([n for _l, n, _t in rows if n is not None] + [0])
    return [
        Batang(label, round(400 * n / puncak) if n and puncak else 0, teks)
        for label, n, teks in rows
    ]


def pendek(n: int) -> str:
    """Rupiah in few signs: 1,5 jt; 750 rb; 0."""
    for besar, satuan in ((1_000_000_000, "M"), (1_000_000, "jt"), (1_000, "rb")):
        if abs(n) >= besar:
            return f"{n / besar:.1f}".removesuffix(".0").replace(".", ",") + f" {satuan}"
    return str(n)


def _y(n: int, puncak: int) -> int:
    tinggi = TINGGI - _ATAS - _BAWAH
    return TINGGI - _BAWAH - round(n * tinggi / puncak)


def _nice(n: int) -> int:
    """The next round number from n upwards that four steps divide."""
    besar = 10 ** (len(str(n)) - 1)
    return next(
        int(besar * k) for k in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10) if besar * k >= n
    )


def bars_of(pos: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line as one bar of its whole budget: spent, promised, left, in percent of it."""
    return [_bar(baris) for baris in pos]


def _bar(baris: dict[str, Any]) -> dict[str, Any]:
    anggaran = baris["anggaran"] or 1
    pakai = min(100.0, max(0.0, baris["kumulatif"] * 100 / anggaran))
    janji = min(100.0 - pakai, max(0.0, baris["komitmen"] * 100 / anggaran))
    return {
        **baris,
        "x_pakai": "0%",
        "w_pakai": f"{pakai:.1f}%",
        "x_janji": f"{pakai:.1f}%",
        "w_janji": f"{janji:.1f}%",
        "persen": round(baris["kumulatif"] * 100 / anggaran),
    }
