"""KERJA and DAFTAR KERJA 2 by chat: what work there is, and registering for it."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from ekonomi.models import ProyekPadatKarya
from ekonomi.services.padat_karya.catat import KaryaDitolak
from ekonomi.services.padat_karya.daftar import register_by_kontak
from ekonomi.services.padat_karya.kabar import slots_of
from ekonomi.tanggal import hari_pendek
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan
from wilayah.halaman import area_of

_DAFTAR = re.compile(r"daftar\s+kerja\s*#?\s*(\d{1,6})?", re.IGNORECASE)
_KERJA = frozenset({"kerja", "info kerja", "padat karya", "lowongan padat karya"})
_PALING_BANYAK = 8


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim messages that are nothing but one of these commands."""
    return [_take(m) for m in masuk]


def _take(m: Masuk) -> bool:
    if m.kontak is None or m.isi.jenis not in {"teks", "tombol"}:
        return False
    kata = " ".join(m.isi.teks[:80].split()).strip(" .!?")
    if cocok := _DAFTAR.fullmatch(kata):
        _register(m, cocok[1])
        return True
    if kata.lower() in _KERJA:
        _list(m)
        return True
    return False


def _open_at(m: Masuk) -> list[ProyekPadatKarya]:
    rows = ProyekPadatKarya.objects.filter(status="pendaftaran")
    if m.wilayah is None:
        return []
    return list(rows.in_wilayah(m.wilayah).order_by("mulai", "pk")[:_PALING_BANYAK])


def _list(m: Masuk) -> None:
    proyek = _open_at(m)
    baris = [
        f"{p.pk}. {p.judul}, {p.tempat}: {p.kuota} orang, {p.hari_kerja} hari"
        + (f", mulai {hari_pendek(p.mulai)}" if p.mulai else "")
        for p in proyek
    ]
    area = area_of(m.wilayah) if m.wilayah else None
    _answer(
        m, "kerja_buka", isi="\n".join(baris), contoh=proyek[0].pk if proyek else "",
        kelurahan=area.nama_panjang if area else "",
        kosong="" if proyek else "Saat ini belum ada pendaftaran padat karya yang dibuka.",
    )  # fmt: skip


def _register(m: Masuk, nomor: str | None) -> None:
    proyek = _open_at(m)
    dipilih = [p for p in proyek if str(p.pk) == nomor] if nomor else proyek
    if len(dipilih) != 1:
        _list(m)
        return
    assert m.kontak is not None  # noqa: S101 - _take saw to it
    try:
        hasil = register_by_kontak(dipilih[0], m.kontak)
    except KaryaDitolak as error:
        _answer(m, "kerja_daftar_tidak", alasan=str(error), url_daftar=_form_url(dipilih[0]))
        return
    _answer(
        m, "kerja_daftar_ya", rujukan=hasil.pekerja.kode, pin=hasil.pin, **slots_of(hasil.pekerja)
    )


def _form_url(proyek: ProyekPadatKarya) -> str:
    area = area_of(str(proyek.wilayah_id))
    if area is None:
        return ""
    return f"{settings.SITE_URL}{reverse('padat_karya_daftar', args=[area.slug, proyek.pk])}"


def _answer(m: Masuk, templat: str, *, rujukan: str = "", **slots: object) -> None:
    queue_pesan(
        kunci=f"{templat}:{m.pesan.pk}", templat=templat, slots=slots, kontak=m.kontak,
        wilayah=m.wilayah, nomor_kanal=m.nomor_kanal, rujukan=rujukan,
    )  # fmt: skip
