"""LUNA MAYA's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task

from luna_maya.services import buku


@shared_task(name=buku.TUGAS, ignore_result=True)
def compose_buku() -> None:
    """Compose the yearly books that wait; woken with each and swept once a minute."""
    buku.run_antrean()
