"""Change against the baseline: per household, for a programme, with its uncertainty. Pure.

The rise in average income is the ratio of averages: (mean now - mean at the start) / mean at the
start. It takes in households that began at nothing, and no small start blows it up, as the mean of
single percentages would. Its 95 % interval is a seeded percentile bootstrap over households; the
mean in Rupiah has Student's t interval. Reasons: docs/keputusan/023-omzet.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

import numpy as np
from numpy.typing import NDArray

from wilayah.selang import N_MINIMUM, Selang, mean_interval

ULANGAN = 4000
BENIH = 20251007  # the day of the first document; any fixed number does


class Putusan(StrEnum):
    """Whether the target was reached, as far as the figures can tell."""

    TERCAPAI = "tercapai"
    BELUM = "belum tercapai"
    BELUM_PASTI = "belum pasti"
    SEDIKIT = "data terlalu sedikit"


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One household: Rupiah at the start and now; `persen` None where the start was nothing."""

    awal: int
    kini: int

    @property
    def selisih(self) -> int:
        return self.kini - self.awal

    @property
    def persen(self) -> float | None:
        return 100 * self.selisih / self.awal if self.awal else None

    @property
    def kata(self) -> str:
        """In words; a start at nothing has no percentage."""
        if not self.awal:
            return "baru berpenghasilan" if self.kini else "belum berpenghasilan"
        if self.selisih == 0:
            return "tetap"
        return "naik" if self.selisih > 0 else "turun"


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """A group of households summed up. Percentages are of 100, money in Rupiah."""

    n: int
    rerata_awal: float = 0.0
    rerata_kini: float = 0.0
    kenaikan: Selang = field(default_factory=lambda: Selang(None))
    selisih: Selang = field(default_factory=lambda: Selang(None))
    median_persen: float | None = None
    naik: int = 0
    turun: int = 0
    baru: int = 0
    putusan: Putusan = Putusan.SEDIKIT

    @property
    def sedikit(self) -> bool:
        return self.n < N_MINIMUM


@dataclass(frozen=True, slots=True)
class Hasil:
    """A programme: those measured, and again with everybody who left counted as unchanged.

    `berbaseline`: households with a start; `belum_lapor`: still in, nothing measured lately;
    `keluar`: left the programme, whether or not a late figure of theirs exists.
    """

    lengkap: Ringkasan
    dengan_keluar: Ringkasan
    peserta: int
    berbaseline: int
    belum_lapor: int
    keluar: int
    target: float

    @property
    def bagian_terukur(self) -> float | None:
        return self.lengkap.n / self.berbaseline if self.berbaseline else None

    @property
    def dua(self) -> tuple[Ringkasan, Ringkasan]:
        """Both ways of counting, in the order they are shown."""
        return self.lengkap, self.dengan_keluar

    @property
    def berbeda(self) -> bool:
        """Whether what is concluded depends on how those who left are counted."""
        return self.lengkap.putusan != self.dengan_keluar.putusan


@dataclass(frozen=True, slots=True)
class Peserta:
    """One household of a programme: `awal`/`kini` None where nothing was measured."""

    awal: int | None
    kini: int | None
    keluar: bool = False


def programme_change(peserta: Sequence[Peserta], *, target: float = 25.0) -> Hasil:
    """The result of a programme both ways. `target` in percent of the average at the start.

    Complete cases: still in, with a start and a figure now. With drop-outs: besides them everybody
    who left and had a start, at that start (no change); their own last figure is not used, since
    nobody knows whether it would have lasted.
    """
    mulai = [p for p in peserta if p.awal is not None]
    lengkap = [
        Perubahan(p.awal, p.kini)
        for p in mulai
        if not p.keluar and p.awal is not None and p.kini is not None
    ]
    tetap = [Perubahan(p.awal, p.awal) for p in mulai if p.keluar and p.awal is not None]
    return Hasil(
        lengkap=summarise(lengkap, target=target),
        dengan_keluar=summarise([*lengkap, *tetap], target=target),
        peserta=len(peserta),
        berbaseline=len(mulai),
        belum_lapor=sum(not p.keluar and p.kini is None for p in mulai),
        keluar=sum(p.keluar for p in peserta),
        target=target,
    )


def summarise(baris: Sequence[Perubahan], *, target: float = 25.0) -> Ringkasan:
    """Sum up a group. With fewer than five there is no interval and no verdict."""
    if not baris:
        return Ringkasan(0)
    awal = np.array([b.awal for b in baris], dtype=np.float64)
    kini = np.array([b.kini for b in baris], dtype=np.float64)
    persen = [b.persen for b in baris if b.persen is not None]
    kenaikan = ratio_interval(awal, kini)
    return Ringkasan(
        n=len(baris),
        rerata_awal=float(awal.mean()),
        rerata_kini=float(kini.mean()),
        kenaikan=kenaikan,
        selisih=mean_interval(kini - awal),
        median_persen=median(persen) if persen else None,
        naik=sum(b.selisih > 0 for b in baris),
        turun=sum(b.selisih < 0 for b in baris),
        baru=sum(not b.awal and b.kini > 0 for b in baris),
        putusan=verdict(kenaikan, target=target, n=len(baris)),
    )


def ratio_interval(awal: NDArray[np.float64], kini: NDArray[np.float64]) -> Selang:
    """Percent by which the average rose, with a percentile bootstrap over the pairs."""
    if awal.mean() == 0:
        return Selang(None)
    nilai = 100 * float(kini.mean() / awal.mean() - 1)
    n = len(awal)
    if n < N_MINIMUM:
        return Selang(nilai)
    undian = np.random.default_rng(BENIH).integers(0, n, size=(ULANGAN, n))
    atas, bawah = kini[undian].sum(axis=1), awal[undian].sum(axis=1)
    ada = bawah > 0
    ulang = 100 * (atas[ada] / bawah[ada] - 1)
    rendah, tinggi = np.percentile(ulang, [2.5, 97.5])
    return Selang(nilai, float(rendah), float(tinggi))


def verdict(kenaikan: Selang, *, target: float, n: int) -> Putusan:
    """Reached when the whole interval is at or above the target, not when it is all below it."""
    if n < N_MINIMUM or kenaikan.bawah is None or kenaikan.atas is None:
        return Putusan.SEDIKIT
    if kenaikan.bawah >= target:
        return Putusan.TERCAPAI
    return Putusan.BELUM if kenaikan.atas < target else Putusan.BELUM_PASTI


def real_change(persen: float, inflasi: float) -> float:
    """What is left of a rise once prices are taken out, in percent."""
    return 100 * ((1 + persen / 100) / (1 + inflasi / 100) - 1)
