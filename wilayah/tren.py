"""What residents tell more often than before, village by village, without one app importing
another.

settings.TREN_SUMBER names the sources. Only counts cross this line: no name, no text, no private
case; who reads them suppresses those of fewer than five people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Tren:
    """One subject in one village: how often in the period and in the one before it.

    `wilayah` is the village's code, `orang` how many different people told it in the period (who
    cannot be told apart from others counts as one of their own). `url` leads to the rows
    themselves, `izin` is the permission that opens them.
    """

    wilayah: str
    kategori: str
    nama: str
    kini: int
    lalu: int
    orang: int
    url: str = ""
    izin: str = ""


class SumberTren(Protocol):
    """An app's answer; made without arguments."""

    def tren(
        self, wilayah: str, kini: tuple[date, date], lalu: tuple[date, date]
    ) -> Iterable[Tren]:
        """Counts in an area and all below it; days on its own clock, both included; one query."""


def read_tren(wilayah: str, kini: tuple[date, date], lalu: tuple[date, date]) -> list[Tren]:
    """Every source's counts."""
    sumber: list[SumberTren] = [import_string(path)() for path in settings.TREN_SUMBER]
    return [satu for asal in sumber for satu in asal.tren(wilayah, kini, lalu)]
