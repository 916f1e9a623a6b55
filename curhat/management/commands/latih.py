"""manage.py latih [--csv FILE --kolom isi --label subkategori [--aktifkan]]: retrain."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curhat.models import VersiModel
from curhat.services.latih import LatihSibukError, Pakai, add_contoh, has_labels, train_versi


class Command(BaseCommand):
    help = (
        "Melatih versi baru pengklasifikasi dari koreksi petugas; dipakai hanya bila lebih baik. "
        "Dengan --csv: menambah contoh berlabel dulu, dan dipakai hanya dengan --aktifkan."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--csv", help="berkas CSV (UTF-8) berisi contoh berlabel")
        parser.add_argument("--kolom", help="kolom berisi teks")
        parser.add_argument("--label", help="kolom berisi subkategori")
        parser.add_argument("--aktifkan", action="store_true", help="langsung pakai versi ini")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        awal = self._add_rows(pilihan) if pilihan["csv"] else ""
        if not has_labels():
            raise CommandError("Belum ada koreksi petugas atau contoh berlabel untuk dipelajari.")
        try:
            versi = train_versi(pakai=_pakai(pilihan), say=self.stdout.write)
        except LatihSibukError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{awal}{_told(versi)}")

    def _add_rows(self, pilihan: dict[str, Any]) -> str:
        if not (pilihan["kolom"] and pilihan["label"]):
            raise CommandError("--csv perlu --kolom dan --label.")
        rows = read_contoh(Path(pilihan["csv"]), pilihan["kolom"], pilihan["label"])
        try:
            added, known = add_contoh(rows, sumber=f"berkas:{Path(pilihan['csv']).name}"[:60])
        except ValueError as error:
            raise CommandError(str(error)) from error
        return f"{added} contoh baru, {known} sudah ada. "


def _pakai(pilihan: dict[str, Any]) -> Pakai:
    if pilihan["aktifkan"]:
        return Pakai.LANGSUNG
    return Pakai.TIDAK if pilihan["csv"] else Pakai.BILA_LEBIH_BAIK


def _told(versi: VersiModel) -> str:
    metrik = versi.metrik
    ukuran = f"diuji pada {metrik['diukur']} label"
    if "f1_makro" in metrik:
        ukuran += (
            f", F1 makro {metrik['f1_makro']:.3f} (yang dipakai sebelumnya "
            f"{metrik['dipakai']['f1_makro']:.3f})"
        )
    keadaan = "Dipakai." if versi.aktif else "Belum dipakai; tambahkan --aktifkan."
    return (
        f"Versi {versi.versi}: {versi.jumlah_contoh} contoh berlabel, {ukuran}. "
        f"{versi.alasan} {keadaan}"
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
