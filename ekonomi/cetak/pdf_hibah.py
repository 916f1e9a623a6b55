"""PDFs of grants and wages by typst: receipt, vouchers, slips, the list that workers sign."""

import base64
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from dokumen.cetak.pdf import embedded_fonts
from ekonomi.models import DaftarUpah, Hibah
from ekonomi.services.hibah.voucher import VoucherBaru
from ekonomi.tanggal import hari_panjang
from ekonomi.terbilang import terbilang_rupiah
from pesan.models import Lampiran
from wilayah.format import rupiah
from wilayah.models import Wilayah

_FOLDER = Path(__file__).parent


@cache
def _source(nama: str) -> bytes:
    return (_FOLDER / f"{nama}.typ").read_bytes()


def _compile(nama: str, data: dict[str, Any], gambar: dict[str, bytes] | None = None) -> bytes:
    berkas = {f"{kunci}.svg": isi for kunci, isi in (gambar or {}).items()}
    kerja: dict[str, Any] = {
        "input": {"main.typ": _source(nama), **berkas},
        "font_paths": embedded_fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }
    hasil = typst.compile(**kerja)
    assert isinstance(hasil, bytes)  # noqa: S101 - one PDF, whatever its pages
    return hasil


def _head(wilayah: Wilayah) -> dict[str, str]:
    """The office in the head of a page."""
    kode = wilayah.kode.split(".")
    atas = Wilayah.objects.in_bulk([".".join(kode[:2]), ".".join(kode[:4])])
    kota, kelurahan = atas.get(".".join(kode[:2])), atas.get(".".join(kode[:4]))
    return {
        "instansi": f"Pemerintah {kota.nama}" if kota else "",
        "kelurahan": kelurahan.nama_lengkap if kelurahan else str(wilayah),
    }


def receipt_pdf(hibah: Hibah) -> bytes:
    """The receipt of a grant that was handed over."""
    assert hibah.diserahkan_pada is not None  # noqa: S101 - the caller saw to it
    ttd = _signature(hibah.tanda_tangan)
    data = _head(hibah.wilayah) | {
        "judul": f"Kuitansi {hibah.nomor_kuitansi}",
        "nomor": hibah.nomor_kuitansi,
        "baris": [
            ["Sudah terima dari", f"Program {hibah.paket.program.nama}"],
            ["Uang sejumlah", terbilang_rupiah(hibah.nilai)],
            ["Untuk", f"{hibah.paket.nama} ({hibah.get_cara_display().lower()}): {hibah.rencana}"],
            ["Rumah tangga", f"{hibah.rumah.nomor}, kode hibah {hibah.kode}"],
        ],
        "jumlah": rupiah(hibah.nilai),
        "penyerah": str(hibah.diserahkan_oleh),
        "penerima": hibah.penerima,
        "tempat_tanggal": hari_panjang(hibah.diserahkan_pada),
        "ttd": bool(ttd),
        "kaki": "Bantuan ini gratis. Pemakaiannya dilihat pada hari ke-30, 60, dan 90.",
    }
    return _compile("kuitansi", data, {"ttd": ttd} if ttd else None)


def _signature(lampiran: Lampiran | None) -> bytes:
    if lampiran is None or lampiran.status != Lampiran.Status.ADA:
        return b""
    with lampiran.berkas.open("rb") as berkas:
        return _as_svg(berkas.read())


def _as_svg(isi: bytes) -> bytes:
    """A kept picture (JPEG or WebP) inside an SVG: files given to typst from memory are UTF-8."""
    with Image.open(io.BytesIO(isi)) as gambar:
        lebar, tinggi = gambar.size
        keluar = io.BytesIO()
        gambar.convert("RGBA").save(keluar, "PNG")
    data = base64.b64encode(keluar.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar}" height="{tinggi}" '
        f'viewBox="0 0 {lebar} {tinggi}"><image width="{lebar}" height="{tinggi}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def voucher_pdf(hibah: Hibah, voucher: Sequence[VoucherBaru]) -> bytes:
    """The vouchers with their PINs, to cut apart; they can be printed at this moment only."""
    data = _head(hibah.wilayah) | {
        "judul": f"Voucher {hibah.kode}",
        "paket": hibah.paket.nama,
        "voucher": [
            {
                "kode": satu.voucher.kode,
                "pin": satu.pin,
                "nilai": rupiah(satu.voucher.nilai),
                "sampai": hari_panjang(satu.voucher.berlaku_sampai),
                "toko": ", ".join(t.nama for t in satu.voucher.pedagang.all())
                or "semua toko yang bekerja sama",
            }
            for satu in voucher
        ],
    }
    return _compile("voucher", data)


def payroll_pdf(daftar: DaftarUpah, bentuk: str) -> bytes:
    """Slips of a payroll (`bentuk` "slip"), or the list that workers sign ("tanda_terima")."""
    baris = daftar.baris.select_related("pekerja").prefetch_related("rincian")
    bayar = "belum dibayar"
    if daftar.dibayar_pada is not None:
        bayar = f"{hari_panjang(daftar.dibayar_pada)}, {daftar.get_cara_display().lower()}"
    data = _head(daftar.proyek.wilayah) | {
        "judul": str(daftar),
        "bentuk": bentuk,
        "nomor": f"DU-{daftar.pk}",
        "proyek": daftar.proyek.judul,
        "masa": f"{hari_panjang(daftar.dari)} sampai {hari_panjang(daftar.sampai)}",
        "bayar": bayar,
        "total": rupiah(daftar.total),
        "total_terbilang": terbilang_rupiah(daftar.total),
        "slip": [
            {
                "kode": b.pekerja.kode,
                "nama": b.pekerja.nama,
                "hari": f"{b.hari.normalize():f}".replace(".", ","),
                "jumlah": rupiah(b.jumlah),
                "terbilang": terbilang_rupiah(b.jumlah),
                "rincian": rates_of(b),
            }
            for b in baris
        ],
        "petugas": [
            ["Disusun,", str(daftar.dibuat_oleh)],
            ["Diperiksa,", str(daftar.diperiksa_oleh or ".........................")],
            ["Dibayar,", str(daftar.dibayar_oleh or ".........................")],
        ],
    }
    return _compile("upah", data)


def rates_of(baris: Any) -> str:
    """Days at each rate: "4 × Rp 100.000; 1 × Rp 50.000"."""
    hitung: dict[int, int] = {}
    for h in baris.rincian.all():
        hitung[h.jumlah] = hitung.get(h.jumlah, 0) + 1
    return "; ".join(f"{n} × {rupiah(jumlah)}" for jumlah, n in sorted(hitung.items())[::-1])
