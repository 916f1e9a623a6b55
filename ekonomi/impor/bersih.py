"""Cells as spreadsheets and people write them, read into values. Pure, and cached: columns repeat.

Each reader takes the cell's text and raises `TolakError`, whose message is shown to the person
beside row and column.
"""

import json
import re
from datetime import date, timedelta
from functools import lru_cache

from wilayah.rtrw import normal_rt, normal_rw

UANG_TERBESAR = 10**12
PANJANG_SEL = 2000
_SIMPANAN = 8192


class TolakError(ValueError):
    """A cell that cannot be taken as it is; the message says why, in plain Indonesian."""


KOSONG = frozenset({"", "-", "–", "n/a", "na", "nan", "null", "none", "kosong"})
_YA = frozenset(
    {"true", "ya", "y", "1", "1.0", "benar", "iya", "sudah", "ada", "terdaftar", "v", "x", "✓",
     "yes", "setuju", "bersedia", "t"}
)  # fmt: skip
_TIDAK = frozenset(
    {"false", "tidak", "0", "0.0", "salah", "belum", "tidak ada", "tidak terdaftar", "no", "n", "f",
     "bukan", "tdk", "tidak setuju", "tidak bersedia"}
)  # fmt: skip
_RUMUS = re.compile(r"[=@\t\r]|[+\-](?![\d\s.]*\d[\d\s.,()-]*$)")
_SATUAN_UANG = {"jt": 10**6, "juta": 10**6, "rb": 1000, "ribu": 1000, "k": 1000}
_UANG = re.compile(r"(?:rp\.?|idr)?\s*(-?[\d.,]+)\s*(jt|juta|rb|ribu|k)?(?:\s*,-)?\.?", re.I)
_RIBUAN = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_ILMIAH = re.compile(r"-?\d+(?:[.,]\d+)?e\+?\d+", re.I)


def is_formula(teks: str) -> bool:
    """Whether a spreadsheet would run this cell. Negative numbers and +62 numbers are none."""
    return teks[:1] in "=@+-\t\r" and teks not in KOSONG and bool(_RUMUS.match(teks))


def refuse_formula(teks: str) -> None:
    """Raises TolakError for a formula, and for a cell longer than any of ours."""
    if teks[:1] in {"=", "@", "+", "-", "\t", "\r"} and is_formula(teks):
        raise TolakError("Sel ini berisi rumus atau berawalan tanda rumus; tempel nilainya saja.")
    if len(teks) > PANJANG_SEL:
        raise TolakError(f"Isi sel terlalu panjang ({len(teks)} huruf).")


@lru_cache(maxsize=_SIMPANAN)
def read_uang(teks: str) -> int | None:
    """Rupiah: 1500000, 1500000.0, Rp 1.500.000, 1.500.000,00, 1,5 juta; empty is None."""
    isi = teks.strip()
    if isi.isdecimal() and len(isi) <= 12:
        return int(isi)
    if isi.lower() in KOSONG:
        return None
    if _ILMIAH.fullmatch(isi):
        raise TolakError(
            "Angka tertulis dalam bentuk ilmiah (1,5E+06); ubah format selnya ke angka."
        )
    cocok = _UANG.fullmatch(isi.removesuffix(",-").strip())
    if cocok is None:
        raise TolakError("Bukan jumlah uang; tulis seperti 1500000 atau Rp 1.500.000.")
    jumlah = _number(cocok[1], pengali=_SATUAN_UANG.get((cocok[2] or "").lower(), 1))
    if jumlah < 0:
        raise TolakError("Jumlah uang tidak boleh kurang dari nol.")
    if jumlah > UANG_TERBESAR:
        raise TolakError("Jumlah uang ini terlalu besar.")
    return jumlah


