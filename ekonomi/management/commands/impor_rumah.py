"""manage.py impor_rumah BERKAS --kelurahan KODE [--uji-coba]: households from CSV or XLSX."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from ekonomi.impor.baca import BerkasDitolakError
from ekonomi.models import Impor
from ekonomi.services.impor import (
    ImporDitolakError,
    keep_impor,
    map_impor,
    open_impor,
    run_impor_now,
)
from wilayah.models import Wilayah

_TAMPIL = 50


class Command(BaseCommand):
    help = "Mengimpor rumah tangga dari CSV atau XLSX; semua baris, atau tidak sama sekali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("berkas", type=Path)
        parser.add_argument("--kelurahan", required=True, help="kode, misalnya 35.77.03.1009")
        parser.add_argument("--uji-coba", action="store_true", help="periksa saja, jangan simpan")

    def handle(self, *_: Any, **pilihan: Any) -> None:
        wilayah = Wilayah.objects.kelurahan().filter(pk=pilihan["kelurahan"]).first()
        if wilayah is None:
            raise CommandError(f"Kelurahan {pilihan['kelurahan']} tidak ada.")
        try:
            isi = pilihan["berkas"].read_bytes()
        except OSError as galat:
            raise CommandError(f"Berkas tidak terbaca: {galat.strerror}.") from galat
        try:
            berkas = SimpleUploadedFile(pilihan["berkas"].name, isi)
            impor = open_impor(wilayah=wilayah, berkas=berkas, by=None)
            impor = run_impor_now(map_impor(impor, impor.peta, by=None))
            self._report(impor)
            if not pilihan["uji_coba"] and impor.status == Impor.Status.DIPERIKSA:
                impor = run_impor_now(keep_impor(impor, by=None))
                self._say(impor)
        except (BerkasDitolakError, ImporDitolakError) as galat:
            raise CommandError(str(galat)) from galat

    def _report(self, impor: Impor) -> None:
        """What is wrong, row by row; raises where nothing can be saved."""
        for galat in impor.galat.all()[:_TAMPIL]:
            self.stderr.write(("peringatan: " if galat.peringatan else "") + str(galat))
        if impor.status != Impor.Status.DIPERIKSA:
            raise CommandError(impor.alasan or "Impor gagal.")
        if impor.jumlah_galat:
            raise CommandError(f"{impor.jumlah_galat} galat; tidak ada yang disimpan.")
        self._say(impor)

    def _say(self, impor: Impor) -> None:
        keadaan = "tersimpan" if impor.status == Impor.Status.SELESAI else "bila disimpan"
        self.stdout.write(
            f"{impor.baris} baris {keadaan}: {impor.baru} baru, {impor.berubah} berubah,"
            f" {impor.tetap} tetap, {impor.dilewati} dilewati"
        )
