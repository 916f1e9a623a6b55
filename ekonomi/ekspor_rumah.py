"""Households out: the seed's file in any dialect, the same without names, and summary_kpi.csv."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

import openpyxl
from django.db.models import Count, Q, Sum

from ekonomi.impor.baca import Ragam
from ekonomi.impor.kolom import SEED
from ekonomi.models import Impor
from ekonomi.seed import NILAI, spell_row
from wilayah.kripto import keyed_hash
from wilayah.rujukan import mask_catatan

_SEKALI = 2000
KOLOM_KPI = ("percent_active", "avg_omzet", "dtks_count")


def seed_rows(rumah: Any) -> Iterator[list[str]]:
    """Lines of the seed's file, in the order the rows were first written."""
    rows = rumah.order_by("pk").values(*NILAI)
    for nilai in rows.iterator(chunk_size=_SEKALI):
        yield spell_row(nilai)


def masked_rows(rumah: Any) -> Iterator[list[str]]:
    """The same columns without anybody: a code for the household, no name, no more than its RW."""
    rows = rumah.order_by("pk").values("pk", *NILAI)
    for nilai in rows.iterator(chunk_size=_SEKALI):
        bagian = nilai["wilayah_id"].split(".")
        bersih = {
            **nilai,
            "nomor": mask_pk(nilai["pk"]),
            "nama_kepala": "",
            "alamat": "",
            "wilayah_id": ".".join(bagian[:5]),
            "potensi_usaha": mask_kata(nilai["potensi_usaha"]),
            "asli": {},
        }
        yield spell_row(bersih)


@lru_cache(maxsize=4096)
def mask_kata(kata: str) -> str:
    """Free words without names and numbers; they repeat, so each is masked once."""
    return mask_catatan(kata) if kata else ""


def mask_pk(pk: int) -> str:
    """What stands for a household where nobody may be named (as `Rumah.samaran`)."""
    return f"rt-{keyed_hash('rumah-samaran', str(pk))[:12]}"


def rows_of_impor(impor: Impor, rumah: Any) -> Iterator[list[str]]:
    """The households of one imported file as they are now, in that file's order."""
    tempat = {pk: n for n, pk in enumerate(impor.urutan)}
    nilai = rumah.filter(pk__in=impor.urutan).values("pk", *NILAI)
    for satu in sorted(nilai, key=lambda baris: tempat[baris["pk"]]):
        yield spell_row(satu)


class _Tampung:
    """A file that gives back what is written instead of keeping it."""

    def write(self, isi: str) -> str:
        return isi


def write_csv(
    rows: Iterable[list[str]], ragam: Ragam | None = None, *, kolom: Iterable[str] = SEED
) -> Iterator[bytes]:
    """A CSV file piece by piece, quoted no more than needed unless the dialect quotes all."""
    ragam = ragam or Ragam()
    kutip: Any = csv.QUOTE_ALL if ragam.kutip_semua else csv.QUOTE_MINIMAL
    penulis = csv.writer(
        _Tampung(), delimiter=ragam.pemisah, lineterminator=ragam.baris_baru, quoting=kutip
    )
    enkode = "utf-16-le" if ragam.enkode == "utf-16" else ragam.enkode
    galat = "strict" if enkode != "cp1252" else "xmlcharrefreplace"
    if ragam.bom or ragam.enkode == "utf-16":
        yield "\ufeff".encode(enkode)
    ditahan = str(penulis.writerow(list(kolom)))
    for baris in rows:
        yield ditahan.encode(enkode, errors=galat)
        ditahan = str(penulis.writerow(baris))
    if not ragam.baris_akhir:
        ditahan = ditahan.removesuffix(ragam.baris_baru)
    yield ditahan.encode(enkode, errors=galat)


_ANGKA = frozenset({"modal_received", "omzet_monthly"})


def write_xlsx(rows: Iterable[list[str]], tujuan: IO[bytes]) -> None:
    """The seed's columns as a worksheet; amounts as numbers, everything else as the text it is."""
    buku = openpyxl.Workbook(write_only=True)
    lembar = buku.create_sheet("Rumah tangga")
    lembar.append(list(SEED))
    for baris in rows:
        lembar.append([_cell(k, isi) for k, isi in zip(SEED, baris, strict=True)])
    buku.save(tujuan)


def _cell(kolom: str, isi: str) -> Any:
    if kolom in _ANGKA and isi.isdecimal() and len(isi) < 15:
        return int(isi)
    return openpyxl_text(isi)


def openpyxl_text(isi: str) -> str:
    """Text without the control characters that a worksheet cannot hold."""
    return "".join(huruf for huruf in isi if huruf >= " " or huruf in "\t\n\r")


@dataclass(frozen=True, slots=True)
class RingkasKpi:
    """The seed's three figures. None where pandas writes nothing: no household, or none active."""

    percent_active: float | None
    avg_omzet: float | None
    dtks_count: int

    def as_row(self) -> list[str]:
        """As pandas writes the frame: floats by repr, what is not a number as nothing."""
        satu = (self.percent_active, self.avg_omzet)
        return [*("" if nilai is None else repr(nilai) for nilai in satu), str(self.dtks_count)]


def summarise_kpi(rumah: Any) -> RingkasKpi:
    """percent_active, avg_omzet, dtks_count over these households (seed, Lampiran C, part B).

    Active is who has a turnover above nought; a turnover never measured counts as not active, as
    an empty cell does in pandas.
    """
    aktif = Q(omzet__gt=0)
    hasil = rumah.order_by().aggregate(
        semua=Count("pk"),
        aktif=Count("pk", filter=aktif),
        jumlah=Sum("omzet", filter=aktif),
        dtks=Count("pk", filter=Q(dtks=True)),
    )
    persen = hasil["aktif"] / hasil["semua"] * 100 if hasil["semua"] else None
    rata = int(hasil["jumlah"]) / hasil["aktif"] if hasil["aktif"] else None
    return RingkasKpi(persen, rata, hasil["dtks"])


def write_kpi(kpi: RingkasKpi) -> bytes:
    """summary_kpi.csv."""
    tampung = io.StringIO()
    penulis = csv.writer(tampung, lineterminator="\n")
    penulis.writerow(KOLOM_KPI)
    penulis.writerow(kpi.as_row())
    return tampung.getvalue().encode()
