"""Periodic work of curhat: late tickets are spoken of, unanswered confirmations end, new reports
are compared with others, the language model is asked.
"""

from celery import shared_task
from django.utils import timezone

from curhat.services.model_bahasa import TUGAS
from curhat.services.obrolan import expire_obrolan
from curhat.services.pengingat import remind_lewat
from curhat.services.tanpa_jawaban import close_tanpa_jawaban
from curhat.services.tinjauan import expire_tinjauan
from curhat.services.tugas_model import run_tugas
from curhat.services.usulan import propose_isu
from pesan.bangun import KELUAR, wake


@shared_task
def sweep() -> None:
    """Every minute; each part is safe to run twice."""
    now = timezone.now()
    remind_lewat(now)
    close_tanpa_jawaban(now)
    expire_obrolan(now)
    propose_isu(now)
    expire_tinjauan(now)
    wake(KELUAR)


@shared_task(name=TUGAS, ignore_result=True)
def run_model() -> None:
    """Ask the language model what waits; woken with each curhat and swept every few seconds."""
    if run_tugas():
        wake(TUGAS)
