"""Reminders of a visit: the day before at four, and two hours before, on the clock of the place.

Each goes out once for each time a visit has had: the key names the time, so a visit that moves is
reminded of anew. None is owed once the visit has begun, and one not sent by then is dropped.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from luna_maya.models import Kunjungan
from luna_maya.services.kabar import Penerima, staff_url, tell_along, tell_host
from wilayah.zona import at_place

S = Kunjungan.Status
SEBELUM = timedelta(hours=2)
JAM_SEHARI = time(16, 0)
_JANGKAUAN = timedelta(hours=48)  # the day before begins at most 32 hours before a visit
_DIINGATKAN = (S.RENCANA, S.MENUNGGU, S.PASTI)


def run_pengingat(now: datetime | None = None) -> int:
    """What the scheduler does every ten minutes; gives how many visits were looked at in earnest.

    Safe beside itself: a visit another worker holds is left to it, a message is owed once by key.
    """
    now = now or timezone.now()
    rows = Kunjungan.objects.filter(
        status__in=_DIINGATKAN, mulai_at__gt=now, mulai_at__lte=now + _JANGKAUAN
    )
    due = [k for k in rows.order_by("mulai_at") if due_reminders(k, now)]
    return sum(_remind(k.pk, now) for k in due)


def due_reminders(kunjungan: Kunjungan, now: datetime) -> list[str]:
    """ "h1" the day before, "j2" two hours before; only the nearer one where both are due."""
    if kunjungan.mulai_at <= now:
        return []
    if now >= kunjungan.mulai_at - SEBELUM:
        return ["j2"]
    return ["h1"] if now >= day_before(kunjungan) else []


def day_before(kunjungan: Kunjungan) -> datetime:
    """Four in the afternoon of the day before, where the visit is."""
    lokal = at_place(kunjungan.mulai_at, str(kunjungan.wilayah_id))
    return datetime.combine(lokal.date() - timedelta(days=1), JAM_SEHARI, tzinfo=lokal.tzinfo)


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    """Owe what is due to everybody concerned; the visit is read anew under its lock."""
    rows: Any = Kunjungan.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    kunjungan: Kunjungan | None = (
        rows.select_related("jenis", "tuan_rumah__kontak", "wilayah", "lurah")
        .filter(pk=pk, status__in=_DIINGATKAN, mulai_at__gt=now)
        .first()
    )
    if kunjungan is None:
        return False
    for apa in due_reminders(kunjungan, now):
        if not (apa == "h1" and _just_told(kunjungan)):
            _owe(kunjungan, apa)
    return True


def _owe(kunjungan: Kunjungan, apa: str) -> None:
    langkah = f"ingat:{apa}:{int(kunjungan.mulai_at.timestamp())}"
    batas = kunjungan.mulai_at
    if kunjungan.status != S.PASTI:
        tell_along(
            kunjungan, "luna_ingat_belum", langkah=f"{langkah}:belum", hingga=batas,
            ke=[Penerima(pengguna=kunjungan.lurah)], dengan_alamat=False,
            url=staff_url(kunjungan),
        )  # fmt: skip
        return
    tell_along(
        kunjungan, "luna_ingat", langkah=langkah, hingga=batas,
        perhatian=kunjungan.tuan_rumah.perhatian_khusus,
    )  # fmt: skip
    tell_host(kunjungan, "luna_ingat_tuan", langkah=langkah, hingga=batas)


def _just_told(kunjungan: Kunjungan) -> bool:
    """Whether the visit got its time after its day-before reminder was due: all heard it then."""
    terakhir = kunjungan.riwayat.filter(ke_mulai_at__isnull=False).last()
    return terakhir is not None and terakhir.at >= day_before(kunjungan)
