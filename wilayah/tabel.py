"""The national area table: reading its two published forms, and writing it without losing our own.

Forms: the four-column table (code, name, level, parent; .csv or .csv.gz) and the CSV files of the
npm package `idn-area-data` (provinces, regencies, districts, villages; codes dotted since version
3, undotted before, names in capitals until version 4).
"""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from wilayah.models import Wilayah
from wilayah.models.area import KODE
from wilayah.services.area import clear_gazetir

_ROMAWI = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_KOLOM = {
    "code": "kode", "kode": "kode", "name": "nama", "nama": "nama", "level": "tingkat",
    "tingkat": "tingkat", "parent": "induk", "induk": "induk",
}  # fmt: skip
# idn-area-data: file name -> column of the parent's code
_BERKAS_NPM = {
    "provinces.csv": None,
    "regencies.csv": "province_code",
    "districts.csv": "regency_code",
    "villages.csv": "district_code",
}
_SETARA = {"desa_adat": "desa", "desa adat": "desa", "kampung": "desa", "nagari": "desa"}
_RESMI = frozenset({"provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa"})


@dataclass(frozen=True, slots=True)
class Baris:
    """One area as a file tells it; `nomor` is its line (1 is the header)."""

    nomor: int
    kode: str
    nama: str
    tingkat: str
    induk: str


@dataclass(slots=True)
class Laporan:
    """What loading a table did, or would do."""

    dibaca: int = 0
    per_tingkat: Counter[str] = field(default_factory=Counter)
    baru: int = 0
    berganti_nama: list[tuple[str, str, str]] = field(default_factory=list)  # code, old, new
    berganti_tingkat: list[tuple[str, str, str]] = field(default_factory=list)
    yatim: list[tuple[int, str]] = field(default_factory=list)  # line, code
    tingkat_asing: list[tuple[int, str, str]] = field(default_factory=list)  # line, code, level
    rusak: list[tuple[int, str]] = field(default_factory=list)  # line, what is wrong


class TabelTidakDikenal(ValueError):  # noqa: N818 - named by what happened
    """The file is none of the known forms; the text says what is missing."""


def read_table(path: Path) -> Iterator[Baris]:
    """Rows of a four-column table, of one idn-area-data file, or of a folder of them.

    Raises TabelTidakDikenal.
    """
    if path.is_dir():
        files = [path / nama for nama in _BERKAS_NPM if (path / nama).exists()]
        if not files:
            raise TabelTidakDikenal(f"{path.name}: tidak ada {', '.join(_BERKAS_NPM)}")
        for satu in files:
            yield from _read_file(satu)
    else:
        yield from _read_file(path)


def load_table(
    rows: Iterable[Baris], *, induk: str | None = None, periksa: bool = False
) -> Laporan:
    """Add the areas of a table and update names and levels of known ones; nothing is ever deleted.

    Slug, centre point, boundary and label stay as they are. `induk` takes only that area, what lies
    below it and its parents. `periksa` reports without writing.
    """
    laporan = Laporan()
    ada = dict(Wilayah.objects.exclude(tingkat__in=["rw", "rt"]).values_list("kode", "nama"))
    tingkat_lama = dict(Wilayah.objects.filter(pk__in=ada).values_list("kode", "tingkat"))
    diterima = _accept(rows, induk, frozenset(ada), laporan)
    for satu in diterima:
        laporan.per_tingkat[satu.tingkat] += 1
        if satu.kode not in ada:
            laporan.baru += 1
            continue
        if ada[satu.kode] != satu.nama:
            laporan.berganti_nama.append((satu.kode, ada[satu.kode], satu.nama))
        if tingkat_lama[satu.kode] != satu.tingkat:
            laporan.berganti_tingkat.append((satu.kode, tingkat_lama[satu.kode], satu.tingkat))
    if not periksa:
        _write(diterima)
        clear_gazetir()
    return laporan


def _accept(
    rows: Iterable[Baris], induk: str | None, ada: frozenset[str], laporan: Laporan
) -> list[Baris]:
    """Rows fit to be written, parents first; the others go into the report."""
    layak: dict[str, Baris] = {}
    for satu in rows:
        laporan.dibaca += 1
        if induk is not None and not _related(satu.kode, induk):
            continue
        if _is_fit(satu, laporan):
            if satu.kode in layak:
                laporan.rusak.append((satu.nomor, f"kode {satu.kode} berulang"))
            layak[satu.kode] = satu
    hasil: dict[str, Baris] = {}
    for kode in sorted(layak, key=lambda k: (k.count("."), k)):
        satu = layak[kode]
        atas = kode.rpartition(".")[0]
        if satu.induk != atas or (atas and atas not in hasil and atas not in ada):
            laporan.yatim.append((satu.nomor, kode))
        else:
            hasil[kode] = satu
    laporan.yatim.sort()
    return list(hasil.values())


