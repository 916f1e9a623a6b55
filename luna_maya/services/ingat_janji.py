"""Reminders: a promise three days before its day and when it is late; a task that is late."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from luna_maya.models import Janji, Tugas
from luna_maya.services.tugas import tell_petugas
from luna_maya.tempat import short_place, tanggal_hari
from pesan.services import queue_pesan
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran
from wilayah.zona import at_place

SEBELUM = timedelta(days=3)
SESUDAH = timedelta(days=14)  # later than this nobody is told any more; the lists still say it


def remind_janji(now: datetime) -> int:
    """Tell the lurah of each place once before and once after the day; gives how many messages."""
    hari = at_place(now, None).date()
    rentang = (hari - SESUDAH, hari + SEBELUM + timedelta(days=1))
    rows = Janji.objects.filter(status=Janji.Status.BERJALAN, tenggat__range=rentang)
    return sum(_remind_one(satu, at_place(now, satu.wilayah_id).date()) for satu in rows)


def remind_tugas(now: datetime) -> int:
    """Tell who has a task that it is late, once for its day."""
    hari = at_place(now, None).date()
    rentang = (hari - SESUDAH, hari + timedelta(days=1))
    rows = Tugas.objects.filter(selesai_pada__isnull=True, tenggat__range=rentang)
    jumlah = 0
    for tugas in rows.select_related("petugas"):
        if tugas.tenggat < at_place(now, tugas.wilayah_id).date() and tugas.petugas.is_active:
            kunci = f"luna-tugas-lewat:{tugas.pk}:{tugas.tenggat}"
            tell_petugas(tugas, "luna_tugas_lewat", kunci=kunci)
            jumlah += 1
    return jumlah


@transaction.atomic
def _remind_one(janji: Janji, hari: date) -> int:
    sisa = (janji.tenggat - hari).days
    if sisa > SEBELUM.days:
        return 0
    templat = "luna_janji_lewat" if sisa < 0 else "luna_janji_ingat"
    kepada = _lurah_of(janji.wilayah_id)
    for pengguna in kepada:
        queue_pesan(
            kunci=f"{templat}:{janji.pk}:{janji.tenggat}:{pengguna.pk}",
            templat=templat, pengguna=pengguna, wilayah=janji.wilayah_id,
            slots={
                "janji": janji.isi,
                "tempat": short_place(janji.wilayah_id),
                "batas": tanggal_hari(janji.tenggat),
                "url": settings.SITE_URL
                + reverse("admin:luna_maya_janji_change", args=[janji.pk]),
            },
        )  # fmt: skip
    return len(kepada)


def _lurah_of(kode: str) -> list[Pengguna]:
    rows = Penugasan.objects.holding(kode, Peran.LURAH).select_related("pengguna")
    return list({tugas.pengguna_id: tugas.pengguna for tugas in rows}.values())
