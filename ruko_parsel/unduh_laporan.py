"""A monthly report as a file: a draft as it reads now, a signed one as it was signed."""

import dataclasses
import io

from django.http import FileResponse

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from pesan.berkas import DOCX, PDF
from pesan.lampiran import serve_private
from ruko_parsel.cetak.laporan_bulan import settled
from ruko_parsel.models import LaporanRuko
from ruko_parsel.services.laporan import remarks_of

BENTUK = {"pdf": PDF, "docx": DOCX}


def serve_laporan(laporan: LaporanRuko, bentuk: str) -> FileResponse:
    """The file; `bentuk` is one of BENTUK."""
    kertas = settled(laporan.isi)
    if laporan.disahkan_at is None:
        kertas = dataclasses.replace(kertas, blok=[*kertas.blok, *remarks_of(laporan)])
    isi = compile_pdf(kertas) if bentuk == "pdf" else compile_docx(kertas)
    ujung = f"-p{laporan.versi - 1}" if laporan.versi > 1 else ""
    nama = f"laporan-ruko-{laporan.wilayah_id}-{laporan.bulan:%Y-%m}{ujung}.{bentuk}"
    jawab = serve_private(io.BytesIO(isi), nama, BENTUK[bentuk])
    jawab["Cache-Control"] = "private, no-store"
    return jawab
