"""manage.py latih --csv FILE --kolom isi --label subkategori [--aktifkan]: retrain."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curhat.services.latih import add_contoh, train_versi


class Command(BaseCommand):
    help = "Menambah contoh berlabel dari CSV, lalu melatih versi baru pengklasifikasi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--csv", required=True, help="berkas CSV (UTF-8)")
        parser.add_argument("--kolom", required=True, help="kolom berisi teks")
        parser.add_argument("--label", required=True, help="kolom berisi subkategori")
        parser.add_argument("--aktifkan", action="store_true", help="langsung pakai versi ini")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        rows = read_contoh(Path(pilihan["csv"]), pilihan["kolom"], pilihan["label"])
        try:
            added, known = add_contoh(rows, sumber=f"berkas:{Path(pilihan['csv']).name}"[:60])
        except ValueError as error:
            raise CommandError(str(error)) from error
        versi = train_versi(activate=pilihan["aktifkan"])
        self.stdout.write(
            f"{added} contoh baru, {known} sudah ada. Versi {versi.versi}: "
            f"{versi.jumlah_contoh} contoh berlabel, {versi.metrik}. "
            + ("Dipakai." if versi.aktif else "Belum dipakai; tambahkan --aktifkan.")
        )


def read_contoh(path: Path, kolom: str, label: str) -> list[tuple[int, str, str]]:
    """(line, text, label) of every row. Raises CommandError naming what is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [k for k in (kolom, label) if k not in (reader.fieldnames or [])]
            if missing:
                ada = ", ".join(reader.fieldnames or ["(kosong)"])
                raise CommandError(f"Kolom {', '.join(missing)} tidak ada. Kolom yang ada: {ada}.")
            return [(n, r[kolom] or "", (r[label] or "").strip()) for n, r in enumerate(reader, 2)]
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path.name} tidak dapat dibaca sebagai CSV UTF-8: {error}") from error
