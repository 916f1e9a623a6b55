"""Promises of the lurah: made from an entry of the log, kept, moved, dropped; each step is public.

Every step writes one row of `RiwayatJanji` in the same transaction.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from luna_maya.models import Catatan, Janji, RiwayatJanji
from luna_maya.services.tugas import make_tugas
from pesan.models import Lampiran
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

__all__ = ["drop_janji", "extend_janji", "keep_janji", "make_janji", "make_tugas", "undo_janji"]
A, S = RiwayatJanji.Apa, Janji.Status
BOLEH_URUNG = timedelta(days=1)


class JanjiDitolak(ValueError):  # noqa: N818 - the domain's word
    """This step does not fit the promise as it is now; the message says why."""


@transaction.atomic
def make_janji(catatan: Catatan, *, isi: str, tenggat: date, by: Pengguna) -> Janji:
    """Record the promise of this entry; once. `isi` is public, so personal data is masked."""
    janji, baru = Janji.objects.get_or_create(
        catatan=catatan,
        defaults={
            "wilayah": catatan.wilayah, "kunjungan": catatan.kunjungan,
            "isi": mask_catatan(isi.strip())[:240], "tenggat": tenggat, "by": by,
        },
    )  # fmt: skip
    if baru:
        _log(janji, A.DICATAT, by=by)
    return janji


@transaction.atomic
def keep_janji(
    janji: Janji, *, pada: date, hasil: str, by: Pengguna, bukti: Lampiran | None = None
) -> Janji:
    """What was promised is there since `pada`; late is still kept. Raises JanjiDitolak."""
    hasil = _words(hasil, "Tulis hasilnya; warga akan membacanya.")
    janji = _lock_running(janji)
    if pada > _today(janji):
        raise JanjiDitolak("Tanggal ditepati tidak boleh di masa depan.")
    if pada < at_place(janji.created_at, janji.wilayah_id).date():
        raise JanjiDitolak("Tanggal ditepati tidak boleh sebelum janjinya diucapkan.")
    janji.status, janji.ditepati_pada, janji.keterangan = S.DITEPATI, pada, hasil
    janji.save(update_fields=["status", "ditepati_pada", "keterangan"])
    _log(janji, A.DITEPATI, by=by, catatan=hasil, pada=pada, bukti=bukti)
    return janji


@transaction.atomic
def drop_janji(janji: Janji, *, alasan: str, by: Pengguna) -> Janji:
    """It will not be done; the public reads why. Raises JanjiDitolak, also without a reason."""
    alasan = _words(alasan, "Tulis alasannya; warga akan membacanya.")
    janji = _lock_running(janji)
    janji.status, janji.keterangan = S.GUGUR, alasan
    janji.save(update_fields=["status", "keterangan"])
    _log(janji, A.GUGUR, by=by, catatan=alasan)
    return janji


@transaction.atomic
def extend_janji(janji: Janji, *, tenggat: date, alasan: str, by: Pengguna) -> Janji:
    """Give it a later day; the first one stays in the history. Raises JanjiDitolak."""
    alasan = _words(alasan, "Tulis alasan mengundur; warga akan membacanya.")
    janji = _lock_running(janji)
    if tenggat <= janji.tenggat:
        raise JanjiDitolak("Tanggal baru harus sesudah tanggal sekarang.")
    if tenggat < _today(janji):
        raise JanjiDitolak("Tanggal baru tidak boleh sudah lewat.")
    lama, janji.tenggat = janji.tenggat, tenggat
    janji.save(update_fields=["tenggat"])
    _log(janji, A.DIUNDUR, by=by, catatan=alasan, tenggat_lama=lama, tenggat_baru=tenggat)
    return janji


@transaction.atomic
def undo_janji(janji: Janji, *, by: Pengguna) -> Janji:
    """Take the last step back, within a day of it; both rows stay. Raises JanjiDitolak."""
    janji = _lock(janji)
    langkah = undoable(janji)
    if langkah is None:
        raise JanjiDitolak("Tidak ada langkah yang masih dapat diurungkan.")
    if langkah.apa == A.DIUNDUR:
        assert langkah.tenggat_lama is not None  # noqa: S101 - riwayat_janji_diundur_maju
        janji.tenggat = langkah.tenggat_lama
    else:
        janji.status, janji.ditepati_pada, janji.keterangan = S.BERJALAN, None, ""
    janji.save(update_fields=["tenggat", "status", "ditepati_pada", "keterangan"])
    _log(janji, A.DIURUNGKAN, by=by, mengurungkan=langkah)
    return janji


def undoable(janji: Janji) -> RiwayatJanji | None:
    """The last step, where it is not older than a day and was not undone itself."""
    langkah = janji.riwayat.order_by("-pk").first()
    if langkah is None or langkah.apa in {A.DICATAT, A.DIURUNGKAN}:
        return None
    return langkah if timezone.now() - langkah.at <= BOLEH_URUNG else None


def _lock(janji: Janji) -> Janji:
    terkunci: Janji = Janji.objects.select_for_update(of=("self",)).get(pk=janji.pk)
    return terkunci


def _lock_running(janji: Janji) -> Janji:
    janji = _lock(janji)
    if janji.status != S.BERJALAN:
        raise JanjiDitolak(f"Janji ini sudah dicatat: {janji.get_status_display().lower()}.")
    return janji


def _today(janji: Janji) -> date:
    return at_place(timezone.now(), janji.wilayah_id).date()


def _words(teks: str, kosong: str) -> str:
    bersih = mask_catatan(teks.strip())[:240]
    if not bersih:
        raise JanjiDitolak(kosong)
    return bersih


def _log(janji: Janji, apa: str, *, by: Pengguna, **isi: Any) -> RiwayatJanji:
    return RiwayatJanji.objects.create(janji=janji, apa=apa, by=by, **isi)
