"""What a piece of work can point to in another app: a ticket by its number, a figure of an area.

A source (settings.TAUTAN_SUMBER) is an app's own way of being found and read, so that apps of one
floor never import each other. What was linked keeps the label and the figure of that day; whether
its page opens for a reader is asked of the source each time.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

KURANG_DARI = 5  # people: a smaller count is not told outside its own app


@dataclass(frozen=True, slots=True)
class Tautan:
    """One thing to link to. `kunci` is its own within `jenis`; `url` leads staff to it."""

    jenis: str
    kunci: str
    label: str
    nilai: str
    url: str


class SumberTautan(Protocol):
    """What one app offers. Made without arguments."""

    jenis: str
    nama: str

    def cari(self, user: Any, wilayah: str, q: str) -> Sequence[Tautan]:
        """What this user may see in this village that fits the words (none: the usual ones)."""

    def baca(self, user: Any, wilayah: str, kunci: Sequence[str]) -> Mapping[str, Tautan]:
        """These keys as they stand now, only what this user may see in this village."""


class SumberAngka(ABC):
    """A source of a few figures, made anew for each reader by `angka_all`."""

    jenis: str

    def cari(self, user: Any, wilayah: str, q: str) -> Sequence[Tautan]:
        semua = self.angka_all(user, wilayah)
        return [satu for satu in semua if q.lower() in satu.label.lower()]

    def baca(self, user: Any, wilayah: str, kunci: Sequence[str]) -> Mapping[str, Tautan]:
        return {t.kunci: t for t in self.angka_all(user, wilayah) if t.kunci in kunci}

    @abstractmethod
    def angka_all(self, user: Any, wilayah: str) -> Sequence[Tautan]:
        """Every figure of this village that this user may see."""


@cache
def _load(paths: tuple[str, ...]) -> tuple[SumberTautan, ...]:
    return tuple(import_string(path)() for path in paths)


def sumber_all() -> tuple[SumberTautan, ...]:
    """Every source, in the order of the settings."""
    return _load(tuple(settings.TAUTAN_SUMBER))


def find_tautan(user: Any, wilayah: str, q: str = "") -> list[Tautan]:
    """What can be linked to in this village, source by source."""
    return [satu for sumber in sumber_all() for satu in sumber.cari(user, wilayah, q.strip())]


def read_tautan(
    user: Any, wilayah: str, kunci: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Tautan]:
    """(jenis, kunci) to how it stands now; missing: gone, or not for this user."""
    baca: dict[tuple[str, str], Tautan] = {}
    for sumber in sumber_all():
        milik = [k for jenis, k in kunci if jenis == sumber.jenis]
        if milik:
            ada = sumber.baca(user, wilayah, milik)
            baca |= {(sumber.jenis, k): satu for k, satu in ada.items()}
    return baca


def count_orang(jumlah: int, satuan: str) -> str:
    """ "12 rumah tangga", or "kurang dari 5 rumah tangga" where so few might be known by it."""
    if 0 < jumlah < KURANG_DARI:
        return f"kurang dari {KURANG_DARI} {satuan}"
    return f"{jumlah} {satuan}"
