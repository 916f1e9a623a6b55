"""From the text a resident typed to the text the rules and the classifier read."""

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LEKSIKON = FIXTURES / "leksikon"

# A WhatsApp message ends at 4,096 characters and a form at 20,000; what lies beyond is not read.
TERPANJANG = 20_000
DIBACA = 4_000

_TAG = re.compile(r"<(?:br|/p|/div|/li)\s{0,3}/?>", re.IGNORECASE)
_TAG_LAIN = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_ENTITAS = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
_SPASI = re.compile(r"[^\S\n]+")
_BARIS = re.compile(r"\s*\n\s*(?:\n\s*)*")
_ULANG = re.compile(r"([^\W\d_])\1{2,}")
_TANDA = re.compile(r"([!?.,\-=_*~#])\1{1,}")
_KATA = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_KATA_DUA = re.compile(r"^([a-z]{3,})2(nya|an|ku)?$")
_AKHIRAN = re.compile(r"^([a-z]{3,}?)(?:nya|ne|e|kah|lah|pun)$")


def clean(teks: str) -> str:
    """Return `teks` in NFKC without control, bidi and null characters or HTML, at most 20,000 long.

    Line breaks stay, other white space becomes one blank.
    """
    teks = unicodedata.normalize("NFKC", teks[:TERPANJANG])[:TERPANJANG]
    teks = teks.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if not teks.isascii() or not teks.isprintable():
        teks = "".join(h for h in teks if h in "\n\t" or _is_visible(h))
    if "<" in teks:
        teks = _TAG_LAIN.sub(" ", _TAG.sub("\n", teks))
    if "&" in teks:
        for entitas, huruf in _ENTITAS.items():
            teks = teks.replace(entitas, huruf)
    return _BARIS.sub("\n", _SPASI.sub(" ", teks)).strip()


def _is_visible(huruf: str) -> bool:
    return unicodedata.category(huruf) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=1)
def read_kata_baku() -> dict[str, str]:
    """Return slang, abbreviations and frequent Javanese words with their standard word."""
    with (LEKSIKON / "kata_baku.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["kata"]: baris["baku"] for baris in csv.DictReader(berkas)}


def read_daftar(nama: str) -> frozenset[str]:
    """Return the entries of a word list of `fixtures/leksikon/`, one a line."""
    isi = (LEKSIKON / f"{nama}.txt").read_text(encoding="utf-8")
    return frozenset(baris.strip() for baris in isi.splitlines() if baris.strip())


@lru_cache(maxsize=1)
def read_emoji() -> dict[str, str]:
    """Return the emoji that carry a meaning, with the word for it."""
    with (LEKSIKON / "emoji.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["emoji"]: baris["kata"] for baris in csv.DictReader(berkas)}


def replace_emoji(teks: str) -> str:
    """Return `teks` with telling emoji as words and all other symbols dropped."""
    if teks.isascii():
        return teks
    emoji = read_emoji()
    bagian = []
    for huruf in teks:
        if huruf in emoji:
            bagian.append(f" {emoji[huruf]} ")
        elif unicodedata.category(huruf) in {"So", "Sk", "Mn"}:
            bagian.append(" ")
        else:
            bagian.append(huruf)
    return "".join(bagian)


def split_kata(teks: str) -> list[str]:
    """Return the words of `teks` in lower case, as written."""
    return _KATA.findall(teks.lower())


def normalise(teks: str) -> str:
    """Return lower-case text in standard words; sentence marks stay, at most 4,000 characters read.

    "JLNNN rusakkk bgt yg dpn rmh" becomes "jalan rusak sekali yang depan rumah".
    """
    teks = replace_emoji(read_part(teks)).lower()
    teks = _TANDA.sub(r"\1", _ULANG.sub(r"\1", teks))
    baku = read_kata_baku()
    return " ".join(_KATA.sub(lambda cocok: _standardise(cocok[0], baku), teks).split())


def read_part(teks: str) -> str:
    """Return what is read of a long text: beginning and end, where the matter stands."""
    if len(teks) <= DIBACA:
        return teks
    return teks[: DIBACA - 1000] + " " + teks[-1000:]


def _standardise(kata: str, baku: dict[str, str]) -> str:
    if kata in baku:
        return baku[kata]
    if len(kata) < 4:
        return kata
    cocok = _KATA_DUA.match(kata)
    if cocok:
        pokok = baku.get(cocok[1], cocok[1])
        return f"{pokok} {pokok}"
    cocok = _AKHIRAN.match(kata)
    # only where the stem is known slang: "rmhnya" -> "rumah", "ringe" stays
    if cocok and cocok[1] in baku:
        return baku[cocok[1]]
    return kata
