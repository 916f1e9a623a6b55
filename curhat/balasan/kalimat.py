"""Cutting Indonesian sentences so that what is left still reads well, and filling slots."""

import re
from collections.abc import Mapping

_AKHIR = re.compile(r"[.!?](?=\s)")
_ISIAN = re.compile(r"\{(\w+)\}")
_KLAUSA = re.compile(r"[;,](?=\s)")
# a sentence that begins so has its main clause after the comma
_ANAK_KALIMAT = ("Bila", "Jika", "Kalau", "Saat", "Setelah", "Lewat", "Karena", "Selama", "Agar")


def put(teks: str, nilai: Mapping[str, str]) -> str:
    """Put values into the `{slots}` of a text. Unknown slots stay; values are not filled again."""
    return _ISIAN.sub(lambda cocok: nilai.get(cocok[1], cocok[0]), teks)


def fill(teks: str, nilai: Mapping[str, str]) -> str:
    """The same for a sentence, which starts with a capital letter."""
    isi = put(teks, nilai)
    return isi[:1].upper() + isi[1:]


def first_kalimat(teks: str) -> str:
    """The first sentence of a text."""
    akhir = _AKHIR.search(teks)
    return teks[: akhir.end()] if akhir else teks


def clip(teks: str, batas: int) -> str:
    """At most `batas` characters: up to the last sentence end, else the last whole word and "…"."""
    if len(teks) <= batas:
        return teks
    potong = teks[: max(batas - 1, 0)]
    akhir = [cocok.end() for cocok in _AKHIR.finditer(potong)]
    if akhir and akhir[-1] * 2 >= batas:
        return potong[: akhir[-1]]
    kata = potong.rsplit(" ", 1)[0] if " " in potong else potong
    return kata.rstrip(" ,;:.-–(") + "…"


def first_klausa(teks: str) -> str:
    """What stands before the first semicolon, as a sentence; all of it where there is none."""
    awal, titik_koma, _ = teks.partition("; ")
    return f"{awal}." if titik_koma else teks


def clip_klausa(teks: str, batas: int) -> str:
    """Like `clip`, but ends at a comma or semicolon where the rest still is a sentence."""
    if len(teks) <= batas:
        return teks
    akhir = [cocok.start() for cocok in _KLAUSA.finditer(teks[:batas])]
    if akhir and akhir[-1] * 5 >= batas * 2 and not teks.startswith(_ANAK_KALIMAT):
        return f"{teks[: akhir[-1]]}."
    return clip(teks, batas)


def end_titik(teks: str) -> str:
    """The text with an end mark, so that lines glued together stay sentences."""
    return teks if not teks or teks[-1] in ".!?…" else f"{teks}."
