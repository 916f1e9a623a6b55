"""Slugs of areas in service: never a path that the portal itself answers."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify

# First segments of fixed addresses, those of later issues included. tests/wilayah/test_slug.py
# walks the URLconf and fails when one is missing here.
RESERVED = frozenset(
    {
        "admin", "api", "akun", "berkas", "bantuan", "curhat", "dasbor", "data", "discovery",
        "dokumen", "ekonomi", "favicon", "health", "ingest", "inovasi", "kalender", "kebijakan",
        "kegiatan", "keluar", "kiosk", "kios", "lacak", "lampiran", "lapor", "layanan", "login",
        "logout", "luna-maya", "manifest", "masuk", "media", "obrolan", "open311", "peta", "pesan",
        "privasi", "robots", "ruko-parsel", "rujukan", "sehat", "sitemap", "simulasi",
        "simulasi-graph", "static", "status", "surat", "tentang", "tiket", "toko", "transparansi",
        "unduh", "verifikasi", "wa", "warga", "webhook", "well-known", "wilayah",
        "bayar", "buku-besar", "hadir", "jual", "omzet", "padat-karya", "pasar", "pelatihan",
        "pesanan", "rumah", "sertifikat", "siap", "survei", "tampil", "usaha",
    }
)  # fmt: skip
# For the database constraint: the same list as one pattern.
RESERVED_PATTERN = rf"^({'|'.join(sorted(RESERVED))})$"


def validate_slug_wilayah(value: str) -> None:
    """Refuse a slug that would shadow a fixed path, or that is not plain lower-case ASCII."""
    if value in RESERVED:
        raise ValidationError(f"“{value}” dipakai portal sendiri; pilih alamat lain.")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValidationError("Alamat hanya memakai huruf kecil, angka, dan tanda hubung.")


def suggest_slug(nama: str, tingkat: str, nama_kota: str) -> str:
    """A slug for an area in service: taman-madiun, kec-taman-madiun, kota-madiun, kab-jember.

    >>> suggest_slug("Taman", "kelurahan", "Kota Madiun")
    'taman-madiun'
    """
    kota = re.sub(r"^(kota|kabupaten)\s+", "", nama_kota, flags=re.IGNORECASE)
    if tingkat in {"kota", "kabupaten"}:
        return slugify(f"{'kota' if tingkat == 'kota' else 'kab'} {kota}")
    if tingkat == "kecamatan":
        return slugify(f"kec {nama} {kota}")
    return slugify(f"{nama} {kota}")
