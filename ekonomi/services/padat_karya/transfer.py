"""The transfer file of a payroll: what a bank's upload, or a teller, needs."""

import csv
import io

from ekonomi.models import DaftarUpah
from wilayah.ekspor import escape_formula

KOLOM = ("nomor", "kode_pekerja", "nama", "jumlah", "berita")


def transfer_csv(daftar: DaftarUpah) -> str:
    """One line a worker, Rupiah as plain digits; no cell that a spreadsheet would run."""
    keluar = io.StringIO()
    tulis = csv.writer(keluar)
    tulis.writerow(KOLOM)
    for n, baris in enumerate(daftar.baris.select_related("pekerja"), start=1):
        isi = (n, baris.pekerja.kode, baris.pekerja.nama, baris.jumlah, f"Upah DU-{daftar.pk}")
        tulis.writerow([escape_formula(satu) for satu in isi])
    return keluar.getvalue()
