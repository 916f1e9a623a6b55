"""Which row of a sheet is its header: below titles, and under cells merged over columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ekonomi.impor.baca import Baris, BerkasDitolakError

_DICARI = 15  # rows from the top


@dataclass(frozen=True, slots=True)
class Kepala:
    """The header's row number and its texts, one for each column."""

    baris: int
    judul: list[str]


def plain(judul: str) -> str:
    """A header without case, marks and doubled spaces."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", judul.lower()).split())


def find_kepala(rows: Sequence[Baris], known: frozenset[str]) -> Kepala:
    """The row with the most known headers, else the first with the most filled cells.

    `known` are headers in `plain` spelling. An empty header below a merged one takes its words.
    Raises BerkasDitolakError for an empty file.
    """
    calon = [(nomor, sel) for nomor, sel in rows[:_DICARI] if any(satu.strip() for satu in sel)]
    if not calon:
        raise BerkasDitolakError("Berkas ini kosong.")
    nomor, sel = max(calon, key=lambda satu: _score(satu[1], known))
    atas = next((isi for n, isi in rows if n == nomor - 1), [])
    judul = [" ".join(satu.split()) for satu in sel]
    penuh = _spread(atas, len(judul)) if len([s for s in atas if s.strip()]) > 1 else []
    for n, satu in enumerate(judul):
        if not satu:
            judul[n] = penuh[n] if n < len(penuh) and penuh[n] else f"(kolom {n + 1})"
    return Kepala(nomor, _numbered(judul))


def _score(sel: Sequence[str], known: frozenset[str]) -> tuple[int, int]:
    terisi = [plain(satu) for satu in sel if satu.strip()]
    berkata = [satu for satu in terisi if not satu.replace(" ", "").isdecimal()]
    return sum(satu in known for satu in berkata), len(set(berkata))


def _spread(sel: Sequence[str], lebar: int) -> list[str]:
    """A merged cell's words over all its columns."""
    hasil, kini = [], ""
    for n in range(lebar):
        kini = " ".join(sel[n].split()) if n < len(sel) and sel[n].strip() else kini
        hasil.append(kini)
    return hasil


def _numbered(judul: list[str]) -> list[str]:
    """The same header twice gets its number, so that each can be chosen."""
    dilihat: dict[str, int] = {}
    hasil = []
    for satu in judul:
        dilihat[satu] = dilihat.get(satu, 0) + 1
        hasil.append(satu if dilihat[satu] == 1 else f"{satu} ({dilihat[satu]})")
    return hasil
