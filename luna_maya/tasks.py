"""LUNA MAYA's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from luna_maya.services import buku
from luna_maya.services.ingat_janji import remind_janji, remind_tugas
from luna_maya.services.pengingat import run_pengingat
from luna_maya.services.survei_undang import run_survei, shuffle_all
from pesan.bangun import KELUAR, wake


@shared_task(name="luna_maya.tasks.remind_kunjungan", ignore_result=True)
def remind_kunjungan() -> None:
    """Every ten minutes: reminders of the day before and of two hours before."""
    if run_pengingat():
        wake(KELUAR)


@shared_task(name="luna_maya.tasks.ingat_janji", ignore_result=True)
def ingat_janji() -> None:
    """Every morning: promises whose day comes or has passed, tasks that are late."""
    now = timezone.now()
    if remind_janji(now) + remind_tugas(now):
        wake(KELUAR)


@shared_task(name=buku.TUGAS, ignore_result=True)
def compose_buku() -> None:
    """Compose the yearly books that wait; woken with each and swept once a minute."""
    buku.run_antrean()


@shared_task(name="luna_maya.tasks.survei", ignore_result=True)
def survei() -> None:
    """Hourly: close rounds that are over, clear chats left in the middle, invite after visits."""
    if run_survei():
        wake(KELUAR)


@shared_task(name="luna_maya.tasks.shuffle_survei", ignore_result=True)
def shuffle_survei() -> None:
    """Nightly: no order of the answers says who came when."""
    shuffle_all()
