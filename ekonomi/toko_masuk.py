"""Inbound chat of the shop: TOKO gives its address, PESANAN a seller's open orders.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`; what it does not claim goes on there.
"""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from ekonomi.models import Lapak, Pesanan
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from wilayah.halaman import area_of

_BUKAN_HURUF = re.compile(r"[^a-z ]+")
_TOKO = frozenset({"toko", "toko warga", "belanja"})
_PESANAN = frozenset({"pesanan", "pesanan saya", "pesanan masuk"})
_TAMPIL = 8  # orders in one answer


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the messages that are nothing but one of these words."""
    return [_answer(m) for m in masuk]


def _answer(m: Masuk) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"}:
        return False
    kata = " ".join(_BUKAN_HURUF.sub(" ", m.isi.teks[:40].lower()).split())
    if kata in _TOKO:
        _say(m, "toko_alamat", {"url": _catalogue(m)})
        return True
    return kata in _PESANAN and _orders(m)


def _catalogue(m: Masuk) -> str:
    area = area_of(m.wilayah) if m.wilayah else None
    jalan = reverse("toko_di", args=[area.slug]) if area else reverse("toko")
    return f"{settings.SITE_URL}{jalan}"


def _orders(m: Masuk) -> bool:
    """The open orders of the stalls whose contact this is; somebody else's word goes on."""
    lapak = list(Lapak.objects.filter(kontak=m.kontak).values_list("pk", flat=True))
    if not lapak:
        return False
    terbuka = Pesanan.objects.open().filter(lapak__in=lapak).order_by("id")
    baris = [f"{p.kode}: {p.get_status_display().lower()}" for p in terbuka[:_TAMPIL]]
    sisa = terbuka.count() - len(baris)
    if sisa > 0:
        baris.append(f"dan {sisa} lainnya")
    isi = {"isi": "\n".join(baris), "url": f"{settings.SITE_URL}{reverse('jual')}"}
    _say(m, "toko_pesanan_daftar" if baris else "toko_pesanan_kosong", isi)
    return True


def _say(m: Masuk, templat: str, slots: dict[str, str]) -> None:
    queue_pesan(
        kunci=f"toko:{m.pesan.pk}",
        templat=templat,
        slots=slots,
        kontak=m.kontak,
        wilayah=m.wilayah,
        nomor_kanal=m.nomor_kanal,
    )
