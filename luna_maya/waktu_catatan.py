"""When a visit's log is open, and which time of a phone is believed."""

from datetime import datetime, time, timedelta

from django.conf import settings

from luna_maya.models import Kunjungan
from wilayah.zona import at_place, zona_of

UBAH = timedelta(hours=12)  # after a visit's end: the evening and the morning after it
SUSULAN = timedelta(days=30)  # how late something written in time may still arrive
_MELESET = timedelta(minutes=5)


def opens_at(kunjungan: Kunjungan) -> datetime:
    """Midnight of the visit's day on its own clock: nothing was seen there earlier."""
    mulai = at_place(kunjungan.mulai_at, kunjungan.wilayah_id)
    return datetime.combine(mulai.date(), time.min, tzinfo=zona_of(kunjungan.wilayah_id))


def closes_at(kunjungan: Kunjungan) -> datetime:
    """From then on nothing more is written."""
    return kunjungan.selesai_at + timedelta(days=settings.CATATAN_TUTUP_HARI)


def takes_catatan(kunjungan: Kunjungan, ditulis_at: datetime, now: datetime) -> bool:
    """Whether something written then and arriving now belongs into this log."""
    buka, tutup = opens_at(kunjungan), closes_at(kunjungan)
    return buka <= ditulis_at <= tutup and now <= tutup + SUSULAN


def is_evening(kunjungan: Kunjungan, now: datetime) -> bool:
    """Whether entries may still be changed: while those who heard it remember the words."""
    return now <= kunjungan.selesai_at + UBAH


def believe(
    ditulis_at: datetime | None, dikirim_at: datetime | None, kunjungan: Kunjungan, now: datetime
) -> datetime:
    """The device's time, moved by as much as its clock was wrong when it sent; else now.

    Never in the future and never before the visit's day.
    """
    if ditulis_at is None:
        return now
    if dikirim_at is not None and abs(now - dikirim_at) > _MELESET:
        ditulis_at += now - dikirim_at
    if ditulis_at > now or ditulis_at < opens_at(kunjungan):
        return now
    return ditulis_at
