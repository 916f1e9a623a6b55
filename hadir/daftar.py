"""Whose presence a session records: the list that another app keeps (settings.HADIR_DAFTAR).

The word before the colon of `SesiHadir.rujukan` names the list; `hadir` itself knows no person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from hadir.models import SesiHadir
    from wilayah.models import Pengguna


@dataclass(frozen=True, slots=True)
class Orang:
    """Somebody expected: the app's key, the name staff read, a word about them, their own code."""

    kunci: str
    nama: str
    keterangan: str = ""
    kode: str = ""


class DaftarHadir:
    """The base of an app's list, made without arguments; override what fits."""

    def people(self, sesi: "SesiHadir") -> Sequence[Orang]:
        """Everybody expected, in the order of the paper list."""
        return ()

    def find(self, sesi: "SesiHadir", kode: str) -> Orang | None:
        """Who this code as typed belongs to; None when it is nobody of this session."""
        return None

    def refused(self, sesi: "SesiHadir", kunci_orang: str) -> str:
        """Why this person's presence may not be recorded (any more); empty when it may."""
        return ""

    def changed(self, sesi: "SesiHadir", kunci_orang: str, *, by: "Pengguna | None") -> None:
        """Called in the transaction that recorded or took back a presence."""

    def moved(self, sesi: "SesiHadir", *, by: "Pengguna | None") -> None:
        """Called in the transaction that gave the session another time: tell who is expected."""

    def page_url(self, sesi: "SesiHadir") -> str:
        """Where staff work on what the session belongs to; empty where there is no such page."""
        return ""


def daftar_of(sesi: "SesiHadir") -> DaftarHadir:
    """The list of this session; an empty one where no app keeps any."""
    path = settings.HADIR_DAFTAR.get(sesi.rujukan.partition(":")[0])
    if path is None:
        return DaftarHadir()
    daftar: DaftarHadir = import_string(path)()
    return daftar


def mask_nama(nama: str) -> str:
    """ "Siti Rahmawati" as S*** R***: known to who knows it already."""
    return " ".join(f"{kata[0].upper()}***" for kata in nama.split()[:5])
