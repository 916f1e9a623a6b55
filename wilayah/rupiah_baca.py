"""Reading an amount of Rupiah out of words: "1500000", "Rp 1.500.000", "1,5 juta". Pure.

Nothing is guessed: a figure that may mean two things is not read.
"""

import re

_SATUAN = {"juta": 1_000_000, "jt": 1_000_000, "ribu": 1_000, "rb": 1_000, "k": 1_000}
JUMLAH = re.compile(
    r"(?<![\w.,-])(?P<angka>\d[\d.,]*\d|\d)\s*(?P<satuan>juta|jt|ribu|rb|k)?(?![\w])", re.IGNORECASE
)
MATA_UANG = re.compile(r"\brp\.?\s*(?=\d)", re.IGNORECASE)
SEN = re.compile(r",(?:00|-)(?!\d)|\.-")
MINUS = re.compile(r"(?:^|\s)[-–]\s*(?:rp\.?\s*)?\d", re.IGNORECASE)
_PENGISI = frozenset(
    {"saya", "kami", "usaha", "warung", "toko", "bulan", "ini", "lalu", "kemarin", "rupiah", "rp",
     "pak", "bu", "kak", "mas", "mbak", "ya", "nggih", "alhamdulillah", "sekitar", "kira", "kurang",
     "lebih", "kira-kira", "total", "sebulan", "itu", "adalah", "untuk", "di", "dari", "hasil",
     "jualan", "terima", "kasih", "matur", "nuwun", "rupiahnya", "semua", "kotor", "bersih", "ada"}
)  # fmt: skip


class TidakTerbaca(ValueError):  # noqa: N818 - the domain's word
    """There is a figure, but not which; the message says what is wrong."""


def read_rupiah(teks: str) -> int | None:
    """A bare amount ("1,5 juta", "Rp 750.000"); None when the words are anything else."""
    sisa = SEN.sub("", MATA_UANG.sub("", teks.strip()))
    angka = list(JUMLAH.finditer(sisa))
    if not angka or MINUS.search(sisa) or other_words(sisa):
        return None
    try:
        return sum_of(angka)
    except TidakTerbaca:
        return None


def other_words(sisa: str) -> list[str]:
    """The words that are neither a unit nor what people put around an amount."""
    kata = re.findall(r"[a-z-]{2,}", sisa.lower())
    return [satu for satu in kata if satu not in _PENGISI and satu not in _SATUAN]


def sum_of(angka: list[re.Match[str]]) -> int:
    """One amount, or "2 juta 300 ribu" said in two. Raises TidakTerbaca for two figures."""
    nilai = [_value(satu) for satu in angka]
    if len(nilai) == 1:
        return nilai[0]
    satuan = [_SATUAN.get((satu["satuan"] or "").lower(), 1) for satu in angka]
    if len(nilai) == 2 and satuan == [1_000_000, 1_000] and nilai[1] < 1_000_000:
        return sum(nilai)
    raise TidakTerbaca("Ada lebih dari satu angka.")


def _value(cocok: re.Match[str]) -> int:
    angka, satuan = cocok["angka"], _SATUAN.get((cocok["satuan"] or "").lower(), 0)
    if satuan and re.fullmatch(r"\d+[.,]\d{1,2}", angka):  # 1,5 juta
        utuh, _titik, pecahan = re.split(r"([.,])", angka)
        return int(utuh) * satuan + int(pecahan) * satuan // 10 ** len(pecahan)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", angka):
        return int(re.sub(r"[.,]", "", angka)) * (satuan or 1)
    if angka.isdecimal() and len(angka) <= 13:
        return int(angka) * (satuan or 1)
    raise TidakTerbaca("Angkanya kurang jelas.")
