"""RUKO PARSEL's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from pesan.bangun import KELUAR, wake
from ruko_parsel.services.laporan import draft_due


@shared_task(name="ruko_parsel.tasks.draft_laporan", ignore_result=True)
def draft_laporan() -> None:
    """Every two hours: where a month has ended on the place's clock its report is drafted."""
    if draft_due(timezone.now()):
        wake(KELUAR)
