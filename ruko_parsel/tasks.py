"""RUKO PARSEL's clock. Tasks take no rows along and are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from pesan.bangun import KELUAR, wake
from ruko_parsel.services.ingat_rapat import run_ingat_rapat, run_tagih, run_tuntas
from ruko_parsel.services.ingat_ruang import run_ingat_ruang
from ruko_parsel.services.laporan import draft_due
from ruko_parsel.services.tangga import climb_tangga


# rujukan
@shared_task(name="ruko_parsel.tasks.tangga", ignore_result=True)
def tangga() -> None:
    """Every ten minutes: requests and hand-overs that wait are spoken of."""
    if climb_tangga(timezone.now()):
        wake(KELUAR)


@shared_task(name="ruko_parsel.tasks.ingat_ruang", ignore_result=True)
def ingat_ruang() -> None:
    """Every ten minutes: reminders of booked rooms; requests nobody answered in time."""
    if run_ingat_ruang():
        wake(KELUAR)


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


@shared_task(name="ruko_parsel.tasks.draft_laporan", ignore_result=True)
def draft_laporan() -> None:
    """Every two hours: where a month has ended on the place's clock its report is drafted."""
    if draft_due(timezone.now()):
        wake(KELUAR)
