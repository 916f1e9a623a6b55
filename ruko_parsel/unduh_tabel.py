"""A table of a page as CSV or XLSX: formulas escaped, the export recorded."""

from collections.abc import Sequence
from typing import Any

import tablib
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula, read_saringan
from wilayah.models import CatatanEkspor

BENTUK = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BOM = "\ufeff"  # spreadsheets take a CSV without it for another encoding


@transaction.atomic
def serve_tabel(
    request: HttpRequest, *, apa: str, nama: str, bentuk: str, kepala: Sequence[str],
    baris: Sequence[Sequence[Any]],
) -> HttpResponse:  # fmt: skip
    """The file `nama`.`bentuk`, recorded first; `apa` is what the record of exports calls it.

    Raises Http404 for another kind of file than those of BENTUK.
    """
    if bentuk not in BENTUK:
        raise Http404
    user: Any = request.user
    CatatanEkspor.objects.create(
        by=user, apa=apa[:80], bentuk=bentuk, jumlah=len(baris),
        saringan=read_saringan(request.GET), asal_hash=origin_hash(request),
    )  # fmt: skip
    return table_response(nama=nama, bentuk=bentuk, kepala=kepala, baris=baris)


def table_response(
    *, nama: str, bentuk: str, kepala: Sequence[str], baris: Sequence[Sequence[Any]]
) -> HttpResponse:
    """The same without a record: for what anybody may read."""
    isi = tablib.Dataset(headers=[escape_formula(k) for k in kepala], title="Data")
    for satu in baris:
        isi.append([escape_formula(sel) for sel in satu])
    data: Any = isi.export(bentuk)
    response = HttpResponse(_BOM + data if bentuk == "csv" else data, content_type=BENTUK[bentuk])
    response["Content-Disposition"] = f'attachment; filename="{nama}.{bentuk}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
