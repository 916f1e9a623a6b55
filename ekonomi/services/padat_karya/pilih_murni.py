"""Choosing workers, pure: a ranking with reasons, or a draw that anybody can repeat.

The draw sorts the registration codes by SHA-256 of "benih:kode" (hex, ascending). The list's
digest is SHA-256 of the codes in alphabetical order, each on a line of its own.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

POIN_MENGANGGUR, POIN_DTKS, POIN_BARU = 40, 40, 20


@dataclass(frozen=True, slots=True)
class Calon:
    """A candidate as the choice needs it; nothing that names a person."""

    kode: str
    menganggur: bool
    dtks: bool
    pernah: bool  # worked in this programme before
    mendaftar: datetime


@dataclass(frozen=True, slots=True)
class Tempat:
    """A place in the published list, with why."""

    kode: str
    skor: int | None
    alasan: tuple[str, ...]


def points(calon: Calon) -> tuple[int, tuple[str, ...]]:
    """The points of a candidate and the words for each."""
    butir = (
        (calon.menganggur, POIN_MENGANGGUR, "tidak sedang bekerja"),
        (calon.dtks, POIN_DTKS, "rumah tangganya terdaftar DTKS"),
        (not calon.pernah, POIN_BARU, "belum pernah ikut padat karya"),
    )
    kena = [(poin, kata) for ya, poin, kata in butir if ya]
    return sum(poin for poin, _ in kena), tuple(f"+{poin} {kata}" for poin, kata in kena)


def rank(calon: Sequence[Calon]) -> list[Tempat]:
    """By points; who registered first comes first among equals, then the code decides."""
    hasil = [(points(c), c) for c in calon]
    hasil.sort(key=lambda h: (-h[0][0], h[1].mendaftar, h[1].kode))
    return [Tempat(c.kode, skor, alasan) for (skor, alasan), c in hasil]


def draw(calon: Sequence[Calon], benih: str) -> list[Tempat]:
    """By the digest of seed and code: nobody can tell beforehand, everybody can check after."""
    urut = sorted((digest_of(benih, c.kode), c.kode) for c in calon)
    return [Tempat(kode, None, (f"undian {sidik[:8]}",)) for sidik, kode in urut]


def digest_of(benih: str, kode: str) -> str:
    return hashlib.sha256(f"{benih}:{kode}".encode()).hexdigest()


def list_digest(kode: Sequence[str]) -> str:
    """What is published of the list before anybody is chosen."""
    return hashlib.sha256("".join(f"{satu}\n" for satu in sorted(kode)).encode()).hexdigest()
