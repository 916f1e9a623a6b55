"""Reading a turnover out of words: "OMZET 1500000", "omset oktober rp 1,5 juta". Pure.

Nothing is guessed: words that are a story, or a figure that may mean two things, are left alone.
"""

import re
from dataclasses import dataclass
from datetime import date

_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_NAMA = {nama.lower(): n for n, nama in enumerate(_BULAN, start=1)}
_NAMA |= {
    "jan": 1, "feb": 2, "peb": 2, "pebruari": 2, "mar": 3, "mrt": 3, "apr": 4, "jun": 6, "jul": 7,
    "agu": 8, "agt": 8, "ags": 8, "agust": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11,
    "nopember": 11, "nop": 11, "des": 12,
}  # fmt: skip
_AWAL = re.compile(r"^\s*(om[sz]et|omzed|omzt|pendapatan|penghasilan)\b[\s:=]*", re.IGNORECASE)
_SATUAN = {"juta": 1_000_000, "jt": 1_000_000, "ribu": 1_000, "rb": 1_000, "k": 1_000}
_JUMLAH = re.compile(
    r"(?<![\w.,-])(?P<angka>\d[\d.,]*\d|\d)\s*(?P<satuan>juta|jt|ribu|rb|k)?(?![\w])", re.IGNORECASE
)
_MATA_UANG = re.compile(r"\brp\.?\s*(?=\d)", re.IGNORECASE)
_SEN = re.compile(r",(?:00|-)(?!\d)|\.-")
_TAHUN = re.compile(r"\b(20\d\d)\b")
_MINUS = re.compile(r"(?:^|\s)[-–]\s*(?:rp\.?\s*)?\d", re.IGNORECASE)
_PENGISI = frozenset(
    {"saya", "kami", "usaha", "warung", "toko", "bulan", "ini", "lalu", "kemarin", "rupiah", "rp",
     "pak", "bu", "kak", "mas", "mbak", "ya", "nggih", "alhamdulillah", "sekitar", "kira", "kurang",
     "lebih", "kira-kira", "total", "sebulan", "itu", "adalah", "untuk", "di", "dari", "hasil",
     "jualan", "terima", "kasih", "matur", "nuwun", "rupiahnya", "semua", "kotor", "bersih", "ada"}
)  # fmt: skip
_SISA_MAKS = 3  # other words; more of them are a story


class TidakTerbaca(ValueError):  # noqa: N818 - the domain's word
    """It is a report of turnover, but not which figure; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class OmzetDibaca:
    """What was said: `jenis` omzet or pendapatan, Rupiah, and the month where one was named."""

    jenis: str
    nilai: int
    bulan: date | None


def read_omzet(teks: str, hari: date) -> OmzetDibaca | None:
    """The report in these words; None when they are something else.

    Raises TidakTerbaca for a report whose figure is missing, double, negative or unclear.
    """
    awal = _AWAL.match(teks)
    if awal is None:
        return None
    jenis = "omzet" if awal[1].lower().startswith("om") else "pendapatan"
    isi = teks[awal.end() :].strip(" .!?")
    if jenis == "pendapatan" and not re.match(r"(bulan\b|rp|\d)", isi, re.IGNORECASE):
        return None
    bulan, sisa = _take_bulan(isi, hari)
    angka = list(_JUMLAH.finditer(_SEN.sub("", _MATA_UANG.sub("", sisa))))
    lain = _other_words(sisa)
    if len(lain) > _SISA_MAKS:
        return None
    if _MINUS.search(sisa):
        raise TidakTerbaca("Omzet tidak bisa kurang dari nol.")
    if not angka:
        if lain:
            return None
        raise TidakTerbaca("Angkanya belum ada.")
    return OmzetDibaca(jenis, _sum_of(angka), bulan)


def read_rupiah(teks: str) -> int | None:
    """A bare amount ("1,5 juta", "Rp 750.000"); None when the words are anything else."""
    sisa = _SEN.sub("", _MATA_UANG.sub("", teks.strip()))
    angka = list(_JUMLAH.finditer(sisa))
    if not angka or _MINUS.search(sisa) or _other_words(sisa):
        return None
    try:
        return _sum_of(angka)
    except TidakTerbaca:
        return None


def nama_bulan(bulan: date) -> str:
    """As in "November 2026"."""
    return f"{_BULAN[bulan.month - 1]} {bulan.year}"


def _take_bulan(isi: str, hari: date) -> tuple[date | None, str]:
    """The month that was named, and the words without it."""
    kecil = isi.lower()
    if cocok := re.search(r"\bbulan\s+(lalu|kemarin|ini)\b", kecil):
        ini = hari.replace(day=1)
        bulan = ini if cocok[1] == "ini" else _before(ini)
        return bulan, isi[: cocok.start()] + " " + isi[cocok.end() :]
    for cocok in re.finditer(r"[a-z]+", kecil):
        nomor = _NAMA.get(cocok[0])
        if nomor is None:
            continue
        sesudah = isi[cocok.end() :]
        tahun = _TAHUN.match(sesudah.lstrip())
        if tahun:
            sesudah = sesudah.lstrip()[tahun.end() :]
        tepat = int(tahun[1]) if tahun else hari.year - (nomor > hari.month)
        return date(tepat, nomor, 1), isi[: cocok.start()] + " " + sesudah
    return None, isi


def _before(bulan: date) -> date:
    tahun, nomor = (bulan.year, bulan.month - 1) if bulan.month > 1 else (bulan.year - 1, 12)
    return date(tahun, nomor, 1)


def _other_words(sisa: str) -> list[str]:
    kata = re.findall(r"[a-z-]{2,}", sisa.lower())
    return [satu for satu in kata if satu not in _PENGISI and satu not in _SATUAN]


def _sum_of(angka: list[re.Match[str]]) -> int:
    """One amount, or "2 juta 300 ribu" said in two; anything else is two figures."""
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
