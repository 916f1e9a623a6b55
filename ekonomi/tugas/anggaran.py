"""Nightly look through the payments; safe to run twice."""

import structlog
from celery import shared_task

from ekonomi.models import Program
from ekonomi.services.audit import scan_anomali

log = structlog.get_logger("ekonomi.tugas.anggaran")


@shared_task(name="ekonomi.tasks.kejanggalan", ignore_result=True)
def kejanggalan() -> None:
    """Flag what looks unusual, programme by programme: one that fails holds up no other."""
    for program in Program.objects.running().order_by("pk"):
        try:
            scan_anomali(program)
        except Exception:
            log.exception("kejanggalan_gagal", program=program.pk)
