"""The pieces of the staff home page: numbers that are links, bars, lists."""

from dataclasses import dataclass, field
from typing import Any

from curhat.models import Tiket


@dataclass(frozen=True, slots=True)
class Kartu:
    """One number, what it counts, where it leads; `nada` is "" or "perhatian" or "bahaya"."""

    label: str
    angka: int | str
    url: str = ""
    nada: str = ""
    catatan: str = ""


@dataclass(frozen=True, slots=True)
class Batang:
    """One bar of a chart, in percent of the tallest."""

    label: str
    angka: int
    tinggi: int
    x: int = 0
    url: str = ""


@dataclass(slots=True)
class Bagian:
    """One section of the home page."""

    judul: str
    kartu: list[Kartu] = field(default_factory=list)
    malam: list[Any] = field(default_factory=list)  # tonight's visits (luna_maya.malam_ini)
    tiket: list[Tiket] = field(default_factory=list)
    kelurahan: list[dict[str, Any]] = field(default_factory=list)
    grafik: list[Batang] = field(default_factory=list)
    tautan: list[tuple[str, str]] = field(default_factory=list)
    kosong: str = ""