def _related(kode: str, induk: str) -> bool:
    return kode == induk or kode.startswith(f"{induk}.") or induk.startswith(f"{kode}.")


def _is_fit(satu: Baris, laporan: Laporan) -> bool:
    if satu.tingkat not in _RESMI:
        laporan.tingkat_asing.append((satu.nomor, satu.kode, satu.tingkat))
        return False
    if not re.fullmatch(KODE.regex, satu.kode) or satu.kode.count(".") > 3:
        laporan.rusak.append((satu.nomor, f"kode “{satu.kode}” tidak sah"))
        return False
    if not satu.nama or len(satu.nama) > 120:
        laporan.rusak.append((satu.nomor, f"nama untuk {satu.kode} kosong atau terlalu panjang"))
        return False
    return True


@transaction.atomic
def _write(rows: list[Baris]) -> None:
    """COPY into a temporary table, then one upsert that touches only what the table owns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE tabel_wilayah "
            "(kode varchar(24), nama varchar(120), tingkat varchar(10), induk varchar(24)) "
            "ON COMMIT DROP"
        )
        with cursor.copy("COPY tabel_wilayah FROM STDIN") as salin:
            for satu in rows:
                salin.write_row((satu.kode, satu.nama, satu.tingkat, satu.induk or None))
        cursor.execute(
            """
            INSERT INTO wilayah_wilayah (kode, nama, tingkat, induk_id, label, batas_sumber)
            SELECT kode, nama, tingkat, induk, '', '' FROM tabel_wilayah ORDER BY kode
            ON CONFLICT (kode) DO UPDATE
                SET nama = excluded.nama, tingkat = excluded.tingkat, induk_id = excluded.induk_id
                WHERE (wilayah_wilayah.nama, wilayah_wilayah.tingkat, wilayah_wilayah.induk_id)
                    IS DISTINCT FROM (excluded.nama, excluded.tingkat, excluded.induk_id)
            """
        )
        cursor.execute("DROP TABLE tabel_wilayah")
        # plans made for a hundred areas are slow on ninety thousand
        cursor.execute("ANALYZE wilayah_wilayah")


def _read_file(path: Path) -> Iterator[Baris]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as berkas:
        reader = csv.DictReader(berkas)
        judul = [kolom.strip().lower() for kolom in reader.fieldnames or []]
        reader.fieldnames = judul
        if {"level", "tingkat"} & set(judul):
            yield from _four_columns(reader, judul)
        elif {"code", "name"} <= set(judul):
            yield from _npm(reader, judul)
        else:
            raise TabelTidakDikenal(f"{path.name}: kolom code,name,level,parent tidak ada")


def _four_columns(reader: "csv.DictReader[str]", judul: list[str]) -> Iterator[Baris]:
    nama = {_KOLOM[kolom]: kolom for kolom in judul if kolom in _KOLOM}
    if len(nama) < 4:
        raise TabelTidakDikenal("kolom code,name,level,parent tidak lengkap")
    for row in reader:
        isi = {kunci: (row[kolom] or "").strip() for kunci, kolom in nama.items()}
        tingkat = isi["tingkat"].lower()
        tingkat = _SETARA.get(tingkat, tingkat)
        yield Baris(reader.line_num, isi["kode"], isi["nama"], tingkat, isi["induk"])


def _npm(reader: "csv.DictReader[str]", judul: list[str]) -> Iterator[Baris]:
    kolom_induk = next((kolom for kolom in _BERKAS_NPM.values() if kolom in judul), None)
    for row in reader:
        kode = _dotted(row["code"] or "")
        induk = _dotted(row[kolom_induk] or "") if kolom_induk else ""
        nama = _cased(" ".join((row["name"] or "").split()))
        yield Baris(reader.line_num, kode, nama, _level(kode), induk)


def _dotted(kode: str) -> str:
    """3577031009 as 35.77.03.1009; a dotted code as it is."""
    kode = kode.strip()
    if "." in kode or not kode.isdigit():
        return kode
    parts = [kode[:2], kode[2:4], kode[4:6], kode[6:]]
    return ".".join(part for part in parts if part)


def _level(kode: str) -> str:
    """The level that a code tells: regencies from 71 are cities, villages from 2001 desa."""
    parts = kode.split(".")
    if len(parts) == 2:
        return "kota" if parts[1] >= "71" else "kabupaten"
    if len(parts) == 4:
        return "kelurahan" if parts[3].startswith("1") else "desa"
    return {1: "provinsi", 3: "kecamatan"}.get(len(parts), "")


def _cased(nama: str) -> str:
    """KOTA MADIUN as Kota Madiun; Roman numerals and names already in mixed case stay."""
    if not nama.isupper():
        return nama
    return " ".join(
        kata if _ROMAWI.fullmatch(kata) or kata in {"DKI", "DI"} else kata.title()
        for kata in nama.split()
    )
