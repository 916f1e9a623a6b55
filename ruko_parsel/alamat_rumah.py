"""Addresses without login as links, as QR and as posters."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dokumen.cetak.gambar import qr_svg
from dokumen.cetak.pdf import compile_template
from ruko_parsel.models import TandaRumah
from wilayah.models import Wilayah

_NAMA = {"layar": "ruko_layar", "antre": "ruko_antre", "tamu": "ruko_tamu"}
_TEMPLAT = Path(__file__).with_name("poster_rumah.typ")
_POSTER = {
    "tamu": {
        "judul": "Buku tamu",
        "ajak": "Pindai dengan kamera ponsel, lalu isi nama dan keperluan Anda.",
        "langkah": [
            "Arahkan kamera ponsel ke kotak di atas.",
            "Buka alamat yang muncul dan isi formulirnya.",
            "Belum punya janji? Ambil nomor antrean di halaman yang sama.",
        ],
        "kaki": "Tanpa ponsel? Petugas di meja tamu siap menuliskannya untuk Anda. Nama Anda "
        "hanya dibaca petugas kecamatan dan dihapus sesudah masa simpannya.",
    },
    "antre": {
        "judul": "Ambil nomor antrean",
        "ajak": "Pindai dengan kamera ponsel untuk mengambil nomor.",
        "langkah": [
            "Arahkan kamera ponsel ke kotak di atas.",
            "Pilih keperluan Anda, lalu tekan Ambil nomor.",
            "Tunggu nomor Anda tampil di layar ruang tunggu.",
        ],
        "kaki": "Tanpa ponsel? Mintalah nomor di meja tamu.",
    },
}


def url_of(tanda: TandaRumah) -> str:
    """The whole address."""
    alamat = reverse(_NAMA[tanda.jenis], args=[tanda.tanda])
    return f"{settings.SITE_URL.rstrip('/')}{alamat}"


def qr_inline(url: str) -> SafeString:
    """The address as an SVG for a page."""
    gambar = segno.make_qr(url, error="m").svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff"
    )
    return mark_safe(gambar)  # noqa: S308 - our own drawing


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def poster_of(tanda: TandaRumah, rumah: Wilayah) -> bytes:
    """One A4 page with the QR, as PDF. Raises KeyError for a screen: nobody scans that."""
    data: dict[str, Any] = {
        **_POSTER[tanda.jenis],
        "kantor": f"Kantor {rumah.get_tingkat_display()} {rumah.nama}",
        "alamat": url_of(tanda),
    }
    return compile_template(_source(), data, {"qr": qr_svg(url_of(tanda))})
