"""manage.py muat_kit_kunjungan KIT.zip --wilayah KODE: another kelurahan's kinds of visit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from luna_maya.services.kit import KitKeliru, load_kit
from wilayah.models import Wilayah


class Command(BaseCommand):
    help = "Memuat jenis dan sebutan kunjungan dari kit replikasi kelurahan lain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("berkas", type=Path)
        parser.add_argument("--wilayah", required=True, help="kode kelurahan yang memulai")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        wilayah = Wilayah.objects.kelurahan().filter(pk=pilihan["wilayah"]).first()
        if wilayah is None:
            raise CommandError(f"{pilihan['wilayah']} bukan kelurahan atau desa yang dikenal.")
        try:
            jenis, nama = load_kit(pilihan["berkas"].read_bytes(), wilayah)
        except (KitKeliru, OSError) as galat:
            raise CommandError(str(galat)) from galat
        self.stdout.write(f"{jenis} jenis kunjungan dan {nama} sebutan ditambahkan.")
