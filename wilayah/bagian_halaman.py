"""A section of a page about one row, the same on screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Bagian:
    """One section: text, pairs of label and value, or a table; `lebar` are shares of columns."""

    judul: str = ""
    teks: Sequence[str] = ()
    rinci: Sequence[tuple[str, str]] = ()
    kepala: Sequence[str] = ()
    baris: Sequence[Sequence[str]] = ()
    lebar: Sequence[int] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return {
            "judul": self.judul,
            "teks": [str(t) for t in self.teks],
            "rinci": [[str(a), str(b)] for a, b in self.rinci],
            "kepala": [str(k) for k in self.kepala],
            "baris": [[str(s) for s in baris] for baris in self.baris],
            "lebar": list(self.lebar) or [1] * max(1, len(self.kepala)),
        }
