"""`manage.py hitung_kpi`: the night's work on indicators now, for all or one programme."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ekonomi.models import Program
from ekonomi.tugas.kpi import hitung_program


class Command(BaseCommand):
    help = "Mencatat capaian hari ini, memeriksa peringatan, membekukan peringkat bulan lalu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", help="kode program; tanpa ini semua yang berjalan")
        parser.add_argument(
            "--tanggal", type=date.fromisoformat, help="YYYY-MM-DD, bawaan hari ini"
        )

    def handle(self, *_: Any, **pilihan: Any) -> None:
        hari_ini = timezone.localdate()
        if (pilihan["tanggal"] or hari_ini) > hari_ini:
            raise CommandError("Tanggalnya belum terjadi.")
        rows = Program.objects.running()
        if pilihan["program"]:
            rows = Program.objects.filter(kode=pilihan["program"])
        if not rows:
            raise CommandError("Tidak ada program yang cocok.")
        for program in rows:
            hasil = hitung_program(program, pilihan["tanggal"])
            rinci = ", ".join(f"{apa} {n}" for apa, n in hasil.items())
            self.stdout.write(f"{program}: {rinci}")
