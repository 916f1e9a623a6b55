"""`manage.py perkirakan_batas`: draw stand-in boundaries around centre points again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wilayah.batas import recompute_all


class Command(BaseCommand):
    help = "Hitung ulang batas perkiraan (sel Voronoi); batas impor dan gambar tidak disentuh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--di", help="hanya wilayah ini dan isinya")

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(f"{recompute_all(options['di'])} batas perkiraan dihitung.")
