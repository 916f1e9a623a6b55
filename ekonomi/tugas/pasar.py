"""Every night: the days of each market's rule are made some months ahead. Safe to run twice."""

from celery import shared_task

from ekonomi.models import Pasar
from ekonomi.services.pasar import extend_hari


@shared_task(name="ekonomi.tasks.extend_pasar", ignore_result=True)
def extend_pasar() -> None:
    """Make what the rules give and is not there yet."""
    for pasar in Pasar.objects.filter(aktif=True):
        extend_hari(pasar)
