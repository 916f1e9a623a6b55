"""RUKO PARSEL's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task

from pesan.bangun import KELUAR, wake
from ruko_parsel.services.ingat_rapat import run_ingat_rapat, run_tagih, run_tuntas


@shared_task
def remind_rapat() -> int:
    """Meetings of tomorrow and of two hours from now."""
    jumlah = run_ingat_rapat()
    wake(KELUAR)
    return jumlah


@shared_task
def ask_keputusan() -> int:
    """Decisions of meetings that are due, and requests with nothing left to do."""
    jumlah = run_tagih() + run_tuntas()
    wake(KELUAR)
    return jumlah
