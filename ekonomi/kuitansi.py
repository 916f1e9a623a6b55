"""The receipt of a payment as a PDF of the width of a small printer (80 mm)."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from dokumen.cetak.pdf import embedded_fonts
from ekonomi.models import Angsuran
from wilayah.format import rupiah, tanggal_panjang

_TEMPLAT = Path(__file__).with_name("kuitansi.typ")


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLAT.read_bytes()


def render_kuitansi(angsuran: Angsuran) -> bytes:
    """The receipt; a payment that was undone says so across it."""
    isi: dict[str, Any] = {
        "input": {"main.typ": _source()},
        "font_paths": embedded_fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(receipt_data(angsuran), ensure_ascii=False)},
    }
    hasil = typst.compile(**isi)
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def receipt_data(angsuran: Angsuran) -> dict[str, object]:
    """What stands on it, in order."""
    pinjaman = angsuran.pinjaman
    anggota = pinjaman.anggota
    baris = [
        ("Nomor", angsuran.nomor_kuitansi),
        ("Tanggal", f"{angsuran.tanggal:%d-%m-%Y}"),
        ("Anggota", f"{anggota.nomor} {anggota.nama}"),
        ("Pinjaman", pinjaman.nomor),
        ("Untuk pokok", rupiah(angsuran.pokok)),
        ("Untuk jasa", rupiah(angsuran.jasa)),
        ("Sisa pokok", rupiah(angsuran.sisa_pokok)),
        ("Cara", angsuran.get_cara_display()),
    ]
    if angsuran.pembayar is not None:
        baris.insert(4, ("Dibayarkan", f"{angsuran.pembayar.nomor} {angsuran.pembayar.nama}"))
    return {
        "koperasi": anggota.koperasi.nama,
        "jumlah": rupiah(angsuran.jumlah),
        "baris": baris,
        "kaki": f"Diterima {angsuran.oleh}, {tanggal_panjang(angsuran.created_at)}",
        "cap": "DIBATALKAN" if hasattr(angsuran, "pembatalan") else "",
    }
