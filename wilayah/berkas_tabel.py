"""A small table that staff upload (CSV or XLSX), read into texts; errors by row and column."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from wilayah.ekspor import unescape_formula

MAKS_BARIS = 2000
_ISI_ZIP_TERBESAR = 40 * 1024 * 1024  # 2,000 rows of 60 columns are about a tenth of it


class BerkasTidakTerbaca(ValueError):  # noqa: N818 - the domain's word
    """The file is no table; the message says why."""


@dataclass(frozen=True, slots=True)
class Galat:
    """What is wrong with one cell; `baris` counts as a spreadsheet does."""

    baris: int
    kolom: str
    pesan: str


def read_berkas(nama: str, isi: bytes) -> list[list[str]]:
    """The rows of a CSV (comma, semicolon or tab, with or without BOM) or of an XLSX's first sheet.

    Formula cells give their last value. Raises BerkasTidakTerbaca.
    """
    tabel = _xlsx(isi) if isi.startswith(b"PK\x03\x04") else _csv(isi)
    tabel = [baris for baris in tabel if any(sel.strip() for sel in baris)]
    if len(tabel) < 2:
        raise BerkasTidakTerbaca(f"“{nama[:60]}” tidak berisi judul kolom dan baris.")
    if len(tabel) > MAKS_BARIS + 1:
        raise BerkasTidakTerbaca(f"Paling banyak {MAKS_BARIS} baris sekali impor.")
    lebar = max(len(baris) for baris in tabel)
    return [[unescape_formula(s.strip()) for s in b] + [""] * (lebar - len(b)) for b in tabel]


def _csv(isi: bytes) -> list[list[str]]:
    try:
        teks = isi.decode("utf-8-sig")
    except UnicodeDecodeError:
        teks = isi.decode("cp1252", "replace")
    if "\x00" in teks:
        raise BerkasTidakTerbaca("Berkas ini bukan CSV atau XLSX.")
    awal = teks.split("\n", 1)[0]
    pemisah = max(";,\t", key=awal.count)
    try:
        return list(csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah))
    except csv.Error as error:
        raise BerkasTidakTerbaca("Berkas ini tidak terbaca sebagai CSV.") from error


def _xlsx(isi: bytes) -> list[list[str]]:
    _check_zip(isi)
    try:
        buku = openpyxl.load_workbook(io.BytesIO(isi), read_only=True, data_only=True)
        lembar = buku.worksheets[0]
        return [
            ["" if sel is None else _cell(sel) for sel in baris]
            for baris in lembar.iter_rows(max_row=MAKS_BARIS + 2, max_col=60, values_only=True)
        ]
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise BerkasTidakTerbaca("Berkas XLSX ini rusak atau terkunci.") from error


def _check_zip(isi: bytes) -> None:
    """Refuse an XLSX that unpacks to far more than a table this small, before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            besar = sum(satu.file_size for satu in arsip.infolist())
    except zipfile.BadZipFile:
        raise BerkasTidakTerbaca("Berkas XLSX ini rusak atau terkunci.") from None
    if besar > _ISI_ZIP_TERBESAR:
        raise BerkasTidakTerbaca("Isi berkas XLSX ini terlalu besar. Simpan sebagai CSV.")


def _cell(sel: Any) -> str:
    if isinstance(sel, float) and sel.is_integer():
        return str(int(sel))
    return f"{sel:%Y-%m-%d}" if hasattr(sel, "strftime") else str(sel)


def write_isi(tabel: Sequence[Sequence[str]]) -> str:
    """The table as CSV text, to be carried by the page from step to step."""
    keluar = io.StringIO()
    csv.writer(keluar).writerows(tabel)
    return keluar.getvalue()
