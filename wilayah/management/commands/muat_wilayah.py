"""`manage.py muat_wilayah FILE`: take in the official area table."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wilayah.tabel import Laporan, TabelTidakDikenal, load_table, read_table

_CONTOH = 20  # rows shown of each list; --rinci shows all


class Command(BaseCommand):
    help = "Muat tabel wilayah resmi (kode, nama, tingkat, induk) atau CSV idn-area-data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("berkas", type=Path, help="berkas .csv/.csv.gz atau folder CSV")
        parser.add_argument("--induk", help="hanya wilayah ini, isinya, dan induknya")
        parser.add_argument("--periksa", action="store_true", help="laporkan saja, jangan simpan")
        parser.add_argument("--rinci", action="store_true", help="tampilkan semua baris bermasalah")

    def handle(self, *_: Any, **options: Any) -> None:
        mulai = time.monotonic()
        path: Path = options["berkas"]
        if not path.exists():
            raise CommandError(f"{path} tidak ada")
        try:
            laporan = load_table(
                read_table(path), induk=options["induk"], periksa=options["periksa"]
            )
        except (TabelTidakDikenal, UnicodeDecodeError, OSError) as error:
            raise CommandError(f"Berkas tidak terbaca: {error}") from error
        batas = None if options["rinci"] else _CONTOH
        self._report(laporan, batas)
        akhir = "diperiksa, tidak ada yang disimpan" if options["periksa"] else "tersimpan"
        self.stdout.write(f"Selesai dalam {time.monotonic() - mulai:.1f} detik: {akhir}.")

    def _report(self, laporan: Laporan, batas: int | None) -> None:
        self.stdout.write(f"{laporan.dibaca} baris dibaca, {laporan.baru} wilayah baru.")
        for tingkat, jumlah in laporan.per_tingkat.items():
            self.stdout.write(f"  {tingkat}: {jumlah}")
        self._list("berganti nama", [f"{k}: {a} → {b}" for k, a, b in laporan.berganti_nama], batas)
        self._list(
            "berganti tingkat", [f"{k}: {a} → {b}" for k, a, b in laporan.berganti_tingkat], batas
        )
        self._list(
            "tanpa induk (tidak dimuat)", [f"baris {n}: {k}" for n, k in laporan.yatim], batas
        )
        self._list(
            "tingkat tidak dikenal (tidak dimuat)",
            [f"baris {n}: {k} “{t}”" for n, k, t in laporan.tingkat_asing],
            batas,
        )
        self._list("rusak", [f"baris {n}: {apa}" for n, apa in laporan.rusak], batas)

    def _list(self, judul: str, isi: list[str], batas: int | None) -> None:
        if not isi:
            return
        self.stdout.write(f"{len(isi)} {judul}:")
        for satu in isi[:batas]:
            self.stdout.write(f"  {satu}")
        if batas is not None and len(isi) > batas:
            self.stdout.write(f"  … dan {len(isi) - batas} lagi (--rinci)")
