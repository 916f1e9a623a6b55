"""Pictures of a letter: its QR, and signatures and arms made safe with Pillow."""

import base64
import io
from functools import lru_cache

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from dokumen.models import Surat

MAKS_BITA = 2 * 1024 * 1024
_PIKSEL_MAKS = 12_000_000
_SISI_TTD = (900, 400)
_SISI_LOGO = (500, 600)
# How opaque a darkness of 0 to 255 becomes: paper and its shadows nothing, ink fully.
_TINTA = [0 if n < 70 else min(255, (n - 70) * 2) for n in range(256)]


class GambarDitolak(ValueError):  # noqa: N818 - the domain's word
    """A picture that is not taken. The message says why, for the person who gave it."""


def verify_url(surat: Surat) -> str:
    """The address behind the QR."""
    return f"{settings.SITE_URL}/surat/{surat.token}/"


@lru_cache(maxsize=256)
def _qr(url: str) -> segno.QRCode:
    """Kept for a moment: a letter is looked at, then downloaded, then sent."""
    return segno.make_qr(url, error="m")


def qr_svg(url: str) -> bytes:
    keluar = io.BytesIO()
    _qr(url).save(keluar, kind="svg", border=0, xmldecl=False)
    return keluar.getvalue()


def qr_png(url: str) -> bytes:
    keluar = io.BytesIO()
    _qr(url).save(keluar, kind="png", border=0, scale=6)
    return keluar.getvalue()


def clean_ttd(isi: bytes) -> bytes:
    """A signature as a small PNG, dark strokes on nothing. Raises GambarDitolak.

    Paper becomes transparent: what is lighter than the ink fades out. An empty picture is refused.
    """
    gambar = _open(isi)
    putih = Image.new("RGBA", gambar.size, "white")
    putih.alpha_composite(gambar)
    abu = ImageOps.autocontrast(putih.convert("L"), cutoff=(0, 40))
    tinta = ImageOps.invert(abu).point(_TINTA)
    kotak = tinta.getbbox()
    if kotak is None or _share(tinta) < 0.0005:
        raise GambarDitolak("Tanda tangannya belum terlihat. Gambar atau unggah sekali lagi.")
    if _share(tinta) > 0.5:
        raise GambarDitolak("Latar gambarnya terlalu gelap. Foto di atas kertas putih, ya.")
    hasil = Image.new("RGBA", gambar.size, (16, 28, 64, 0))
    hasil.putalpha(tinta)
    return _png(hasil.crop(kotak), _SISI_TTD)


def clean_logo(isi: bytes) -> bytes:
    """Arms as a small PNG, nothing of the original's metadata. Raises GambarDitolak."""
    return _png(_open(isi), _SISI_LOGO)


def read_data_url(teks: str) -> bytes:
    """The bytes of a picture drawn on a page (data:image/png;base64,…). Raises GambarDitolak."""
    awal, _koma, badan = teks.partition(",")
    if awal != "data:image/png;base64" or len(badan) > MAKS_BITA:
        raise GambarDitolak("Gambar tanda tangannya tidak terbaca. Coba gambar sekali lagi.")
    try:
        return base64.b64decode(badan, validate=True)
    except ValueError:
        raise GambarDitolak("Gambar tanda tangannya tidak terbaca.") from None


def read_logo(nama: str) -> bytes | None:
    """The arms kept under this name; None when there are none (any more)."""
    if not nama:
        return None
    try:
        with default_storage.open(nama) as berkas:
            return bytes(berkas.read())
    except OSError:
        return None


def _open(isi: bytes) -> Image.Image:
    if not isi or len(isi) > MAKS_BITA:
        raise GambarDitolak("Gambarnya kosong atau lebih dari 2 MB.")
    try:
        with Image.open(io.BytesIO(isi), formats=("PNG", "JPEG")) as gambar:
            _check_size(gambar)
            return ImageOps.exif_transpose(gambar).convert("RGBA")
    except GambarDitolak:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise GambarDitolak("Berkas ini bukan gambar PNG atau JPEG yang utuh.") from None


def _check_size(gambar: Image.Image) -> None:
    """Before a single pixel is decoded."""
    if gambar.width * gambar.height > _PIKSEL_MAKS:
        raise GambarDitolak("Ukuran gambarnya terlalu besar.")


def _share(topeng: Image.Image) -> float:
    """Which part of a mask is ink."""
    tinta = ImageChops.constant(topeng, 0).histogram()[0]
    return sum(topeng.histogram()[64:]) / tinta


def _png(gambar: Image.Image, sisi: tuple[int, int]) -> bytes:
    gambar.thumbnail(sisi)
    bersih = Image.new("RGBA", gambar.size)
    bersih.paste(gambar)
    keluar = io.BytesIO()
    bersih.save(keluar, "PNG", optimize=True)
    return keluar.getvalue()
