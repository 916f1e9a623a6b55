"""The trial balance as a file; who took it stands in the record of exports."""

from datetime import date

import tablib
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from buku_besar.models import Buku
from buku_besar.services import neraca_saldo
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula
from wilayah.models import CatatanEkspor, Pengguna

BENTUK = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KOLOM = ("kode", "akun", "jenis", "debit", "kredit")


def neraca_table(buku: Buku, sampai: date) -> tablib.Dataset:
    """A line an account and the sums below; balances as the trial balance shows them."""
    baris = neraca_saldo(buku, sampai=sampai)
    tabel = tablib.Dataset(headers=_KOLOM, title="Neraca saldo")
    for satu in baris:
        tabel.append(
            (
                satu.kode, escape_formula(satu.nama), satu.jenis, satu.kolom_debit,
                satu.kolom_kredit,
            )
        )  # fmt: skip
    debit, kredit = sum(s.kolom_debit for s in baris), sum(s.kolom_kredit for s in baris)
    tabel.append(("", "Jumlah", "", debit, kredit))
    return tabel


@transaction.atomic
def export_neraca(
    request: HttpRequest, buku: Buku, sampai: date, bentuk: str, *, by: Pengguna
) -> HttpResponse:
    """The file as a download."""
    tabel = neraca_table(buku, sampai)
    CatatanEkspor.objects.create(
        by=by, apa="neraca saldo", bentuk=bentuk, jumlah=len(tabel), asal_hash=origin_hash(request),
        saringan=f"{buku.wilayah_id} {buku.kode} sampai {sampai}"[:400],
    )  # fmt: skip
    response = HttpResponse(tabel.export(bentuk), content_type=BENTUK[bentuk])
    nama = f"neraca-saldo-{buku.kode}-{sampai}.{bentuk}"
    response["Content-Disposition"] = f'attachment; filename="{nama}"'
    return response
