"""LUNA MAYA's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task

from luna_maya.services.pengingat import run_pengingat
from pesan.bangun import KELUAR, wake


@shared_task(name="luna_maya.tasks.remind_kunjungan", ignore_result=True)
def remind_kunjungan() -> None:
    """Every ten minutes: reminders of the day before and of two hours before."""
    if run_pengingat():
        wake(KELUAR)
