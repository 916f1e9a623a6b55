"""A table as a file; who took it stands in the record of exports."""

from typing import Any

import tablib
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from ruko_parsel.tabel_kecamatan import Tabel
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula, read_saringan
from wilayah.models import CatatanEkspor

BENTUK = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@transaction.atomic
def serve_tabel(request: HttpRequest, tabel: Tabel, bentuk: str, *, nama: str) -> HttpResponse:
    """The file as a download, recorded first. Raises Http404 for another kind of file."""
    if bentuk not in BENTUK:
        raise Http404
    user: Any = request.user
    CatatanEkspor.objects.create(
        by=user, apa=f"RUKO: {tabel.nama}"[:80], bentuk=bentuk, jumlah=len(tabel.baris),
        saringan=read_saringan(request.GET), asal_hash=origin_hash(request),
    )  # fmt: skip
    return file_response(tabel, bentuk, nama=nama)


def file_response(tabel: Tabel, bentuk: str, *, nama: str) -> HttpResponse:
    """The same without a record: for what anybody may read."""
    isi = tablib.Dataset(headers=[escape_formula(k) for k in tabel.kepala], title="Data")
    for baris in tabel.baris:
        isi.append([escape_formula(sel) for sel in baris])
    response = HttpResponse(isi.export(bentuk), content_type=BENTUK[bentuk])
    response["Content-Disposition"] = f'attachment; filename="{nama}-{tabel.nama}.{bentuk}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
