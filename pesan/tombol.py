"""Quick answers under a message: a last line `[[SESUDAH|BELUM]]` in its text.

A channel with buttons shows them (WhatsApp: three at most, 20 characters each); elsewhere the line
becomes words. A tap comes back as an ordinary message that says what the button said.
"""

import re

_BARIS = re.compile(r"\n*\[\[([^\[\]\n]+)\]\]\s*$")


def split(badan: str) -> tuple[str, list[str]]:
    """The text without its button line, and the buttons' titles."""
    cocok = _BARIS.search(badan)
    if cocok is None:
        return badan, []
    pilihan = [judul.strip()[:20] for judul in cocok[1].split("|") if judul.strip()]
    return badan[: cocok.start()], pilihan[:3]


def as_words(badan: str) -> str:
    """The text for a channel without buttons."""
    teks, pilihan = split(badan)
    return f"{teks}\n\nBalas: {' atau '.join(pilihan)}" if pilihan else teks
