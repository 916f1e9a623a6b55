"""A yearly book as a file."""

from django.http import FileResponse

from luna_maya.models import BukuTahunan
from luna_maya.services.buku import fresh_buku
from pesan.berkas import DOCX, PDF
from pesan.lampiran import serve_private

MIME = {"pdf": PDF, "docx": DOCX}


def serve_buku(buku: BukuTahunan, bentuk: str) -> FileResponse:
    """The file with nothing in it that was withdrawn since."""
    buku = fresh_buku(buku)
    berkas = buku.pdf if bentuk == "pdf" else buku.docx
    nama = f"buku-kunjungan-lurah-{buku.tahun}.{bentuk}"
    jawab = serve_private(berkas.open("rb"), nama, MIME[bentuk])
    jawab["Cache-Control"] = "private, no-store"
    return jawab
