"""Quick answers under a message: a last line `[[SESUDAH|BELUM]]` in its text.

Up to three short answers are buttons (WhatsApp: 20 characters each); more of them, or answers with
an explanation (`[[DRAFT SEDOT: Sedot drainase|DRAFT PJU: Lampu jalan]]`), are a list of up to ten
rows. A channel without them gets words: "Balas: …", or numbered lines. A tap comes back as an
ordinary message that says what the button or row said.
"""

import re
from dataclasses import dataclass

_BARIS = re.compile(r"\n*\[\[([^\[\]\n]+)\]\]\s*$")
BUKA = "Lihat pilihan"  # the button that opens a list
MAKS_TOMBOL, MAKS_BARIS = 3, 10
_MAKS_JUDUL, _MAKS_JUDUL_BARIS, _MAKS_KETERANGAN = 20, 24, 72


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of a list: what a tap says, and what it means."""

    judul: str
    keterangan: str = ""


@dataclass(frozen=True, slots=True)
class Pilihan:
    """A message taken apart: its text, and either buttons or a list."""

    teks: str
    tombol: tuple[str, ...] = ()
    daftar: tuple[Baris, ...] = ()


def read(badan: str) -> Pilihan:
    """The text without its last line of answers, and the answers."""
    cocok = _BARIS.search(badan)
    if cocok is None:
        return Pilihan(badan)
    baris = [_row(satu) for satu in cocok[1].split("|") if satu.strip()]
    teks = badan[: cocok.start()]
    if len(baris) > MAKS_TOMBOL or any(b.keterangan for b in baris):
        return Pilihan(teks, daftar=tuple(baris[:MAKS_BARIS]))
    return Pilihan(teks, tombol=tuple(b.judul[:_MAKS_JUDUL] for b in baris))


def _row(satu: str) -> Baris:
    judul, _titik_dua, keterangan = satu.partition(": ")
    return Baris(judul.strip()[:_MAKS_JUDUL_BARIS], keterangan.strip()[:_MAKS_KETERANGAN])


def write_daftar(baris: "list[tuple[str, str]]") -> str:
    """The last line for up to ten (title, explanation); what would break the line is left out."""
    bersih = (
        ": ".join(satu for satu in (_plain(judul), _plain(keterangan)) if satu)
        for judul, keterangan in baris[:MAKS_BARIS]
    )
    return f"[[{'|'.join(bersih)}]]" if baris else ""


def _plain(teks: str) -> str:
    return " ".join(re.sub(r"[\[\]|:\n]", " ", teks).split())


def as_words(badan: str) -> str:
    """The text for a channel without buttons and lists."""
    isi = read(badan)
    if isi.daftar:
        baris = [
            f"{n}. {b.judul}{f' ({b.keterangan})' if b.keterangan else ''}"
            for n, b in enumerate(isi.daftar, start=1)
        ]
        return "\n".join([f"{isi.teks}\n", *baris, "Balas dengan salah satu pilihan di atas."])
    return f"{isi.teks}\n\nBalas: {' atau '.join(isi.tombol)}" if isi.tombol else isi.teks
