"""Nightly work on the indicators; safe to run twice."""

from datetime import date, timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from ekonomi.kpi.hitung import read_keadaan
from ekonomi.models import Program
from ekonomi.services.csr import remind_csr
from ekonomi.services.kpi import ensure_aturan, record_capaian
from ekonomi.services.mandiri import freeze_peringkat
from ekonomi.services.peringatan import check_peringatan, remind_aksi
from ekonomi.services.siaran import draft_siaran
from pesan.bangun import KELUAR, wake

log = structlog.get_logger("ekonomi.tugas.kpi")


@shared_task(name="ekonomi.tasks.kpi", ignore_result=True)
def kpi() -> None:
    """Every night, programme by programme: one that fails holds up no other."""
    for program in Program.objects.running().order_by("pk"):
        try:
            hitung_program(program)
        except Exception:
            log.exception("kpi_gagal", program=program.pk)
    wake(KELUAR)


def hitung_program(program: Program, pada: date | None = None) -> dict[str, int]:
    """One programme's night: snapshot, warnings, last month's ranking, drafts, reminders."""
    pada = pada or timezone.localdate()
    ensure_aturan(program)
    capaian = record_capaian(program, pada)
    keadaan = read_keadaan(program, pada)
    bulan_lalu = pada.replace(day=1) - timedelta(days=1)
    peringkat = 0
    if bulan_lalu >= program.mulai:
        peringkat = freeze_peringkat(program, bulan_lalu)
    return {
        "capaian": capaian,
        "peringatan": len(check_peringatan(program, pada, keadaan)),
        "peringkat": peringkat,
        "siaran": len(draft_siaran(program, pada)),
        "csr": remind_csr(program, pada),
        "rencana_lewat": remind_aksi(program, pada),
    }
