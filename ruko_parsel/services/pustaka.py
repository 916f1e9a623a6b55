"""The library: added, renewed by a version that replaces the last, taken out, handed out."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ruko_parsel.berkas_pustaka import BerkasPustaka, check_pustaka
from ruko_parsel.models import Bidang, JenisMasalah, Pustaka
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah


class PustakaDitolak(ValueError):  # noqa: N818 - the domain's word
    """What may not be done to a row of the library; the message says why."""


@dataclass(frozen=True, slots=True)
class IsiPustaka:
    """What a row of the library says, and its file."""

    jenis: str
    judul: str
    nomor: str = ""
    tahun: int | None = None
    tentang: str = ""
    tautan: str = ""
    bidang: Bidang | None = None
    masalah: tuple[JenisMasalah, ...] = ()
    berlaku_dari: date | None = None
    berlaku_sampai: date | None = None
    umum: bool = False
    berkas: bytes | None = None


@transaction.atomic
def add_pustaka(isi: IsiPustaka, *, wilayah: Wilayah | None, by: Pengguna | None) -> Pustaka:
    """A new row; without `wilayah` a national one. Raises PustakaDitolak, BerkasPustakaDitolak."""
    return _create(isi, wilayah, by)


@transaction.atomic
def renew_pustaka(lama: Pustaka, isi: IsiPustaka, *, by: Pengguna) -> Pustaka:
    """A version that replaces this one from its first day on; the old one says by what."""
    lama = _lock(lama)
    if lama.ditarik_at is not None:
        raise PustakaDitolak("Yang ditarik tidak diperbarui. Masukkan sebagai pustaka baru.")
    if Pustaka.objects.filter(menggantikan=lama).exists():
        raise PustakaDitolak("Sudah ada versi yang lebih baru.")
    mulai = isi.berlaku_dari or timezone.localdate()
    if lama.berlaku_dari is not None and mulai <= lama.berlaku_dari:
        raise PustakaDitolak("Versi baru harus berlaku sesudah versi yang digantikannya.")
    baru = _create(isi, lama.wilayah, by, menggantikan=lama, versi=lama.versi + 1)
    if lama.berlaku_sampai is None or lama.berlaku_sampai >= mulai:
        Pustaka.objects.filter(pk=lama.pk).update(
            berlaku_sampai=max(mulai - timedelta(days=1), lama.berlaku_dari or date.min)
        )
    return baru


def _create(isi: IsiPustaka, wilayah: Wilayah | None, by: Pengguna | None, **lain: Any) -> Pustaka:
    pustaka = Pustaka(
        wilayah=wilayah, jenis=isi.jenis, by=by, umum=isi.umum, tahun=isi.tahun,
        judul=_line(isi.judul, 160), nomor=_line(isi.nomor, 80), tentang=_line(isi.tentang, 300),
        tautan=isi.tautan.strip(), bidang=isi.bidang, berlaku_dari=isi.berlaku_dari,
        berlaku_sampai=isi.berlaku_sampai, **lain,
    )  # fmt: skip
    berkas = check_pustaka(isi.berkas) if isi.berkas is not None else None
    if berkas is not None:
        pustaka.mime, pustaka.ukuran = berkas.mime, len(berkas.isi)
        pustaka.sha256, pustaka.berkas = berkas.sha256, f"pustaka/{berkas.sha256}"
    _check(pustaka)
    if berkas is not None:
        _keep(pustaka, berkas)
    pustaka.save()
    pustaka.masalah.set(isi.masalah)
    return pustaka


def _keep(pustaka: Pustaka, berkas: BerkasPustaka) -> None:
    nama = f"{secrets.token_hex(16)}.{berkas.akhiran}"
    pustaka.berkas = ""
    pustaka.berkas.save(nama, ContentFile(berkas.isi), save=False)


def _check(pustaka: Pustaka) -> None:
    """The row's own rules, in words. Raises PustakaDitolak."""
    try:
        pustaka.full_clean()
    except ValidationError as galat:
        raise PustakaDitolak(" ".join(galat.messages)) from None


def _line(teks: str, maks: int) -> str:
    return " ".join(clean_text(teks).split())[:maks]


@transaction.atomic
def describe_pustaka(pustaka: Pustaka, isi: IsiPustaka, *, by: Pengguna) -> Pustaka:
    """Change what is said about a file or link, not the file itself (that is a new version)."""
    pustaka = _lock(pustaka)
    if isi.berkas is not None:
        raise PustakaDitolak("Berkas baru dimasukkan sebagai versi baru.")
    pustaka.judul, pustaka.nomor = _line(isi.judul, 160), _line(isi.nomor, 80)
    pustaka.tahun, pustaka.tentang = isi.tahun, _line(isi.tentang, 300)
    pustaka.tautan, pustaka.bidang, pustaka.umum = isi.tautan.strip(), isi.bidang, isi.umum
    pustaka.berlaku_dari, pustaka.berlaku_sampai = isi.berlaku_dari, isi.berlaku_sampai
    pustaka.by = by
    _check(pustaka)
    pustaka.save()
    pustaka.masalah.set(isi.masalah)
    return pustaka


@transaction.atomic
def withdraw_pustaka(pustaka: Pustaka, *, by: Pengguna, alasan: str) -> Pustaka:
    """Offer it to nobody any more; the file stays, and it can be brought back."""
    pustaka = _lock(pustaka)
    if not alasan.strip():
        raise PustakaDitolak("Tulis alasannya.")
    if pustaka.ditarik_at is None:
        pustaka.ditarik_at, pustaka.by = timezone.now(), by
        pustaka.alasan_ditarik = _line(alasan, 200)
        pustaka.save(update_fields=["ditarik_at", "alasan_ditarik", "by"])
    return pustaka


@transaction.atomic
def restore_pustaka(pustaka: Pustaka, *, by: Pengguna) -> Pustaka:
    """Offer it again."""
    pustaka = _lock(pustaka)
    pustaka.ditarik_at, pustaka.alasan_ditarik, pustaka.by = None, "", by
    pustaka.save(update_fields=["ditarik_at", "alasan_ditarik", "by"])
    return pustaka


def count_unduhan(pustaka: Pustaka) -> None:
    """One more download."""
    Pustaka.objects.filter(pk=pustaka.pk).update(unduhan=F("unduhan") + 1)


def _lock(pustaka: Pustaka) -> Pustaka:
    rows: Any = Pustaka.objects.select_for_update(of=("self",))
    terkunci: Pustaka = rows.select_related("wilayah", "bidang").get(pk=pustaka.pk)
    return terkunci
