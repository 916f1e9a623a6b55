"""A table of a staff page as CSV or XLSX: formulas escaped, the export recorded."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.http import FileResponse, HttpRequest

from pesan.lampiran import serve_private
from wilayah.asal import origin_hash
from wilayah.ekspor import escape_formula, read_saringan
from wilayah.models import CatatanEkspor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def serve_tabel(
    request: HttpRequest, *, apa: str, nama: str, bentuk: str, kepala: Sequence[str],
    baris: Sequence[Sequence[Any]],
) -> FileResponse:  # fmt: skip
    """The file `nama`.csv or .xlsx; `apa` is what the record of exports calls it."""
    user: Any = request.user
    isi = [[escape_formula(sel) for sel in satu] for satu in (kepala, *baris)]
    bentuk = bentuk if bentuk == "xlsx" else "csv"
    CatatanEkspor.objects.create(
        by=user, apa=apa, bentuk=bentuk, jumlah=len(baris), saringan=read_saringan(request.GET),
        asal_hash=origin_hash(request),
    )  # fmt: skip
    data, mime = (_xlsx(isi), XLSX) if bentuk == "xlsx" else (_csv(isi), "text/csv; charset=utf-8")
    jawab = serve_private(io.BytesIO(data), f"{nama}.{bentuk}", mime)
    jawab["Cache-Control"] = "private, no-store"
    return jawab


def _csv(isi: Sequence[Sequence[Any]]) -> bytes:
    keluar = io.StringIO()
    csv.writer(keluar).writerows(isi)
    return ("\ufeff" + keluar.getvalue()).encode()


def _xlsx(isi: Sequence[Sequence[Any]]) -> bytes:
    buku = openpyxl.Workbook(write_only=True)
    lembar = buku.create_sheet("Data")
    for satu in isi:
        lembar.append(list(satu))
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()
