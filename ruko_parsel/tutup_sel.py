"""Which small counts of villages may be shown beside the kecamatan's total. Pure.

A cell is hidden where it, or its complement, counts one to four children, and with it others until
nothing can be had by subtraction: docs/keputusan/046-angka-anak-ditutup.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

N_MINIMUM = 5


@dataclass(frozen=True, slots=True)
class Cacah:
    """Children weighed, and how many of them are counted."""

    dari: int
    jumlah: int

    @property
    def sisa(self) -> int:
        return self.dari - self.jumlah


def is_small(n: int) -> bool:
    """One to four: somebody could be recognised."""
    return 0 < n < N_MINIMUM


def hide_cells(cacah: Mapping[str, Cacah]) -> frozenset[str]:
    """Of villages whose sum is shown, those whose count stays hidden.

    First every small one, then the smallest others, until each hidden count could, as far as a
    reader of the rest can tell, be at least five different numbers. Where that cannot be reached
    all are hidden, and the sum too (`may_sum`).
    """
    tertutup = {
        k for k, c in cacah.items() if is_small(c.dari) or is_small(c.jumlah) or is_small(c.sisa)
    }
    lain = sorted(cacah.keys() - tertutup, key=lambda k: (cacah[k].jumlah, k))
    while tertutup and lain and not _is_safe(tertutup, cacah):
        tertutup.add(lain.pop(0))
    return frozenset(tertutup)


def may_sum(cacah: Mapping[str, Cacah], tertutup: frozenset[str]) -> bool:
    """Whether the sum may be shown beside what is shown."""
    semua = Cacah(sum(c.dari for c in cacah.values()), sum(c.jumlah for c in cacah.values()))
    if is_small(semua.jumlah) or is_small(semua.sisa) or is_small(semua.dari):
        return False
    return not tertutup or _is_safe(set(tertutup), cacah)


def _is_safe(tertutup: set[str], cacah: Mapping[str, Cacah]) -> bool:
    """Two hidden or more, five children or more on both sides, and room for each to differ.

    A reader knows the hidden sum and every village's `dari`; so each hidden count lies between
    what the others cannot hold of that sum and its own `dari`.
    """
    jumlah = sum(cacah[k].jumlah for k in tertutup)
    dari = sum(cacah[k].dari for k in tertutup)
    if len(tertutup) < 2 or jumlah < N_MINIMUM or dari - jumlah < N_MINIMUM:
        return False
    return all(
        min(cacah[k].dari, jumlah) - max(0, jumlah - (dari - cacah[k].dari)) >= N_MINIMUM - 1
        or cacah[k].dari < N_MINIMUM
        for k in tertutup
    )
