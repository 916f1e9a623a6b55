"""Periodic work of curhat: late tickets are spoken of, unanswered confirmations end; the model."""

from celery import shared_task
from django.utils import timezone

from curhat.services.model_bahasa import TUGAS
from curhat.services.pengingat import remind_lewat
from curhat.services.tiket import close_tanpa_jawaban
from curhat.services.tinjauan import expire_tinjauan
from curhat.services.tugas_model import run_tugas
from pesan.bangun import KELUAR, wake


@shared_task
def sweep() -> None:
    """Every minute; each part is safe to run twice."""
    now = timezone.now()
    remind_lewat(now)
    close_tanpa_jawaban(now)
    expire_tinjauan(now)


@shared_task(name=TUGAS, ignore_result=True)
def run_model() -> None:
    """Ask the language model what waits; woken with each curhat and swept every few seconds."""
    if run_tugas():
        wake(TUGAS)
    wake(KELUAR)
