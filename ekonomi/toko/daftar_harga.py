"""The month's price list as PDF: drawn by typst from data, nothing of it read as markup."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from dokumen.cetak.pdf import embedded_fonts
from ekonomi.models import Produk
from wilayah.format import rupiah

_TEMPLAT = Path(__file__).with_name("daftar_harga.typ")


def price_list_pdf(
    tempat: str, bulan: str, kelompok: Sequence[tuple[str, Sequence[Produk]]]
) -> bytes:
    """Products by category with price, unit and stall; `tempat` is the area, as its page says."""
    data = {
        "tempat": tempat,
        "bulan": bulan,
        "kelompok": [
            {"judul": judul, "baris": [_row(produk) for produk in isi]} for judul, isi in kelompok
        ],
    }
    hasil = typst.compile(
        _TEMPLAT.read_bytes(),
        font_paths=embedded_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def _row(produk: Produk) -> dict[str, str]:
    stok = "sesuai pesanan" if produk.stok is None else f"{produk.stok} {produk.satuan}"
    return {
        "nama": produk.nama,
        "harga": rupiah(produk.harga),
        "satuan": produk.satuan,
        "stok": stok,
        "lapak": produk.lapak.nama,
        "tempat": produk.lapak.tempat,
    }
