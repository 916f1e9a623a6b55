"""Files of households for download, each on record before its first byte."""

import tempfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from ekonomi.ekspor_rumah import write_csv, write_xlsx
from ekonomi.impor.baca import Ragam
from wilayah.asal import origin_hash
from wilayah.ekspor import read_saringan
from wilayah.models import CatatanEkspor

EXCEL = Ragam(pemisah=";", bom=True, baris_baru="\r\n")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record_ekspor(request: HttpRequest, *, apa: str, bentuk: str, jumlah: int) -> None:
    user: Any = request.user
    CatatanEkspor.objects.create(
        by=user,
        apa=apa[:80],
        bentuk=bentuk,
        jumlah=jumlah,
        saringan=read_saringan(request.GET),
        asal_hash=origin_hash(request),
    )


def rows_response(bentuk: str, rows: Any, *, nama: str, ragam: Ragam | None = None) -> HttpResponse:
    """Rows as CSV (streamed), as CSV for an Indonesian Excel, or as XLSX."""
    hari = f"{timezone.localdate():%Y%m%d}"
    if bentuk == "xlsx":
        berkas = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(rows, berkas)
        berkas.seek(0)
        response: Any = FileResponse(
            berkas, as_attachment=True, filename=f"{nama}-{hari}.xlsx", content_type=_XLSX
        )
    elif bentuk in {"csv", "excel"}:
        isi = write_csv(rows, ragam or (EXCEL if bentuk == "excel" else None))
        response = StreamingHttpResponse(isi, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{nama}-{hari}.csv"'
    else:
        raise Http404
    return private(response)


def text_response(isi: bytes, nama: str) -> HttpResponse:
    response = HttpResponse(isi, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{nama}"'
    return private(response)


def private(response: Any) -> Any:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
