"""Radar, trend and month charts as numbers for our own inline SVG: whole pixels. Pure.

Series differ by dash and mark as well as by colour; a table with the same numbers stands beside
every picture.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SISI, TENGAH, JARI = 360, 180, 118
TINGKAT = 5
KELAS = {"desa": "s-desa", "meja": "s-meja", "lalu": "s-lalu"}


@dataclass(frozen=True, slots=True)
class Deret:
    """One series: its closed line, its marks, and what it says in words."""

    kelas: str
    nama: str
    jalur: str
    titik: tuple[tuple[int, int], ...]
    kata: str


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar of the kinds, numbered 1 to n around; ring k is level k."""

    deret: tuple[Deret, ...]
    cincin: tuple[str, ...]
    jari: tuple[tuple[int, int], ...]
    label: tuple[tuple[int, int, int], ...]  # x, y, number of the kind
    sisi: int = SISI
    tengah: int = TENGAH

    @property
    def kata(self) -> str:
        return " ".join(d.kata for d in self.deret)


def draw_radar(
    nama: Sequence[str], deret: Sequence[tuple[str, str, Sequence[int | None]]]
) -> Radar:
    """Series (key, name, levels in the order of `nama`); a missing level is a gap at the centre."""
    n = len(nama)
    return Radar(
        deret=tuple(_series(nama, *satu) for satu in deret if any(satu[2])),
        cincin=tuple(
            _line(_point(ke, n, tingkat / TINGKAT) for ke in range(n))
            for tingkat in range(1, TINGKAT + 1)
        ),
        jari=tuple(_point(ke, n, 1) for ke in range(n)),
        label=tuple((*_point(ke, n, 1.16), ke + 1) for ke in range(n)),
    )


def _series(nama: Sequence[str], kunci: str, judul: str, nilai: Sequence[int | None]) -> Deret:
    n = len(nama)
    titik = tuple(_point(ke, n, (v or 0) / TINGKAT) for ke, v in enumerate(nilai))
    sebut = "; ".join(
        f"{apa} {'belum dinilai' if v is None else v}" for apa, v in zip(nama, nilai, strict=True)
    )
    return Deret(KELAS[kunci], judul, _line(titik), titik, f"{judul}: {sebut}.")


def _point(ke: int, n: int, jauh: float) -> tuple[int, int]:
    sudut = 2 * math.pi * ke / n - math.pi / 2
    return (
        round(TENGAH + JARI * jauh * math.cos(sudut)),
        round(TENGAH + JARI * jauh * math.sin(sudut)),
    )


def _line(titik: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in titik)


LEBAR, TINGGI = 360, 190
_KIRI, _KANAN, _ATAS, _BAWAH = 40, 24, 14, 34


@dataclass(frozen=True, slots=True)
class Ruas:
    """One series of a chart over time: lines between neighbours, a gap where nothing is known."""

    kelas: str
    nama: str
    jalur: tuple[str, ...]
    titik: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Tren:
    """A chart over time with its axis."""

    ruas: tuple[Ruas, ...]
    sumbu: tuple[tuple[int, str], ...]
    bawah: tuple[tuple[int, str], ...]
    kata: str
    lebar: int = LEBAR
    tinggi: int = TINGGI
    kiri: int = _KIRI
    kanan: int = LEBAR - _KANAN
    dasar: int = TINGGI - 12


def draw_tren(
    label: Sequence[str], deret: Sequence[tuple[str, str, Sequence[float | None]]],
    *, puncak: float, satuan: str = "",
) -> Tren | None:  # fmt: skip
    """Series (key, name, values) over the labels; None when nothing is known."""
    if not any(v is not None for _k, _n, isi in deret for v in isi):
        return None
    langkah = (LEBAR - _KIRI - _KANAN) / max(1, len(label) - 1)
    xs = [_KIRI + round(ke * langkah) for ke in range(len(label))]
    ruas = tuple(
        _parts(kunci, nama, xs, isi, puncak=puncak, satuan=satuan) for kunci, nama, isi in deret
    )
    tiap = max(1, -(-len(label) // 6))
    akhir = len(label) - 1
    bawah = tuple(
        (x, t) for ke, (x, t) in enumerate(zip(xs, label, strict=True)) if (akhir - ke) % tiap == 0
    )
    bagi = 5 if puncak == 5 else 4  # the five levels, or quarters
    sumbu = tuple(
        (_y(puncak * k / bagi, puncak), _angka(puncak * k / bagi) + satuan) for k in range(bagi + 1)
    )
    kata = " ".join(
        f"{nama}: "
        + "; ".join(
            f"{t} {'tidak ada' if v is None else _angka(v) + satuan}"
            for t, v in zip(label, isi, strict=True)
        )
        + "."
        for _k, nama, isi in deret
    )
    return Tren(ruas, sumbu, bawah, kata)


def _parts(
    kunci: str, nama: str, xs: Sequence[int], isi: Sequence[float | None], *, puncak: float,
    satuan: str,
) -> Ruas:  # fmt: skip
    titik: list[tuple[int, int, str]] = []
    jalur: list[list[str]] = [[]]
    for x, v in zip(xs, isi, strict=True):
        if v is None:
            jalur.append([])
            continue
        titik.append((x, _y(v, puncak), _angka(v) + satuan))
        jalur[-1].append(f"{x},{_y(v, puncak)}")
    garis = tuple(" ".join(j) for j in jalur if len(j) > 1)
    return Ruas(KELAS.get(kunci, "s-desa"), nama, garis, tuple(titik))


def _y(v: float, puncak: float) -> int:
    return round(TINGGI - _BAWAH - (TINGGI - _ATAS - _BAWAH) * v / puncak)


def _angka(v: float) -> str:
    return f"{v:.1f}".removesuffix(".0").replace(".", ",")


def short_periode(periode: str) -> str:
    """ "S1 26" under an axis."""
    return f"{periode[-2:]} {periode[2:4]}"
