"""manage.py ekspor_rumah --kelurahan KODE [--ke BERKAS]: the seed's file, or summary_kpi.csv."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ekonomi.ekspor_rumah import (
    masked_rows,
    seed_rows,
    summarise_kpi,
    write_csv,
    write_kpi,
    write_xlsx,
)
from ekonomi.impor.baca import Ragam
from ekonomi.models import Rumah
from wilayah.models import CatatanEkspor, Pengguna


class Command(BaseCommand):
    help = "Menulis rumah tangga dalam kolom dokumen program, atau ringkasan KPI-nya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kelurahan", required=True, help="kode wilayah (awalan)")
        parser.add_argument("--ke", type=Path, help="berkas .csv atau .xlsx; tanpa ini ke layar")
        parser.add_argument("--pemisah", default=",", choices=[",", ";"])
        parser.add_argument("--bom", action="store_true", help="tanda awal UTF-8 bagi Excel")
        parser.add_argument("--crlf", action="store_true", help="akhir baris Windows")
        parser.add_argument("--tersamar", action="store_true", help="tanpa nama dan alamat")
        parser.add_argument("--kpi", action="store_true", help="summary_kpi.csv")
        parser.add_argument("--oleh", help="nama akun yang dicatat sebagai pengambil berkas")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        rumah = Rumah.objects.active().in_wilayah(pilihan["kelurahan"])
        isi = write_kpi(summarise_kpi(rumah)) if pilihan["kpi"] else b""
        rows = masked_rows(rumah) if pilihan["tersamar"] else seed_rows(rumah)
        ke: Path | None = pilihan["ke"]
        self._record(pilihan, rumah.count())
        if ke and ke.suffix == ".xlsx" and not pilihan["kpi"]:
            with ke.open("wb") as berkas:
                write_xlsx(rows, berkas)
            return
        ragam = Ragam(
            pemisah=pilihan["pemisah"],
            bom=pilihan["bom"],
            baris_baru="\r\n" if pilihan["crlf"] else "\n",
        )
        potongan = [isi] if isi else write_csv(rows, ragam)
        if ke:
            with ke.open("wb") as berkas:
                berkas.writelines(potongan)
            return
        keluar: Any = getattr(self.stdout, "_out", sys.stdout)
        for satu in potongan:
            keluar.write(satu.decode())

    def _record(self, pilihan: dict[str, Any], jumlah: int) -> None:
        """Who took the file, where an account is named; the operator has none."""
        if not pilihan["oleh"]:
            return
        by = Pengguna.objects.filter(username=pilihan["oleh"]).first()
        if by is None:
            raise CommandError(f"Akun {pilihan['oleh']} tidak ada.")
        CatatanEkspor.objects.create(
            by=by,
            apa="rumah tangga (perintah)",
            bentuk="xlsx" if str(pilihan["ke"]).endswith(".xlsx") else "csv",
            jumlah=jumlah,
            saringan=f"wilayah={pilihan['kelurahan']}",
        )