def _number(angka: str, *, pengali: int) -> int:
    """Whole Rupiah of digits with marks; the last mark before one or two digits is a decimal."""
    tanda, isi = (-1, angka[1:]) if angka.startswith("-") else (1, angka)
    utuh, pecahan = isi, ""
    akhir = re.fullmatch(r"(.*\d)[.,](\d{1,2}|0+)", isi)
    if akhir and not (_RIBUAN.fullmatch(isi) and pengali == 1):
        utuh, pecahan = akhir[1], akhir[2]
        if isi[len(utuh)] in utuh:  # 1.500.00: the same mark cannot be both
            utuh = isi
    if not utuh.isdecimal():
        if not _RIBUAN.fullmatch(utuh):
            raise TolakError(
                "Letak titik dan koma tidak jelas; tulis seperti 1500000 atau 1.500.000."
            )
        utuh = utuh.replace(".", "").replace(",", "")
    nilai = int(utuh) * 10 ** len(pecahan) + int(pecahan or 0)
    jumlah, sisa = divmod(nilai * pengali, 10 ** len(pecahan))
    if sisa:
        raise TolakError("Sen tidak dicatat; tulis Rupiah bulat.")
    return tanda * jumlah


@lru_cache(maxsize=1024)
def read_bool(teks: str) -> bool | None:
    """Ya/tidak in the usual spellings; empty is None."""
    isi = " ".join(teks.lower().split())
    if isi in _YA or isi.startswith("ya,"):
        return True
    if isi in _TIDAK or isi.startswith("tidak,"):
        return False
    if isi in KOSONG:
        return None
    raise TolakError("Isi dengan True/False atau ya/tidak.")


_BULAN = {
    nama: n
    for n, semua in enumerate(
        ("januari jan january", "februari feb pebruari february", "maret mar march",
         "april apr", "mei may", "juni jun june", "juli jul july", "agustus agu ags aug august",
         "september sep sept", "oktober okt oct october", "november nov nopember",
         "desember des dec december"), start=1,
    )
    for nama in semua.split()
}  # fmt: skip
_AWAL_SERIAL = date(1899, 12, 30)  # day nought of Excel's calendar
_TANGGAL = (
    (re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d.*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: \d.*)?"), (3, 2, 1)),
    (re.compile(r"(?:\w+,\s*)?(\d{1,2})[\s-]+([A-Za-z]+)\.?,?[\s-]+(\d{4}|\d{2})"), (3, 2, 1)),
)


@lru_cache(maxsize=_SIMPANAN)
def read_tanggal(teks: str) -> date | None:
    """2025-10-07, 07/10/2025 (day first), 7 Oktober 2025, or Excel's serial; empty is None."""
    isi = " ".join(teks.split())
    if isi.lower() in KOSONG:
        return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", isi):
        return _AWAL_SERIAL + timedelta(days=int(float(isi)))
    for pola, urutan in _TANGGAL:
        if cocok := pola.fullmatch(isi):
            return _day(*(cocok[n] for n in urutan))
    raise TolakError("Bukan tanggal; tulis seperti 2025-10-07, 07/10/2025, atau 7 Oktober 2025.")


def _day(tahun: str, bulan: str, hari: str) -> date:
    nomor = int(bulan) if bulan.isdecimal() else _BULAN.get(bulan.lower(), 0)
    abad = 2000 if len(tahun) == 2 else 0
    try:
        return date(abad + int(tahun), nomor, int(hari))
    except ValueError:
        raise TolakError(
            "Tanggal ini tidak ada di kalender (urutannya hari/bulan/tahun)."
        ) from None


@lru_cache(maxsize=_SIMPANAN)
def read_daftar(teks: str, *, koma: bool = False) -> tuple[str, ...]:
    """Parts by `;`, lines or `|`, a JSON list; with `koma` also by commas outside brackets."""
    isi = teks.strip()
    if isi.lower() in KOSONG or isi == "[]":
        return ()
    bagian = _json_list(isi) if isi.startswith("[") and isi.endswith("]") else None
    if bagian is None:
        bagian = re.split(r"[;|\n]", isi)
        if koma and len(bagian) == 1:
            bagian = re.split(r",(?![^()]*\))", isi)
    bersih = (" ".join(satu.split()) for satu in bagian)
    return tuple(dict.fromkeys(satu for satu in bersih if satu))


def _json_list(isi: str) -> list[str] | None:
    try:
        nilai = json.loads(isi.replace("'", '"'))
    except ValueError:
        return None
    return [str(satu) for satu in nilai] if isinstance(nilai, list) else None


