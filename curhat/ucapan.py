"""Short words a resident answers with, read tolerantly: SESUDAH, ANONIM YA, MINTA DRAFT …

Pure functions; what to do about them is `curhat.services.perintah`. Bare answers ("iya", "4",
"3/2") are read here too, but what they answer only the conversation knows.
"""

import re
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from curhat.minta_surat import read_minta

_YA = (
    r"(?:ya+|iya+|iyo|yo|y|yes|nggih|inggih|enggih|njih|ngge|oke|ok|okey|setuju|boleh|mau|gelem|"
    r"kersa|siap|baik|baiklah)"
)
_TIDAK = (
    r"(?:(?:tidak|tdk|tak|ndak|nda|enggak|nggak|ngga|gak|ga|ora|mboten|moten|no|jangan)"
    r"(?: (?:usah|perlu|sah|butuh|mau|ingin|gelem|kersa))?|emoh)"
)
# What politely goes along with a short word and changes nothing about it.
_PENGIRING = (
    r"(?:pak|bu|bapak|ibu|mas|mbak|min|lurah|ya|kok|nggih|njih|mawon|saja|aja|wae|ae|deh|to|toh|"
    r"terima|kasih|terimakasih|makasih|matur|nuwun|suwun|maturnuwun|sanget|banget|banyak|sekali|"
    r"semua|semuanya|kabeh|sedanten|sedaya|alhamdulillah|atas|bantuannya|baik|rampung|beres|sae)"
)
_IRING = rf"(?:[\s,.!]+{_PENGIRING})*"
_SUDAH = (
    r"(?:sesudah|(?:sudah|sdh|udah|dah)\s+(?:selesai|beres|ditangani|tuntas|rampung|diperbaiki|"
    r"teratasi)|selesai|beres|(?:wis|wes|uwis|uwes|mpun|sampun)\s+(?:rampung|beres|dadi|mari|bar|"
    r"apik|dados|sae|tuntas)|sampun)"
)
_BELUM = r"(?:belum|blm|blum|durung|drg|dereng|dereng\s+rampung)"
_SIMPAN = (
    r"(?:(?P<simpan_tidak>(?:jangan|ndak usah|tidak usah|ora usah|mboten usah)\s+(?:di)?simpan|"
    r"simpan\s*[:=]?\s*(?:tidak|24 jam|sehari))|"
    r"simpan\s*[:=]?\s*(?:sampai |nganti |dumugi )?"
    r"(?:(?P<simpan_tiket>selesai|tiket|rampung|beres)|(?P<simpan_dicabut>dicabut|terus|selamanya)))"
)
_NILAI = (
    r"(?:(?:nilai|skor|bintang|rating|biji)\s*[:=]?\s*)?(?P<isi>[1-5])"
    r"(?:\s+(?:sangat membantu|membantu|cukup|kurang membantu|tidak membantu))?"
)
_POLA = (
    ("sesudah", re.compile(rf"^{_SUDAH}\b(?P<isi>.*)$", re.S)),
    ("belum", re.compile(rf"^{_BELUM}\b(?P<isi>.*)$", re.S)),
    ("anonim", re.compile(rf"^anonim\s*[:=]?\s*(?:(?P<ya>{_YA})|(?P<tidak>{_TIDAK})){_IRING}\W*$")),
    (
        "tembusan",
        re.compile(rf"^tembusan\s*[:=]?\s*(?:(?P<ya>{_YA})|(?P<tidak>{_TIDAK})){_IRING}\W*$"),
    ),
    ("simpan", re.compile(rf"^{_SIMPAN}{_IRING}\W*$")),
    (
        "status",
        re.compile(
            r"^(?:status|cek|lacak)\b(?:\s*(?:laporan|tiket|aduan|curhat|kode|nomor|saya)\b)*"
            r"\s*(?P<isi>(?:(?=hl|\D*\d)(?:hl[\s-]*)?[a-z0-9]{4}[\s-]*[a-z0-9]{4}|"
            r"t-\d{4}-\d{4,6})?)\W*$"
        ),
    ),
    ("bantuan", re.compile(rf"^(?:bantuan|help|menu|cara|tulung bantuan){_IRING}\W*$")),
    ("lanjut", re.compile(rf"^(?:lanjut|lanjutkan|saran|lajeng|terusna|teruske){_IRING}\W*$")),
    ("hapus", re.compile(r"^hapus data(?: saya)?\W*$")),
    # what only answers a question (the conversation knows which)
    ("nilai", re.compile(rf"^{_NILAI}{_IRING}\W*$")),
    ("rtrw", re.compile(r"^(?P<isi>\d{1,3}\s*(?:[/.,\-]|dan|lan|\s)\s*\d{1,3})\W*$")),
    ("sudah", re.compile(rf"^(?:sudah|sdh|udah|wis|wes|uwis|uwes|mpun|pun){_IRING}\W*$")),
    ("jawab", re.compile(rf"^(?:(?P<ya>{_YA})|(?P<tidak>{_TIDAK})){_IRING}\W*$")),
)
# UBAH alone asks what can be changed; with a place, a choice or "cerita" it says so itself. With
# other words only in capitals: "Ubah jadwal sampah" is a story.
_UBAH = re.compile(r"^\W*(?P<kata>r?ubah|R?UBAH|Ubah|ganti|GANTI)\b[\s:,]*(?P<isi>.*)$", re.S)
_UBAH_TEMPAT = re.compile(
    r"^r[tw]\W{0,3}(?:\d|[ivx]+\b)|^(?:jalan|jl|gang|gg|tempat|lokasi)\b", re.IGNORECASE
)
_UBAH_CERITA = re.compile(
    r"^(?:isi|cerita|ceritanya|laporan)\b[\s:,]+(?P<isi>.+)$", re.S | re.IGNORECASE
)
# "Sudah selesai belum?" asks, "selesai tetapi masih bocor" denies.
_BERTANYA = re.compile(r"\?|\b(?:belum|blm|dereng|durung|kapan|apa|apakah|kah)\b")
_MENYANGKAL = re.compile(r"\b(?:tapi|tetapi|namun|masih|malah|nanging|ning|isih|tasih)\b")
_SEMUA_PENGIRING = re.compile(rf"^(?:[\s,.!]*{_PENGIRING})*[\s,.!]*$")
_MAKS = 400  # characters: longer is a story, whatever word it begins with
# What a typing slip may have meant. Erasing is not among them: that must be said exactly.
_KATA_PERINTAH = (
    "sesudah", "selesai", "belum", "sampun", "dereng", "anonim ya", "anonim tidak", "tembusan ya",
    "tembusan tidak", "lanjut", "status", "bantuan", "ubah",
)  # fmt: skip
_PANJANG_SALAH_KETIK = (5, 16)  # characters


