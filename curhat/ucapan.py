"""Short words a resident answers with, read tolerantly: SESUDAH, ANONIM YA, MINTA DRAFT …

Pure functions; what to do about them is `curhat.masuk`.
"""

import re
from dataclasses import dataclass

from curhat.minta_surat import read_minta

_YA = r"(?:ya|iya|iyo|y|yes|nggih|inggih|oke|ok|setuju)"
_TIDAK = r"(?:tidak|tdk|ndak|nggak|gak|ga|ora|mboten|no|jangan|tak usah|ndak usah|tidak usah)"
_SUDAH = (
    r"(?:sesudah|sudah (?:selesai|beres|ditangani|tuntas)|selesai|beres|sampun|wis rampung|"
    r"uwis beres)"
)
_POLA = (
    (
        "sesudah",
        re.compile(
            rf"^{_SUDAH}\b(?P<isi>.*)$",
            re.S,
        ),
    ),
    ("belum", re.compile(r"^(?:belum|blm|blum|durung|dereng)\b(?P<isi>.*)$", re.S)),
    ("anonim", re.compile(rf"^anonim\s*[:=]?\s*(?:(?P<ya>{_YA})|(?P<tidak>{_TIDAK}))\W*$")),
    ("tembusan", re.compile(rf"^tembusan\s*[:=]?\s*(?:(?P<ya>{_YA})|(?P<tidak>{_TIDAK}))\W*$")),
    (
        "status",
        re.compile(
            r"^(?:status|cek|lacak)\b(?:\s*(?:laporan|tiket|aduan|curhat|kode|nomor|saya)\b)*"
            r"\s*(?P<isi>(?:(?=hl|\D*\d)(?:hl[\s-]*)?[a-z0-9]{4}[\s-]*[a-z0-9]{4}|"
            r"t-\d{4}-\d{4,6})?)\W*$"
        ),
    ),
    ("bantuan", re.compile(r"^(?:bantuan|help|menu|cara)\W*$")),
    ("lanjut", re.compile(r"^(?:lanjut|lanjutkan|saran)\W*$")),
    ("hapus", re.compile(r"^hapus data(?: saya)?\W*$")),
)
# "Sudah selesai belum?" asks, "selesai tetapi masih bocor" denies.
_BERTANYA = re.compile(r"\?|\b(?:belum|blm|kapan|apa|apakah|kah)\b")
_MENYANGKAL = re.compile(r"\b(?:tapi|tetapi|namun|masih|malah)\b")
_MAKS = 400  # characters: longer is a story, whatever word it begins with


@dataclass(frozen=True, slots=True)
class Ucapan:
    """A command: `jenis`, its yes/no where it has one, and the words that follow."""

    jenis: str
    ya: bool | None = None
    isi: str = ""


def read_ucapan(teks: str) -> list[Ucapan]:
    """The commands a text consists of, one a line; empty when any line is something else."""
    if len(teks) > _MAKS:
        return []
    lines = [line.strip() for line in re.split(r"[\n;]+", teks) if line.strip()]
    found = [_read_line(line) for line in lines]
    return [u for u in found if u is not None] if all(found) else []


def _read_line(line: str) -> Ucapan | None:
    plain = " ".join(line.lower().split()).strip(" .!*_'\"")
    for jenis, pola in _POLA:
        match = pola.match(plain)
        if match:
            groups = match.groupdict()
            if jenis == "sesudah" and (jenis := _true_sesudah(plain, line)) == "status":
                return Ucapan(jenis=jenis)
            ya = None if "ya" not in groups else groups["ya"] is not None
            return Ucapan(jenis=jenis, ya=ya, isi=(groups.get("isi") or "").strip(" .,:-"))
    return _read_surat(plain)


def _read_surat(plain: str) -> Ucapan | None:
    """A letter asked for, or one that is to be handed in; `ya` where it is said as a command."""
    if ajukan := re.match(r"^aju(?:kan|k[eé]n|kno|kan surat)\b(?:\s*surat\b)?(?P<isi>.*)$", plain):
        return Ucapan("ajukan", isi=ajukan["isi"].strip(" .,:-"))
    minta = read_minta(plain)
    if minta is None:
        return None
    return Ucapan("surat", ya=minta.tegas, isi=f"{minta.kode} {minta.jenis}".strip())


def _true_sesudah(plain: str, line: str) -> str:
    if _MENYANGKAL.search(plain):
        return "belum"
    return "status" if _BERTANYA.search(plain) or line.rstrip().endswith("?") else "sesudah"


def read_pilihan(kata: str) -> bool | None:
    """YA or TIDAK in any of their forms; None for anything else."""
    plain = kata.strip().lower()
    if re.fullmatch(_YA, plain):
        return True
    return False if re.fullmatch(_TIDAK, plain) else None
