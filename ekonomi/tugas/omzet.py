"""Hourly work on turnover and surveys; safe to run twice."""

from celery import shared_task

from ekonomi.services.pengingat_omzet import run_omzet
from ekonomi.services.survei import run_survei
from pesan.bangun import KELUAR, wake


@shared_task(name="ekonomi.tasks.omzet", ignore_result=True)
def omzet() -> None:
    """Reminders of the month, settled months, invitations and reminders of surveys."""
    run_omzet()
    run_survei()
    wake(KELUAR)
