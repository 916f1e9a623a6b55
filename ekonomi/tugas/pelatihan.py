"""The reminder of the day before a training session. Safe to run twice: each is owed once."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from ekonomi.models import Angkatan, Peserta
from ekonomi.services.pelatihan_kabar import tell_ingat
from hadir.models import SesiHadir
from pesan.bangun import KELUAR, wake


@shared_task(name="ekonomi.tasks.remind_pelatihan", ignore_result=True)
def remind_pelatihan() -> None:
    """At 16.00: everybody with a seat hears of tomorrow's session."""
    if remind_besok():
        wake(KELUAR)


def remind_besok() -> int:
    """Owe the reminders of tomorrow's sessions; gives how many people they are for."""
    besok = timezone.localdate() + timedelta(days=1)
    rows = SesiHadir.objects.filter(tanggal=besok, rujukan__startswith="pelatihan:")
    sesi = {s.rujukan: s for s in rows.filter(ditutup_at__isnull=True).order_by("-mulai_at")}
    batches = Angkatan.objects.filter(
        pk__in=[r.partition(":")[2] for r in sesi], status__in=["dibuka", "berjalan"]
    )
    jumlah = 0
    for angkatan in batches.select_related("kursus", "wilayah"):
        peserta = Peserta.objects.filter(
            angkatan=angkatan, status__in=["diterima", "hadir"], kontak__isnull=False
        )
        for satu in peserta.select_related("kontak"):
            satu.angkatan = angkatan
            tell_ingat(satu, sesi[angkatan.rujukan])
            jumlah += 1
    return jumlah
