"""The yearly book: asked for, composed by the worker, published by the lurah, kept fitting."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from luna_maya.cetak.buku import compose_buku, mark_of, ready_buku
from luna_maya.models import BukuTahunan
from pesan.bangun import wake
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

log = structlog.get_logger("luna_maya.buku")

TUGAS = "luna_maya.tasks.compose_buku"
MACET = timedelta(minutes=5)  # without a sign of life for so long, its worker is dead
S = BukuTahunan.Status


class BukuKeliru(ValueError):  # noqa: N818 - the domain's word
    """What cannot be done with the book now; the message says why."""


def is_lurah_of(user: Any, kelurahan: str) -> bool:
    """Whether this user is the lurah of this kelurahan today (or a superuser)."""
    return bool(user.is_superuser) or any(
        tugas.peran == "lurah" and tugas.wilayah_id == kelurahan for tugas in user.penugasan_aktif
    )


@transaction.atomic
def start_buku(wilayah: Wilayah, tahun: int, *, by: Pengguna) -> BukuTahunan:
    """The book of this year, made when new. Raises BukuKeliru for a year that has not begun."""
    if not 2020 <= tahun <= timezone.localdate().year:
        raise BukuKeliru("Pilih tahun antara 2020 dan tahun ini.")
    buku, _baru = BukuTahunan.objects.get_or_create(
        wilayah=wilayah, tahun=tahun, defaults={"by": by}
    )
    return buku


@transaction.atomic
def write_pengantar(buku: BukuTahunan, teks: str) -> BukuTahunan:
    """The foreword; it is in the book once that is composed again."""
    buku = _lock(buku)
    buku.pengantar = mask_catatan(teks.strip())[:4000]
    buku.save(update_fields=["pengantar"])
    return buku


@transaction.atomic
def queue_buku(buku: BukuTahunan) -> BukuTahunan:
    """Have it composed anew; what is published stays out until it is done. Twice is once.

    Raises BukuKeliru while it is published: take it back first.
    """
    buku = _lock(buku)
    if buku.terbit_at is not None:
        raise BukuKeliru("Buku ini sudah terbit. Tarik dulu sebelum disusun ulang.")
    if buku.status not in BukuTahunan.BERJALAN:
        buku.status, buku.kemajuan, buku.detak_at = S.ANTRE, 0, timezone.now()
        buku.save(update_fields=["status", "kemajuan", "detak_at"])
    wake(TUGAS)
    return buku


@transaction.atomic
def publish_buku(buku: BukuTahunan, *, by: Pengguna) -> BukuTahunan:
    """For everybody to read. Raises BukuKeliru where it is not composed, PermissionError for
    anybody but the lurah.
    """
    if not is_lurah_of(by, str(buku.wilayah_id)):
        raise PermissionError("Hanya lurah yang menerbitkan buku tahunan.")
    buku = _lock(buku)
    if buku.status != S.JADI:
        raise BukuKeliru("Bukunya belum selesai disusun.")
    if buku.terbit_at is None:
        buku.terbit_at, buku.terbit_by = timezone.now(), by
        buku.save(update_fields=["terbit_at", "terbit_by"])
    return buku


@transaction.atomic
def unpublish_buku(buku: BukuTahunan) -> BukuTahunan:
    """Staff only again."""
    buku = _lock(buku)
    buku.terbit_at = buku.terbit_by = None
    buku.save(update_fields=["terbit_at", "terbit_by"])
    return buku


def run_antrean() -> int:
    """Compose the books that wait, one after the other; gives how many. Safe to run twice."""
    jumlah = 0
    while (buku := _claim()) is not None:
        try:
            _compose(buku)
        except Exception as galat:
            log.exception("buku_gagal", buku=buku.pk, galat=type(galat).__name__)
            BukuTahunan.objects.filter(pk=buku.pk).update(status=S.GAGAL)
        jumlah += 1
    return jumlah


@transaction.atomic
def _claim() -> BukuTahunan | None:
    macet = Q(status=S.MENYUSUN, detak_at__lt=timezone.now() - MACET)
    rows: Any = BukuTahunan.objects.select_for_update(skip_locked=True, of=("self",))
    buku: BukuTahunan | None = rows.filter(Q(status=S.ANTRE) | macet).order_by("detak_at").first()
    if buku is not None:
        buku.status, buku.kemajuan, buku.detak_at = S.MENYUSUN, 1, timezone.now()
        buku.save(update_fields=["status", "kemajuan", "detak_at"])
    return buku


def _compose(buku: BukuTahunan) -> None:
    isi = compose_buku(buku, partial(_advance, buku))
    with transaction.atomic():
        buku = _lock(buku)
        buku.isi = isi
        _write_files(buku, partial(_advance, buku))
        buku.status, buku.kemajuan, buku.disusun_at = S.JADI, 100, timezone.now()
        buku.save()


def _advance(buku: BukuTahunan, persen: int) -> None:
    """Seen at once by whoever waits; a sign of life for the sweep."""
    BukuTahunan.objects.filter(pk=buku.pk).update(kemajuan=persen, detak_at=timezone.now())


def _write_files(buku: BukuTahunan, maju: Callable[[int], None] = lambda _n: None) -> None:
    """Both files as they may be now; the old ones go once the transaction commits."""
    lama = [berkas for berkas in (buku.pdf, buku.docx) if berkas]
    for berkas in lama:
        transaction.on_commit(partial(berkas.storage.delete, str(berkas.name)))
    kertas, gambar, buku.tanda = ready_buku(buku)
    nama = secrets.token_hex(16)
    buku.pdf.save(f"{nama}.pdf", ContentFile(compile_pdf(kertas, gambar)), save=False)
    maju(75)
    buku.docx.save(f"{nama}.docx", ContentFile(compile_docx(kertas, gambar)), save=False)


def fresh_buku(buku: BukuTahunan) -> BukuTahunan:
    """The book with files that show nothing withdrawn: made anew where something was."""
    if buku.tanda == mark_of(buku) and buku.pdf and buku.docx:
        return buku
    with transaction.atomic():
        buku = _lock(buku)
        if buku.tanda != mark_of(buku) or not buku.pdf or not buku.docx:
            _write_files(buku)
            buku.save(update_fields=["pdf", "docx", "tanda"])
    return buku


def _lock(buku: BukuTahunan) -> BukuTahunan:
    rows: Any = BukuTahunan.objects.select_for_update(of=("self",), no_key=True)
    terkunci: BukuTahunan = rows.select_related("wilayah").get(pk=buku.pk)
    return terkunci
