"""A replication kit as a file: PDF, Word, or both with what another installation loads."""

import io
from functools import lru_cache

from django.http import FileResponse, Http404
from django.utils import timezone

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from luna_maya.cetak.kit import build_zip, compose_kit
from luna_maya.models import KitReplikasi
from pesan.berkas import DOCX, PDF
from pesan.lampiran import serve_private

BENTUK = {"pdf": PDF, "docx": DOCX, "zip": "application/zip"}


def serve_kit(kit: KitReplikasi, bentuk: str) -> FileResponse:
    """Raises Http404 for another kind of file. Made at most once an hour: it holds no person."""
    if bentuk not in BENTUK:
        raise Http404
    jam = f"{timezone.now():%Y%m%d%H}"
    isi = _build(int(kit.pk), kit.updated_at.isoformat(), jam, bentuk)
    slug = kit.wilayah.slug or kit.wilayah_id
    return serve_private(io.BytesIO(isi), f"kit-replikasi-{slug}.{bentuk}", BENTUK[bentuk])


@lru_cache(maxsize=12)
def _build(pk: int, _isi: str, _jam: str, bentuk: str) -> bytes:
    """One file; what stands behind its key has not changed within the hour."""
    kit = KitReplikasi.objects.select_related("wilayah").get(pk=pk)
    kertas = compose_kit(kit)
    if bentuk == "pdf":
        return compile_pdf(kertas)
    if bentuk == "docx":
        return compile_docx(kertas)
    return build_zip(kit, compile_pdf(kertas), compile_docx(kertas))
