"""Figures of the survey of trust: which cells may be shown, and how they compare. Pure.

No cell of fewer than five people, and none that could be had by subtracting what is shown from a
total: docs/keputusan/036-survei-percaya.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wilayah.selang import Selang, difference_interval, scale_interval

N_MINIMUM = 5
SKALA = (1.0, 5.0)
_BAGIAN_RW = 5  # parts of an RW's code


@dataclass(frozen=True, slots=True)
class Nilai:
    """Answers of one cell: how many, their mean and its 95 % interval."""

    n: int
    rerata: Selang


@dataclass(frozen=True, slots=True)
class Sel:
    """One question in one area before and after. None: not shown (too few, or would give another
    away); `kosong`: nobody answered.
    """

    kode: str
    nama: str
    tingkat: str  # kelurahan, rw, rt
    sebelum: Nilai | None = None
    sesudah: Nilai | None = None
    selisih: Selang = field(default_factory=lambda: Selang(None))
    kosong_sebelum: bool = False
    kosong_sesudah: bool = False

    @property
    def kata(self) -> str:
        """What may be said of before and after."""
        if self.selisih.bawah is None or self.selisih.atas is None:
            return ""
        if self.selisih.bawah <= 0 <= self.selisih.atas:
            return "belum dapat dibedakan"
        return "naik" if self.selisih.bawah > 0 else "turun"


def visible_cells(banyak: Mapping[str, int], akar: str) -> frozenset[str]:
    """Areas of which a total may be shown: the kelurahan `akar`, its RWs, their RTs.

    `banyak`: answers by the area they were given for (an RT, an RW, or the kelurahan itself where
    somebody did not say). Those given for a whole RW or kelurahan are one nameless part of it.
    """
    if sum(banyak.values()) < N_MINIMUM:
        return frozenset()
    per_rw: dict[str, dict[str, int]] = {}
    for kode, n in banyak.items():
        rw = akar if kode == akar else ".".join(kode.split(".")[:_BAGIAN_RW])
        per_rw.setdefault(rw, {})[kode] = n
    tertutup = hide_cells({rw: sum(isi.values()) for rw, isi in per_rw.items()})
    tampil = {akar}
    for rw, isi in per_rw.items():
        if rw in tertutup or rw == akar:
            continue
        tampil.add(rw)
        dalam = hide_cells(isi)
        tampil |= {kode for kode, n in isi.items() if n and kode != rw and kode not in dalam}
    return frozenset(tampil)


def hide_cells(banyak: Mapping[str, int]) -> frozenset[str]:
    """Of the parts of a total that is shown, those to hide: each below five, and with them the
    smallest others until the hidden ones are two or more and hold five people or more.
    """
    tertutup = {k for k, n in banyak.items() if 0 < n < N_MINIMUM}
    lain = sorted((n, k) for k, n in banyak.items() if n >= N_MINIMUM)
    while tertutup and lain and not _is_safe(tertutup, banyak):
        tertutup.add(lain.pop(0)[1])
    return frozenset(tertutup)


def _is_safe(tertutup: set[str], banyak: Mapping[str, int]) -> bool:
    return len(tertutup) > 1 and sum(banyak[k] for k in tertutup) >= N_MINIMUM


def compare_cells(
    sebelum: Mapping[str, Sequence[int]], sesudah: Mapping[str, Sequence[int]], akar: str,
    nama: Mapping[str, str],
) -> list[Sel]:  # fmt: skip
    """Every area of `nama` with what may be shown of one question; {area: answers} of each round.

    A difference stands only where both rounds are shown.
    """
    tampil_a, tampil_b = _open(sebelum, akar), _open(sesudah, akar)
    hasil = []
    for kode in sorted(nama):
        a, b = _below(sebelum, kode), _below(sesudah, kode)
        lihat_a, lihat_b = kode in tampil_a, kode in tampil_b
        hasil.append(
            Sel(
                kode=kode, nama=nama[kode], tingkat=_level(kode, akar),
                sebelum=_value(a) if lihat_a else None,
                sesudah=_value(b) if lihat_b else None,
                selisih=difference_interval(a, b) if lihat_a and lihat_b else Selang(None),
                kosong_sebelum=not a, kosong_sesudah=not b,
            )
        )  # fmt: skip
    return hasil


def _open(jawaban: Mapping[str, Sequence[int]], akar: str) -> frozenset[str]:
    return visible_cells({kode: len(isi) for kode, isi in jawaban.items() if isi}, akar)


def _below(jawaban: Mapping[str, Sequence[int]], kode: str) -> list[int]:
    return [
        nilai
        for di, isi in jawaban.items()
        if di == kode or di.startswith(f"{kode}.")
        for nilai in isi
    ]


def _value(isi: Sequence[int]) -> Nilai:
    return Nilai(len(isi), scale_interval(isi, bawah=SKALA[0], atas=SKALA[1]))


def _level(kode: str, akar: str) -> str:
    return ("kelurahan", "rw", "rt")[min(2, kode.count(".") - akar.count("."))]
