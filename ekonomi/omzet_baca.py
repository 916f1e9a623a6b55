"""Reading a turnover out of words: "OMZET 1500000", "omset oktober rp 1,5 juta". Pure.

Nothing is guessed: words that are a story, or a figure that may mean two things, are left alone.
"""

import re
from dataclasses import dataclass
from datetime import date

from wilayah.rupiah_baca import JUMLAH, MATA_UANG, MINUS, SEN, TidakTerbaca, other_words, sum_of

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
_TAHUN = re.compile(r"\b(20\d\d)\b")
_SISA_MAKS = 3  # other words; more of them are a story


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
    angka = list(JUMLAH.finditer(SEN.sub("", MATA_UANG.sub("", sisa))))
    lain = other_words(sisa)
    if len(lain) > _SISA_MAKS:
        return None
    if MINUS.search(sisa):
        raise TidakTerbaca("Omzet tidak bisa kurang dari nol.")
    if not angka:
        if lain:
            return None
        raise TidakTerbaca("Angkanya belum ada.")
    return OmzetDibaca(jenis, sum_of(angka), bulan)


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
