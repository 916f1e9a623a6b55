"""Rows of a CSV or XLSX file as texts, one at a time, whatever program wrote it."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any, Self

import openpyxl

UKURAN_TERBESAR = 40 * 1024 * 1024
BARIS_TERBANYAK = 200_000
KOLOM_TERBANYAK = 80
_ISI_ZIP_TERBESAR = 400 * 1024 * 1024
_NISBAH_ZIP = 200  # a worksheet of repeated numbers shrinks to about a fiftieth
_PEMISAH = (",", ";", "\t", "|")
_CONTOH = 64 * 1024
csv.field_size_limit(131_072)


class BerkasDitolakError(ValueError):
    """A file that cannot be read at all; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Ragam:
    """How a CSV file is written, so that it can be written the same way again."""

    pemisah: str = ","
    bom: bool = False
    baris_baru: str = "\n"
    enkode: str = "utf-8"
    kutip_semua: bool = False
    baris_akhir: bool = True

    @classmethod
    def of(cls, isi: dict[str, Any]) -> Self:
        return cls(**isi)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


Baris = tuple[int, list[str]]


def kind_of(isi: bytes) -> str:
    """ "xlsx" or "csv", by what the file is and not by its name. Raises BerkasDitolakError."""
    if isi.startswith(b"PK\x03\x04"):
        return "xlsx"
    if isi.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8", b"\x89PNG", b"{\\rtf")):
        raise BerkasDitolakError(
            "Berkas ini bukan CSV atau XLSX. Simpan ulang sebagai salah satunya."
        )
    return "csv"


def detect_ragam(isi: bytes) -> Ragam:
    """Encoding, separator, line ends, byte-order mark and quoting of a CSV file."""
    bom = isi.startswith(b"\xef\xbb\xbf")
    enkode = _encoding(isi)
    awal = _decode(isi[:_CONTOH], enkode, potong=True)
    return Ragam(
        pemisah=_separator(awal),
        bom=bom,
        baris_baru="\r\n" if "\r\n" in awal else "\n",
        enkode=enkode,
        kutip_semua=_quotes_all(awal),
        baris_akhir=isi.endswith((b"\n", b"\n\x00")),
    )


def _encoding(isi: bytes) -> str:
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        isi.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _decode(isi: bytes, enkode: str, *, potong: bool = False) -> str:
    if enkode == "utf-16" and potong:
        isi = isi[: len(isi) // 2 * 2]
    galat = "ignore" if potong else "strict"
    nama = "utf-8-sig" if enkode == "utf-8" else enkode
    try:
        return isi.decode(nama, errors=galat)
    except UnicodeDecodeError:
        raise BerkasDitolakError(
            "Huruf berkas ini tidak terbaca. Simpan ulang sebagai “CSV UTF-8”."
        ) from None


def _separator(awal: str) -> str:
    """The mark that splits the sample into the most columns, alike in most lines."""
    baris = [satu for satu in awal.splitlines()[:40] if satu.strip()]

    def kolom(pemisah: str) -> tuple[float, int]:
        lebar = [len(satu) for satu in csv.reader(baris[:30], delimiter=pemisah)]
        if not lebar or max(lebar) == 1:
            return 0.0, 0
        umum = max(set(lebar), key=lebar.count)
        return lebar.count(umum) / len(lebar) * (umum > 1), umum

    try:
        return max(_PEMISAH, key=kolom)
    except csv.Error:
        return ","


def _quotes_all(awal: str) -> bool:
    pertama = awal.splitlines()[0] if awal else ""
    return bool(re.fullmatch(r'"[^"]*"(?:[,;\t|]"[^"]*")+', pertama))


def read_rows(berkas: IO[bytes], bentuk: str, ragam: Ragam) -> Iterator[Baris]:
    """(row as the spreadsheet numbers it, cells as text). Raises BerkasDitolakError."""
    rows = _read_xlsx(berkas) if bentuk == "xlsx" else _read_csv(berkas.read(), ragam)
    for nomor, sel in rows:
        if nomor > BARIS_TERBANYAK + 50:
            raise BerkasDitolakError(
                f"Berkas ini lebih dari {BARIS_TERBANYAK:,} baris; bagi menjadi beberapa.".replace(
                    ",", "."
                )
            )
        if len(sel) > KOLOM_TERBANYAK and any(sel[KOLOM_TERBANYAK:]):
            raise BerkasDitolakError(f"Baris {nomor} lebih dari {KOLOM_TERBANYAK} kolom.")
        yield nomor, sel


def first_rows(berkas: IO[bytes], bentuk: str, ragam: Ragam, banyak: int = 40) -> list[Baris]:
    """The rows to find the header in, and to show."""
    return list(islice(read_rows(berkas, bentuk, ragam), banyak))


def _read_csv(isi: bytes, ragam: Ragam) -> Iterator[Baris]:
    if b"\x00" in isi and ragam.enkode != "utf-16":
        raise BerkasDitolakError("Berkas ini bukan teks. Simpan ulang sebagai CSV atau XLSX.")
    teks = io.StringIO(_decode(isi, ragam.enkode), newline="")
    pembaca = csv.reader(teks, delimiter=ragam.pemisah)
    nomor = 0
    try:
        for nomor, sel in enumerate(pembaca, start=1):
            if nomor == 1 and len(sel) == 1 and re.fullmatch(r"sep=.", sel[0]):
                continue  # Excel's own hint
            yield nomor, sel
    except csv.Error as galat:
        raise BerkasDitolakError(
            f"Baris {nomor + 1} tidak terbaca: tanda kutip atau isi sel rusak."
        ) from galat


def check_zip(berkas: IO[bytes]) -> None:
    """Refuse an XLSX that unpacks to far more than it is, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(berkas) as arsip:
            isi = arsip.infolist()
    except zipfile.BadZipFile:
        raise BerkasDitolakError("Berkas XLSX ini rusak. Simpan ulang dari aplikasinya.") from None
    finally:
        berkas.seek(0)
    besar = sum(satu.file_size for satu in isi)
    kecil = sum(satu.compress_size for satu in isi) or 1
    if besar > _ISI_ZIP_TERBESAR or besar / kecil > _NISBAH_ZIP or len(isi) > 2000:
        raise BerkasDitolakError("Isi berkas XLSX ini terlalu besar. Simpan sebagai CSV.")
    if any(satu.flag_bits & 1 for satu in isi):
        raise BerkasDitolakError("Berkas XLSX ini bersandi. Buka sandinya dulu.")


def _read_xlsx(berkas: IO[bytes]) -> Iterator[Baris]:
    check_zip(berkas)
    try:
        buku = openpyxl.load_workbook(berkas, read_only=True, data_only=False, keep_links=False)
    except Exception as galat:
        raise BerkasDitolakError("Berkas XLSX ini tidak terbaca. Simpan ulang.") from galat
    try:
        lembar: Any = buku.worksheets[0]
        lembar.reset_dimensions()  # what the file says of its own size may be wrong
        for nomor, sel in enumerate(lembar.iter_rows(values_only=True), start=1):
            yield nomor, _trim([_cell(satu) for satu in sel])
    except Exception as galat:
        raise BerkasDitolakError("Berkas XLSX ini rusak di tengah. Simpan ulang.") from galat
    finally:
        buku.close()


def _trim(sel: list[str]) -> list[str]:
    while sel and not sel[-1]:
        sel.pop()
    return sel


def _cell(nilai: Any) -> str:
    """A worksheet's value as the seed's file would spell it; a formula keeps its equals sign."""
    if nilai is None:
        return ""
    if isinstance(nilai, bool):
        return str(nilai)
    if isinstance(nilai, float) and nilai.is_integer() and abs(nilai) < 1e15:
        return str(int(nilai))
    if isinstance(nilai, datetime):
        return nilai.date().isoformat() if nilai.time() == time() else nilai.isoformat(" ")
    if isinstance(nilai, date):
        return nilai.isoformat()
    return str(nilai)
