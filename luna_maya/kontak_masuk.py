"""LURAH MALAM or KONTAK LURAH in a chat: who is reached now. A handler before `curhat.masuk`."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from luna_maya.kontak_malam import KontakSekarang, Orang, kontak_sekarang
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from wilayah.halaman import area_of
from wilayah.services.area import emergency_numbers

_KATA = re.compile(
    r"(lurah malam|kontak (pak |bu )?lurah|kontak malam|nomor lurah|siaga malam)( ini)?", re.I
)
_TANPA_WILAYAH = (
    "Kami belum tahu kelurahan Anda. Buka halaman kelurahan Anda di portal ini, lalu pilih "
    "Kontak malam."
)


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim messages that are nothing but these words."""
    return [_take(m) for m in masuk]


def _take(m: Masuk) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"}:
        return False
    if not _KATA.fullmatch(" ".join(m.isi.teks[:60].split()).strip(" .!?")):
        return False
    queue_pesan(
        kunci=f"kontak_malam:{m.pesan.pk}", templat="kontak_malam", slots=_slots(m),
        kontak=m.kontak, wilayah=m.wilayah, nomor_kanal=m.nomor_kanal,
    )  # fmt: skip
    return True


def _slots(m: Masuk) -> dict[str, str]:
    area = area_of(m.wilayah) if m.wilayah else None
    if area is None or not area.is_kelurahan:
        return {**_words(None), "kosong": _TANPA_WILAYAH, "darurat": "112", "url": ""}
    darurat = emergency_numbers(area.kode)[:3] or [("Darurat", "112")]
    return {
        **_words(kontak_sekarang(area.kode)),
        "darurat": ", ".join(f"{nama} {nomor}" for nama, nomor in darurat),
        "url": f"{settings.SITE_URL}{reverse('lurah_malam', args=[area.slug])}",
    }


def _words(kontak: KontakSekarang | None) -> dict[str, str]:
    """The slots about people; empty ones leave their line out."""
    giliran = kontak.sekarang if kontak else None
    utama = kontak.orang if kontak else None
    pengganti = giliran.pengganti if giliran and giliran.pengganti != utama else None
    kosong = ""
    if utama is None:
        jelang = kontak.berikut if kontak else None
        kosong = "Saat ini tidak ada kontak malam yang dapat ditampilkan." + (
            f" Giliran berikutnya mulai {jelang.mulai_terbaca}." if jelang else ""
        )
    return {
        "siapa": _named(utama), "pengganti": _named(pengganti), "kosong": kosong,
        "jam": giliran.jam if giliran and utama else "",
    }  # fmt: skip


def _named(orang: Orang | None) -> str:
    return f"{orang.sebutan}, {orang.nomor_terbaca}" if orang else ""
