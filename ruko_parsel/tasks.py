"""RUKO PARSEL's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task

from pesan.bangun import KELUAR, wake
from ruko_parsel.services.ingat_ruang import run_ingat_ruang


@shared_task(name="ruko_parsel.tasks.ingat_ruang", ignore_result=True)
def ingat_ruang() -> None:
    """Every ten minutes: reminders of booked rooms; requests nobody answered in time."""
    if run_ingat_ruang():
        wake(KELUAR)
