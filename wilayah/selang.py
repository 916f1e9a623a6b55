"""A measured value with its uncertainty: 95 % intervals of means and of their difference. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

N_MINIMUM = 5  # below it nothing is concluded
# An answer on a whole-number scale stands for half a step to either side: even where all said the
# same, their spread is not nothing (standard deviation of rounding, 1/sqrt(12)).
SEBARAN_BULAT = 12**-0.5


@dataclass(frozen=True, slots=True)
class Selang:
    """A value with its 95 % interval; ends None where too few were measured."""

    nilai: float | None
    bawah: float | None = None
    atas: float | None = None


def mean_interval(nilai: NDArray[np.float64]) -> Selang:
    """The mean with Student's t interval; no interval with fewer than five."""
    rerata, n = float(nilai.mean()), len(nilai)
    if n < N_MINIMUM:
        return Selang(rerata)
    galat = float(nilai.std(ddof=1)) / n**0.5
    lebar = float(stats.t.ppf(0.975, n - 1)) * galat
    return Selang(rerata, rerata - lebar, rerata + lebar)


def scale_interval(nilai: Sequence[int], *, bawah: float, atas: float) -> Selang:
    """The mean of answers on a whole-number scale with Student's t interval, inside its ends."""
    if len(nilai) < N_MINIMUM:
        return Selang(None)
    rerata, sebaran, n = _moments(nilai)
    lebar = float(stats.t.ppf(0.975, n - 1)) * (sebaran / n) ** 0.5
    return Selang(rerata, max(bawah, rerata - lebar), min(atas, rerata + lebar))


def difference_interval(sebelum: Sequence[int], sesudah: Sequence[int]) -> Selang:
    """How much higher the mean of other people's later answers is, with Welch's t interval."""
    if min(len(sebelum), len(sesudah)) < N_MINIMUM:
        return Selang(None)
    rerata_a, sebaran_a, a = _moments(sebelum)
    rerata_b, sebaran_b, b = _moments(sesudah)
    bagian_a, bagian_b = sebaran_a / a, sebaran_b / b
    derajat = (bagian_a + bagian_b) ** 2 / (bagian_a**2 / (a - 1) + bagian_b**2 / (b - 1))
    lebar = float(stats.t.ppf(0.975, derajat)) * (bagian_a + bagian_b) ** 0.5
    selisih = rerata_b - rerata_a
    return Selang(selisih, selisih - lebar, selisih + lebar)


def _moments(nilai: Sequence[int]) -> tuple[float, float, int]:
    """(mean, variance but not below that of rounding, n)."""
    isi = np.array(nilai, dtype=np.float64)
    return float(isi.mean()), max(float(isi.var(ddof=1)), SEBARAN_BULAT**2), len(isi)
