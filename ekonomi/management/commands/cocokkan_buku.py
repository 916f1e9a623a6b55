"""manage.py cocokkan_buku: loans, savings, funds and the ledger agree, or exit 1 with why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ekonomi.models import Koperasi
from ekonomi.services.pinjaman.cocok import Cocok, check_koperasi
from wilayah.format import rupiah


class Command(BaseCommand):
    help = "Mencocokkan saldo pinjaman, simpanan, dan dana dengan buku besar sampai ke rupiah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wilayah", default="", help="kode kelurahan; kosong: semua")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        rows = Koperasi.objects.select_related("buku").order_by("wilayah")
        if pilihan["wilayah"]:
            rows = rows.in_wilayah(pilihan["wilayah"])
        salah = sum(self._check(koperasi) for koperasi in rows)
        if salah:
            self.stderr.write(f"{salah} selisih ditemukan.")
            raise SystemExit(1)
        self.stdout.write("Semua cocok.")

    def _check(self, koperasi: Koperasi) -> int:
        """One moment for all comparisons, so that tellers at work cause no false alarm."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            hasil = check_koperasi(koperasi)
        self.stdout.write(f"{koperasi} ({koperasi.wilayah_id})")
        for satu in hasil:
            self.stdout.write(f"  {_line(satu)}")
        return sum(1 for satu in hasil if satu.selisih)


def _line(satu: Cocok) -> str:
    keadaan = "cocok" if not satu.selisih else f"SELISIH {rupiah(satu.selisih)}"
    return f"{satu.apa}: {rupiah(satu.catatan)} / {rupiah(satu.buku)} – {keadaan}"
