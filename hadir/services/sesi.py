"""A session from its plan to its end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hadir.daftar import daftar_of
from hadir.models import RiwayatSesi, SesiHadir
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

Peristiwa = RiwayatSesi.Peristiwa


class SesiDikunci(ValueError):  # noqa: N818 - the domain's word
    """Something was reckoned from this session; it stays as it is."""

    def __init__(self) -> None:
        super().__init__("Sesi ini sudah dikunci; jadwal dan daftar hadirnya tidak dapat diubah.")


@transaction.atomic
def schedule_sesi(
    *,
    wilayah: Wilayah,
    judul: str,
    rujukan: str,
    mulai_at: datetime,
    selesai_at: datetime,
    tempat: str = "",
    by: Pengguna | None,
) -> SesiHadir:
    """Plan a session. The same subject at the same time again gives the one that is there.

    Raises ValueError when it would end before it begins.
    """
    if selesai_at <= mulai_at:
        raise ValueError("Jam selesai harus sesudah jam mulai.")
    isi: dict[str, Any] = {
        "wilayah": wilayah, "judul": judul[:160], "selesai_at": selesai_at, "tempat": tempat[:160],
        "tanggal": timezone.localdate(mulai_at),
    }  # fmt: skip
    sesi, baru = SesiHadir.objects.get_or_create(rujukan=rujukan, mulai_at=mulai_at, defaults=isi)
    if baru:
        _log(sesi, Peristiwa.DIJADWALKAN, by=by)
    return sesi


@transaction.atomic
def open_sesi(
    *,
    wilayah: Wilayah,
    judul: str,
    rujukan: str,
    mulai_at: datetime,
    selesai_at: datetime,
    tempat: str = "",
    by: Pengguna | None,
) -> SesiHadir:
    """Plan a session and let people sign in at once; see `schedule_sesi`."""
    sesi = schedule_sesi(
        wilayah=wilayah, judul=judul, rujukan=rujukan, mulai_at=mulai_at, selesai_at=selesai_at,
        tempat=tempat, by=by,
    )  # fmt: skip
    return reopen_sesi(sesi, by=by) if sesi.dibuka_at is None else sesi


@transaction.atomic
def reopen_sesi(sesi: SesiHadir, *, by: Pengguna | None) -> SesiHadir:
    """Let people sign in (again). Raises SesiDikunci."""
    sesi = lock_row(sesi)
    if sesi.is_terbuka:
        return sesi
    sesi.dibuka_at, sesi.ditutup_at = sesi.dibuka_at or timezone.now(), None
    sesi.save(update_fields=["dibuka_at", "ditutup_at"])
    _log(sesi, Peristiwa.DIBUKA, by=by)
    return sesi


@transaction.atomic
def close_sesi(sesi: SesiHadir, *, by: Pengguna | None) -> SesiHadir:
    """Nobody signs in by themselves any more; staff still correct the list. Raises SesiDikunci."""
    sesi = lock_row(sesi)
    if sesi.ditutup_at is not None:
        return sesi
    sesi.ditutup_at = timezone.now()
    sesi.dibuka_at = sesi.dibuka_at or sesi.ditutup_at
    sesi.save(update_fields=["dibuka_at", "ditutup_at"])
    _log(sesi, Peristiwa.DITUTUP, by=by)
    return sesi


@transaction.atomic
def lock_sesi(sesi: SesiHadir, *, by: Pengguna | None) -> SesiHadir:
    """Keep the list as it is from now on, because wages or certificates were reckoned from it."""
    sesi = SesiHadir.objects.select_for_update(of=("self",)).get(pk=sesi.pk)
    if sesi.dikunci_at is not None:
        return sesi
    sesi.dikunci_at = timezone.now()
    sesi.ditutup_at = sesi.ditutup_at or sesi.dikunci_at
    sesi.dibuka_at = sesi.dibuka_at or sesi.ditutup_at
    sesi.save(update_fields=["dibuka_at", "ditutup_at", "dikunci_at"])
    _log(sesi, Peristiwa.DIKUNCI, by=by)
    return sesi


@transaction.atomic
def move_sesi(
    sesi: SesiHadir, *, mulai_at: datetime, selesai_at: datetime, by: Pengguna, alasan: str = ""
) -> SesiHadir:
    """Another time for a session; who is expected is told by the app that keeps the list.

    Raises ValueError for an impossible time or one that is over, SesiDikunci.
    """
    sesi = lock_row(sesi)
    if selesai_at <= mulai_at:
        raise ValueError("Jam selesai harus sesudah jam mulai.")
    if selesai_at <= timezone.now():
        raise ValueError("Sesi tidak dapat dipindah ke waktu yang sudah lewat.")
    bentrok = SesiHadir.objects.about(sesi.rujukan).filter(mulai_at=mulai_at).exclude(pk=sesi.pk)
    if bentrok.exists():
        raise ValueError("Sudah ada sesi lain pada jam itu.")
    lama = f"{timezone.localtime(sesi.mulai_at):%d-%m-%Y %H.%M}"
    sesi.mulai_at, sesi.selesai_at = mulai_at, selesai_at
    sesi.tanggal = timezone.localdate(mulai_at)
    sesi.save(update_fields=["mulai_at", "selesai_at", "tanggal"])
    _log(sesi, Peristiwa.DIPINDAH, by=by, catatan=f"Semula {lama}. {alasan}".strip())
    daftar_of(sesi).moved(sesi, by=by)
    return sesi


def lock_row(sesi: SesiHadir) -> SesiHadir:
    """The row anew and locked. Raises SesiDikunci."""
    found: SesiHadir = SesiHadir.objects.select_for_update(of=("self",)).get(pk=sesi.pk)
    if found.dikunci_at is not None:
        raise SesiDikunci
    return found


def _log(sesi: SesiHadir, peristiwa: str, *, by: Pengguna | None, catatan: str = "") -> None:
    RiwayatSesi.objects.create(
        sesi=sesi,
        peristiwa=peristiwa,
        by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
    )
