"""`manage.py muat_batas FILE.geojson`: take in boundaries of areas."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wilayah.batas import BatasDitolak
from wilayah.muat_batas import load_batas


class Command(BaseCommand):
    help = "Impor batas wilayah dari GeoJSON (WGS 84); satu fitur yang salah membatalkan semuanya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("berkas", type=Path)
        parser.add_argument("--kolom-kode", help="properti berisi kode wilayah (bawaan: kode/code)")
        parser.add_argument("--kolom-nama", help="properti berisi nama (bawaan: nama/name)")
        parser.add_argument(
            "--induk", help="cocokkan nama di bawah wilayah ini bila kode tidak ada"
        )
        parser.add_argument("--periksa", action="store_true", help="laporkan saja, jangan simpan")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            laporan = load_batas(
                options["berkas"],
                kolom_kode=options["kolom_kode"],
                kolom_nama=options["kolom_nama"],
                induk=options["induk"],
                periksa=options["periksa"],
            )
        except BatasDitolak as error:
            raise CommandError(str(error)) from error
        for nomor, kode, apa in laporan.diperbaiki:
            self.stdout.write(f"Fitur {nomor} ({kode}) diperbaiki: {apa}")
        for nomor, sebutan in laporan.tidak_cocok:
            self.stdout.write(f"Fitur {nomor} ({sebutan}) tidak ada di tabel wilayah, dilewati")
        if laporan.ditolak:
            rinci = "; ".join(f"fitur {nomor}: {sebab}" for nomor, sebab in laporan.ditolak)
            raise CommandError(f"Tidak ada yang disimpan. {rinci}")
        self.stdout.write(
            f"{laporan.tersimpan} batas {'siap' if options['periksa'] else 'tersimpan'}."
        )
