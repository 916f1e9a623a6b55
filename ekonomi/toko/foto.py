"""Pictures of products: one to look at, and a small one for lists (a few kB)."""

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from pesan.lampiran import Berkas, keep, store_unggahan
from pesan.models import Lampiran

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SISI_KECIL = (320, 240)  # pixels; drawn at half that on a phone
SISI_BESAR = (960, 720)


def store_foto(berkas: "UploadedFile[Any] | bytes") -> tuple[Lampiran, Lampiran]:
    """Check a picture and keep it in two sizes, (large, small). Raises LampiranDitolak.

    The upload itself is replaced: no larger original stays behind.
    """
    besar = store_unggahan(berkas, Lampiran.Jenis.FOTO)
    with besar.berkas.open("rb") as isi, Image.open(isi) as gambar:
        gambar.load()
        penuh = gambar.convert("RGB")
    nama = str(besar.berkas.name)
    kecil = Lampiran(jenis=Lampiran.Jenis.FOTO, nama="kecil")
    keep(kecil, _webp(ImageOps.fit(penuh, SISI_KECIL), 62))
    penuh.thumbnail(SISI_BESAR)
    storage = besar.berkas.storage
    keep(besar, _webp(penuh, 78))
    storage.delete(nama)
    return besar, kecil


def _webp(gambar: Image.Image, mutu: int) -> Berkas:
    keluar = io.BytesIO()
    gambar.save(keluar, "WEBP", quality=mutu, method=2)
    return Berkas(Lampiran.Jenis.FOTO, "image/webp", ".webp", keluar.getvalue())
