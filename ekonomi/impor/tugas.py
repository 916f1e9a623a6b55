"""The worker's side of imports."""

from celery import shared_task

from ekonomi.services.impor import TUGAS, run_antrean


@shared_task(name=TUGAS, ignore_result=True)
def run_impor() -> None:
    """Do the imports that wait; woken with each and swept twice a minute. Safe to run twice."""
    run_antrean()
