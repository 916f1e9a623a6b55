"""Reminders of a booking: the day before at four, and two hours before, on the place's clock.

Each goes out once for each time a booking has had (the key names the time); none is owed once it
has begun. What a village asked for and nobody answered in time is refused here, so that it hears.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import Pemesanan
from ruko_parsel.services.kabar_ruang import desk_of, tell, village_of
from ruko_parsel.services.pemesanan import LangkahTerlarang, refuse_pemesanan
from wilayah.zona import at_place

S = Pemesanan.Status
SEBELUM = timedelta(hours=2)
JAM_SEHARI = time(16, 0)
_JANGKAUAN = timedelta(hours=48)
LEWAT = "Waktunya sudah lewat sebelum sempat dijawab. Silakan pilih waktu lain."


def run_ingat_ruang(now: datetime | None = None) -> int:
    """What the scheduler does every ten minutes; gives how many bookings were told about.

    Safe beside itself: a booking another worker holds is left to it, a message is owed once.
    """
    now = now or timezone.now()
    rows = Pemesanan.objects.filter(
        status=S.DISETUJUI, mulai_at__gt=now, mulai_at__lte=now + _JANGKAUAN, rapat__isnull=True
    )
    due = [satu.pk for satu in rows.order_by("mulai_at") if due_reminder(satu, now)]
    return sum(_remind(pk, now) for pk in due) + _expire(now)


def due_reminder(pemesanan: Pemesanan, now: datetime) -> str:
    """ "h1" the day before, "j2" two hours before, the nearer one alone; empty when not due."""
    if pemesanan.mulai_at <= now:
        return ""
    if now >= pemesanan.mulai_at - SEBELUM:
        return "j2"
    return "h1" if now >= day_before(pemesanan) else ""


def day_before(pemesanan: Pemesanan) -> datetime:
    """Four in the afternoon of the day before, where the house is."""
    lokal = at_place(pemesanan.mulai_at, str(pemesanan.wilayah_id))
    return datetime.combine(lokal.date() - timedelta(days=1), JAM_SEHARI, tzinfo=lokal.tzinfo)


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    rows: Any = Pemesanan.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    pemesanan: Pemesanan | None = (
        rows.select_related("ruang", "wilayah", "permintaan__kontak", "permintaan__pemohon",
                            "pemesan", "petugas")
        .filter(pk=pk, status=S.DISETUJUI, mulai_at__gt=now)
        .first()
    )  # fmt: skip
    apa = due_reminder(pemesanan, now) if pemesanan is not None else ""
    if pemesanan is None or not apa or (apa == "h1" and _just_told(pemesanan)):
        return False
    langkah = f"ingat:{apa}:{int(pemesanan.mulai_at.timestamp())}"
    ke = [*village_of(pemesanan), *desk_of(pemesanan)]
    return tell(pemesanan, "ruko_ruang_ingat", ke, langkah=langkah, hingga=pemesanan.mulai_at) > 0


def _just_told(pemesanan: Pemesanan) -> bool:
    """Whether it got its time after the day-before reminder was due: all heard it then."""
    terakhir = pemesanan.riwayat.filter(ke_mulai_at__isnull=False).last()
    return terakhir is not None and terakhir.at >= day_before(pemesanan)


def _expire(now: datetime) -> int:
    rows = Pemesanan.objects.filter(status=S.DIMINTA, mulai_at__lte=now)
    jumlah = 0
    for satu in rows:
        try:
            refuse_pemesanan(satu, alasan=LEWAT, by=None)
        except LangkahTerlarang:  # answered in this very moment
            continue
        jumlah += 1
    return jumlah
