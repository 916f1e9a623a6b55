"""Quick answers under a message: a last line `[[SESUDAH|BELUM]]` in its text.

A channel with buttons shows up to three as buttons, more as a list to choose from (WhatsApp: ten
rows); elsewhere the line becomes words. A tap comes back as an ordinary message that says what the
button or row said.
"""

import re

MAKS_TOMBOL, MAKS_DAFTAR = 3, 10
_PANJANG_TOMBOL, _PANJANG_BARIS = 20, 24  # characters of a title
_BARIS = re.compile(r"\n*\[\[([^\[\]\n]+)\]\]\s*$")


def split(badan: str) -> tuple[str, list[str]]:
    """The text without its button line, and the titles of the buttons or rows."""
    cocok = _BARIS.search(badan)
    if cocok is None:
        return badan, []
    judul = [satu.strip() for satu in cocok[1].split("|") if satu.strip()][:MAKS_DAFTAR]
    panjang = _PANJANG_BARIS if len(judul) > MAKS_TOMBOL else _PANJANG_TOMBOL
    return badan[: cocok.start()], [satu[:panjang].rstrip() for satu in judul]


def join(badan: str, pilihan: "list[str] | tuple[str, ...]") -> str:
    """The text with this button line in place of the one it may have."""
    teks, _lama = split(badan)
    return f"{teks}\n[[{'|'.join(pilihan)}]]" if pilihan else teks


def as_words(badan: str) -> str:
    """The text for a channel without buttons."""
    teks, pilihan = split(badan)
    if not pilihan:
        return teks
    awal, akhir = ", ".join(pilihan[:-1]), pilihan[-1]
    return f"{teks}\n\nBalas: {f'{awal} atau {akhir}' if awal else akhir}"