def read_teks(teks: str, *, panjang: int) -> str:
    """Words without doubled spaces. Raises TolakError when longer than the column."""
    isi = " ".join(teks.split())
    if isi in {"-", "–"}:
        return ""
    if len(isi) > panjang:
        raise TolakError(f"Paling banyak {panjang} huruf; ini {len(isi)}.")
    return isi


def read_nomor_induk(teks: str, *, apa: str) -> str:
    """A NIK or family card number: 16 digits. Spreadsheets that rounded it are found out."""
    isi = re.sub(r"[\s.'`-]", "", teks)
    if isi.lower() in KOSONG:
        return ""
    if _ILMIAH.fullmatch(isi) or (len(isi) > 16 and isi.endswith("0")):
        raise TolakError(
            f"{apa} sudah dibulatkan oleh lembar kerja; ubah kolomnya ke teks dan isi lagi."
        )
    if len(isi) != 16 or not isi.isdecimal():
        raise TolakError(f"{apa} harus 16 angka.")
    return isi


def read_telepon(teks: str) -> str:
    """An Indonesian number as 628…; empty stays empty."""
    isi = re.sub(r"[\s().'`/-]", "", teks).removeprefix("+")
    if isi.lower() in KOSONG:
        return ""
    if isi.startswith("0"):
        isi = f"62{isi[1:]}"
    elif isi.startswith("8"):
        isi = f"62{isi}"
    if not isi.isdecimal() or not isi.startswith("62") or not 10 <= len(isi) <= 15:
        raise TolakError("Bukan nomor telepon Indonesia.")
    return isi


_N = r"(\d{1,3}|[ivx]{1,5})"
_RT_RW = tuple(
    re.compile(pola, re.I)
    for pola in (
        rf"\bRT\s*/\s*RW[\s.:]*{_N}\s*[/\-]\s*{_N}\b",
        rf"\bRT[\s.:]*{_N}[\s,./\-]*RW[\s.:]*{_N}\b",
        rf"\bRT[\s.:]*{_N}\s*/\s*{_N}\b",
        rf"(?:^|\s){_N}\s*/\s*{_N}$",
    )
)
_RW_RT = re.compile(rf"\bRW[\s.:]*{_N}[\s,./\-]*RT[\s.:]*{_N}\b", re.I)
_RW = re.compile(rf"\bRW[\s.:]*{_N}\b", re.I)
_RT = re.compile(rf"\bRT[\s.:]*{_N}\b", re.I)
_SEBUT = re.compile(r"\bR[TW]\s*[.:/]?\s*\S", re.I)


@lru_cache(maxsize=_SIMPANAN)
def read_alamat(teks: str) -> tuple[str, str, str]:
    """(street, RT, RW) of "Jl. Merpati 12 RT 03 RW 02" in any spelling; the last one counts.

    RT and RW are two digits, or empty where none is named.
    """
    isi = " ".join(teks.split())
    cocok, rt, rw = _find_rt_rw(isi)
    if cocok is None:
        if _SEBUT.search(isi):
            raise TolakError("Nomor RT atau RW tidak terbaca; tulis seperti RT 03 RW 02.")
        return isi, "", ""
    nomor_rt, nomor_rw = normal_rt(rt) if rt else "", normal_rw(rw) if rw else ""
    if nomor_rt is None or nomor_rw is None:
        raise TolakError(f"RT {rt} RW {rw} bukan nomor RT/RW yang mungkin.")
    sisa = f"{isi[: cocok.start()].rstrip(' ,-')} {isi[cocok.end() :].lstrip(' ,-')}".strip()
    return sisa, nomor_rt, nomor_rw


def _find_rt_rw(isi: str) -> tuple[re.Match[str] | None, str, str]:
    if cocok := _last(_RW_RT, isi):
        return cocok, cocok[2], cocok[1]
    for pola in _RT_RW:
        if cocok := _last(pola, isi):
            return cocok, cocok[1], cocok[2]
    if cocok := _last(_RW, isi):
        return cocok, "", cocok[1]
    cocok = _last(_RT, isi)
    return cocok, cocok[1] if cocok else "", ""


def _last(pola: re.Pattern[str], isi: str) -> re.Match[str] | None:
    semua = list(pola.finditer(isi))
    return semua[-1] if semua else None
