"""Quick answers under a message: a last line `[[SESUDAH|BELUM]]` in its text.

A channel with buttons shows up to three as buttons, more as a list to choose from (WhatsApp: ten
rows); elsewhere the line becomes words. An answer may be explained, which makes a list of any
number: `[[DRAFT SEDOT: Sedot drainase|DRAFT PJU: Lampu jalan]]`. A tap comes back as an ordinary
message that says what the button or row said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAKS_TOMBOL, MAKS_DAFTAR = 3, 10
_PANJANG_TOMBOL, _PANJANG_BARIS = 20, 24  # characters of a title
_PANJANG_KETERANGAN = 72
_BARIS = re.compile(r"\n*\[\[([^\[\]\n]+)\]\]\s*$")


@dataclass(frozen=True, slots=True)
class Baris:
    """One answer: what a tap says, and what it means where that is explained."""

    judul: str
    keterangan: str = ""


def read(badan: str) -> tuple[str, list[Baris]]:
    """The text without its line of answers, and the answers."""
    cocok = _BARIS.search(badan)
    if cocok is None:
        return badan, []
    semua = [satu for satu in cocok[1].split("|") if satu.strip()][:MAKS_DAFTAR]
    pasangan = [satu.partition(": ") for satu in semua]
    daftar = len(semua) > MAKS_TOMBOL or any(keterangan for _j, _t, keterangan in pasangan)
    panjang = _PANJANG_BARIS if daftar else _PANJANG_TOMBOL
    return badan[: cocok.start()], [
        Baris(judul.strip()[:panjang].rstrip(), keterangan.strip()[:_PANJANG_KETERANGAN])
        for judul, _titik_dua, keterangan in pasangan
    ]


def is_daftar(baris: Sequence[Baris]) -> bool:
    """Whether these answers need a list, whatever the text's length."""
    return len(baris) > MAKS_TOMBOL or any(b.keterangan for b in baris)


def split(badan: str) -> tuple[str, list[str]]:
    """The text without its button line, and the titles of the buttons or rows."""
    teks, baris = read(badan)
    return teks, [b.judul for b in baris]


def join(badan: str, pilihan: "list[str] | tuple[str, ...]") -> str:
    """The text with this button line in place of the one it may have."""
    teks, _lama = split(badan)
    return f"{teks}\n[[{'|'.join(pilihan)}]]" if pilihan else teks


def write_daftar(baris: Sequence[tuple[str, str]]) -> str:
    """The line for up to ten (title, explanation); what would break the line is left out."""
    bersih = (
        ": ".join(satu for satu in (_plain(judul), _plain(keterangan)) if satu)
        for judul, keterangan in baris[:MAKS_DAFTAR]
    )
    return f"[[{'|'.join(bersih)}]]" if baris else ""


def _plain(teks: str) -> str:
    return " ".join(re.sub(r"[\[\]|:\n]", " ", teks).split())


def as_words(badan: str) -> str:
    """The text for a channel without buttons; explained answers are numbered lines."""
    teks, baris = read(badan)
    if not baris:
        return teks
    if any(b.keterangan for b in baris):
        nomor = [f"{n}. {b.judul} ({b.keterangan})" for n, b in enumerate(baris, start=1)]
        contoh = f"Balas dengan salah satunya, misalnya: {baris[0].judul}"
        return "\n".join([f"{teks}\n", *nomor, contoh])
    *awal, akhir = [b.judul for b in baris]
    pilihan = f"{', '.join(awal)} atau {akhir}" if awal else akhir
    return f"{teks}\n\nBalas: {pilihan}"
