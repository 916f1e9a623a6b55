"""What the apps know about each RT, for planning and maps, without one app importing another.

settings.SINYAL names the sources; each says how many of something there are per RT. Only counts
cross this line: no name, no text, no private case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Titik:
    """`jumlah` of one thing in one area on one day (`hari` None: as it stands now).

    `wilayah` is the deepest known code (an RT, an RW, or the kelurahan). `jenis` says what was
    counted: "curhat" (told to us, but not on a visit), "curhat_belum" (no answer or work yet),
    "keluarga_miskin".
    `kategori`/`subkategori` are taxonomy slugs where there is one. `hari_menunggu`: for how many
    days the oldest of them waits.
    """

    wilayah: str
    jenis: str
    jumlah: int
    hari: date | None = None
    kategori: str = ""
    subkategori: str = ""
    hari_menunggu: int = 0


class SumberSinyal(Protocol):
    """An app's answer; made without arguments."""

    def titik(self, kelurahan: str, dari: date, sampai: date) -> Iterable[Titik]:
        """Counts in this kelurahan between two days, both included; at most two queries."""

    def kategori(self) -> Sequence[tuple[str, str, str, str]]:
        """(kategori, its name, subkategori, its name) of the taxonomy, where the app keeps it."""


def read_sinyal(kelurahan: str, dari: date, sampai: date) -> list[Titik]:
    """Every source's counts."""
    return [satu for sumber in _sumber() for satu in sumber.titik(kelurahan, dari, sampai)]


def read_kategori() -> list[tuple[str, str, str, str]]:
    """The taxonomy of the app that keeps it: (kategori, nama, subkategori, nama)."""
    return [satu for sumber in _sumber() for satu in sumber.kategori()]


def _sumber() -> list[SumberSinyal]:
    return [import_string(path)() for path in settings.SINYAL]
