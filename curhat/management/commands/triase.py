"""`manage.py triase`: texts in, one JSON object a line out; a database only for --aktif."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from curhat.triase.hasil import Konteks, Triase
from curhat.triase.klasifikasi import Pengklasifikasi
from curhat.triase.mesin import triase_many

SEKALIGUS = 200  # texts triaged together; results still come out while a long file is read
csv.field_size_limit(10_000_000)


class Command(BaseCommand):
    help = "Baca keluhan dari CSV atau masukan standar; cetak satu objek JSON tiap baris."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("masukan", nargs="?", choices=["-"], help="- : satu teks tiap baris")
        parser.add_argument("--csv", dest="berkas", metavar="FILE", help="berkas CSV, atau -")
        parser.add_argument("--kolom", default="isi", help="nama kolom teks (bawaan: isi)")
        parser.add_argument(
            "--wilayah", metavar="KODE", help="kode wilayah kanal, mis. 35.77.03.1009"
        )
        parser.add_argument(
            "--aktif",
            action="store_true",
            help="pakai model yang sedang dipakai portal (butuh basis data)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["berkas"]) == bool(options["masukan"]):
            raise CommandError(
                "Pilih salah satu: --csv FILE --kolom NAMA, atau - untuk masukan standar."
            )
        konteks = Konteks(wilayah_kanal=options["wilayah"])
        model = load_aktif() if options["aktif"] else None
        with open_masukan(options["berkas"] or "-") as masukan:
            teks = (
                read_csv(masukan, options["kolom"])
                if options["berkas"]
                else (baris.rstrip("\r\n") for baris in masukan)
            )
            for hasil in triage_all(teks, konteks, model):
                self.stdout.write(json.dumps(to_row(hasil), ensure_ascii=False))


def load_aktif() -> Pengklasifikasi:
    """Return the classifier in service."""
    # local: only this flag needs the database; the rest of the command must run with none
    from curhat.model_aktif import load_pengklasifikasi  # noqa: PLC0415

    return load_pengklasifikasi()


@contextmanager
def open_masukan(jalur: str) -> Iterator[TextIO]:
    """Open a file, or standard input for "-", as UTF-8; bad bytes become marks."""
    if jalur == "-":
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield sys.stdin
        return
    try:
        with Path(jalur).open(encoding="utf-8-sig", errors="replace", newline="") as berkas:
            yield berkas
    except OSError as galat:
        raise CommandError(f"Berkas {jalur} tidak bisa dibaca: {galat.strerror}.") from galat


def read_csv(masukan: Iterable[str], kolom: str) -> Iterator[str]:
    """Yield the column's text of each row. Raises CommandError for an unknown column."""
    pembaca = csv.DictReader(tanpa_nul(masukan))
    nama = list(pembaca.fieldnames or ())
    if kolom not in nama:
        raise CommandError(
            f"Kolom “{kolom}” tidak ada. Kolom di berkas ini: {', '.join(nama) or '(kosong)'}."
        )
    try:
        for baris in pembaca:
            yield baris[kolom] or ""
    except csv.Error as galat:
        raise CommandError(f"CSV rusak di sekitar baris {pembaca.line_num}: {galat}.") from galat


def tanpa_nul(baris: Iterable[str]) -> Iterator[str]:
    """Yield lines without null characters, which Python 3.10's csv module refused."""
    return (satu.replace("\x00", "") for satu in baris)


def triage_all(
    teks: Iterable[str], konteks: Konteks, model: Pengklasifikasi | None
) -> Iterator[Triase]:
    """Yield one result for each text, a batch at a time."""
    sumber = iter(teks)
    while kelompok := list(islice(sumber, SEKALIGUS)):
        yield from triase_many([(satu, konteks) for satu in kelompok], pengklasifikasi=model)


def to_row(hasil: Triase) -> dict[str, Any]:
    """Return what the command prints of one result; null where unknown."""
    return {
        "kategori": None if hasil.kosong else hasil.kategori,
        "subkategori": None if hasil.kosong else hasil.subkategori,
        "keyakinan": None if hasil.kosong else hasil.keyakinan,
        "urgency_score": hasil.urgensi,
        "severity": hasil.keparahan,
        "rt": hasil.rt,
        "rw": hasil.rw,
        "wilayah": hasil.wilayah,
        "bahasa": hasil.bahasa,
        "teks_tersamar": hasil.teks_tersamar,
        "alasan": [
            {"temuan": a.temuan, "frasa": a.frasa, "aturan": a.aturan} for a in hasil.alasan
        ],
    }
