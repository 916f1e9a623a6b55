"""The files of a letter. A draft renders too: DRAF across it, blanks dotted, no number, no QR."""

import base64
import re
from typing import Any

from django.utils.text import slugify

from dokumen.cetak.data import build_data
from dokumen.cetak.gambar import qr_png, qr_svg, read_logo, verify_url
from dokumen.cetak.pdf import compile_pdf, compile_png
from dokumen.cetak.word import compile_docx
from dokumen.models import Surat


def render_pdf(surat: Surat) -> bytes:
    """The letter as PDF. Raises SuratDihapus once its person was erased."""
    data = build_data(surat)
    gambar = _pictures(surat, data)
    if data["periksa"] is not None:
        gambar["qr"] = qr_svg(verify_url(surat))
    return compile_pdf(data, gambar)


def render_docx(surat: Surat) -> bytes:
    """The letter as a Word file, from the same data. Raises SuratDihapus."""
    data = build_data(surat)
    gambar = _pictures(surat, data)
    if data["periksa"] is not None:
        gambar["qr"] = qr_png(verify_url(surat))
    return compile_docx(data, gambar)


def render_png(surat: Surat) -> list[bytes]:
    """The pages of the PDF as pictures. Raises SuratDihapus."""
    data = build_data(surat)
    gambar = _pictures(surat, data)
    if data["periksa"] is not None:
        gambar["qr"] = qr_svg(verify_url(surat))
    return compile_png(data, gambar)


def count_pages(surat: Surat) -> int:
    """How many pages it takes. Raises SuratDihapus."""
    return len(re.findall(rb"/Type\s*/Page[^s]", render_pdf(surat)))


def nama_berkas(surat: Surat, akhiran: str) -> str:
    """A file name without anything of the person: surat-pengantar-400-12-012-2026.pdf."""
    ekor = slugify(surat.nomor.replace("/", "-").replace(".", "-")) or f"draf-{surat.pk}"
    return f"{slugify(surat.jenis.nama)}-{ekor}.{akhiran}"


def _pictures(surat: Surat, data: dict[str, Any]) -> dict[str, bytes]:
    """Arms and signature as files; what is missing is not named by the data either."""
    gambar: dict[str, bytes] = {}
    logo = read_logo(data["kop"].pop("logo"))
    if logo is not None:
        gambar["logo"] = logo
    if surat.tanda_tangan is not None:
        gambar["ttd"] = base64.b64decode(surat.tanda_tangan.gambar)
    data["logo"] = logo is not None
    return gambar