@dataclass(frozen=True, slots=True)
class Ucapan:
    """A command: `jenis`, its yes/no where it has one, and the words that follow.

    For "simpan" `isi` is a value of Kontak.Simpan; for "nilai" a digit.
    """

    jenis: str
    ya: bool | None = None
    isi: str = ""


def read_ucapan(teks: str) -> list[Ucapan]:
    """The commands a text consists of, one a line; empty when any line is something else."""
    ubah = _read_ubah(teks)
    if ubah is not None:
        return [ubah]
    if len(teks) > _MAKS:
        return []
    lines = [line.strip() for line in re.split(r"[\n;]+", teks) if line.strip()]
    found = [_read_line(line) for line in lines]
    return [u for u in found if u is not None] if all(found) else []


def is_polite(kata: str) -> bool:
    """Whether these words only go along with a short answer ("nggih pak, matur nuwun")."""
    return _SEMUA_PENGIRING.match(kata.lower()) is not None


def is_tempat(isi: str) -> bool:
    """Whether the words behind UBAH begin like a place."""
    return _UBAH_TEMPAT.match(isi.strip()) is not None


def _read_ubah(teks: str) -> Ucapan | None:
    cocok = _UBAH.match(teks)
    if cocok is None:
        return None
    isi = cocok["isi"].strip()
    if not isi or is_polite(isi):
        return Ucapan("ubah")
    pilihan = _match_line(" ".join(isi.lower().split()), isi)
    if pilihan is not None and pilihan.jenis in {"anonim", "tembusan", "simpan"}:
        return pilihan
    if is_tempat(isi):
        return Ucapan("ubah", isi=isi)
    cerita = _UBAH_CERITA.match(isi)
    if cerita is not None:
        return Ucapan("ubah", isi=cerita["isi"].strip())
    return Ucapan("ubah", isi=isi) if cocok["kata"].isupper() else None


def _read_line(line: str) -> Ucapan | None:
    plain = " ".join(line.lower().split()).strip(" .!*_'\"")
    found = _match_line(plain, line) or _read_surat(plain)
    if found is None and (betul := _fix_typo(plain)):
        found = _read_ubah(betul) or _match_line(betul, line)
    return found


def _match_line(plain: str, line: str) -> Ucapan | None:
    for jenis, pola in _POLA:
        match = pola.match(plain)
        if match:
            return _understand(jenis, match, plain, line)
    return None


def _read_surat(plain: str) -> Ucapan | None:
    """A letter asked for, or one that is to be handed in; `ya` where it is said as a command."""
    if ajukan := re.match(r"^aju(?:kan|k[eé]n|kno|kan surat)\b(?:\s*surat\b)?(?P<isi>.*)$", plain):
        return Ucapan("ajukan", isi=ajukan["isi"].strip(" .,:-"))
    minta = read_minta(plain)
    if minta is None:
        return None
    return Ucapan("surat", ya=minta.tegas, isi=f"{minta.kode} {minta.jenis}".strip())


def _understand(jenis: str, match: "re.Match[str]", plain: str, line: str) -> Ucapan:
    groups = match.groupdict()
    if jenis == "sesudah" and (jenis := _true_sesudah(plain, line)) == "status":
        return Ucapan(jenis=jenis)
    if jenis == "simpan":
        nilai = next(nama for nama in ("tidak", "tiket", "dicabut") if groups[f"simpan_{nama}"])
        return Ucapan(jenis=jenis, isi=nilai)
    ya = None if "ya" not in groups else groups["ya"] is not None
    return Ucapan(jenis=jenis, ya=ya, isi=(groups.get("isi") or "").strip(" .,:-"))


def _true_sesudah(plain: str, line: str) -> str:
    if _MENYANGKAL.search(plain):
        return "belum"
    return "status" if _BERTANYA.search(plain) or line.rstrip().endswith("?") else "sesudah"


def _fix_typo(plain: str) -> str | None:
    """The command a short text was meant to be: "lanjtu" is "lanjut"."""
    pendek, panjang = _PANJANG_SALAH_KETIK
    if not pendek <= len(plain) <= panjang or len(plain.split()) > 2:
        return None
    boleh = 1 if len(plain) <= 7 else 2  # slips: a letter missing, added, wrong or swapped
    dekat = process.extractOne(plain, _KATA_PERINTAH, scorer=OSA.distance, score_cutoff=boleh)
    return dekat[0] if dekat and dekat[0] != plain else None


def read_pilihan(kata: str) -> bool | None:
    """YA or TIDAK in any of their forms; None for anything else."""
    plain = " ".join(kata.strip().lower().split())
    if re.fullmatch(_YA, plain):
        return True
    return False if re.fullmatch(_TIDAK, plain) else None
