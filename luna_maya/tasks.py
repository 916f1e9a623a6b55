"""LUNA MAYA's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task

from luna_maya.services.survei_undang import run_survei, shuffle_all
from pesan.bangun import KELUAR, wake


@shared_task(name="luna_maya.tasks.survei", ignore_result=True)
def survei() -> None:
    """Hourly: close rounds that are over, clear chats left in the middle, invite after visits."""
    if run_survei():
        wake(KELUAR)


@shared_task(name="luna_maya.tasks.shuffle_survei", ignore_result=True)
def shuffle_survei() -> None:
    """Nightly: no order of the answers says who came when."""
    shuffle_all()
