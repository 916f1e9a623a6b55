from dokumen.services.cetak import nama_berkas, render_docx, render_pdf, render_png
from dokumen.services.jenis import find_jenis, list_jenis, write_jenis
from dokumen.services.surat import (
    cancel_surat,
    draft_surat,
    fill_surat,
    reject_surat,
    submit_surat,
)
from dokumen.services.terbit import issue_surat, may_sign, reissue_surat, withdraw_surat

__all__ = [
    "cancel_surat",
    "draft_surat",
    "fill_surat",
    "find_jenis",
    "issue_surat",
    "list_jenis",
    "may_sign",
    "nama_berkas",
    "reissue_surat",
    "reject_surat",
    "render_docx",
    "render_pdf",
    "render_png",
    "submit_surat",
    "withdraw_surat",
    "write_jenis",
]
