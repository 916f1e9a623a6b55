"""Periodic work of curhat: late tickets are spoken of, unanswered confirmations end, new reports
are compared with others, the language model is asked, the classifier learns, rules are replayed.
"""

import structlog
from celery import shared_task
from django.utils import timezone

from curhat.services.latih import LatihSibukError, is_behind, renew_versi, train_versi
from curhat.services.model_bahasa import TUGAS
from curhat.services.obrolan import expire_obrolan
from curhat.services.pengingat import remind_lewat
from curhat.services.putar_ulang import run_putar_ulang
from curhat.services.tanpa_jawaban import close_tanpa_jawaban
from curhat.services.tinjauan import expire_tinjauan
from curhat.services.tugas_model import run_tugas
from curhat.services.usulan import propose_isu
from pesan.bangun import KELUAR, wake

log = structlog.get_logger("curhat.tasks")
PUTAR_ULANG = "curhat.tasks.putar_ulang"


@shared_task
def sweep() -> None:
    """Every minute; each part is safe to run twice."""
    now = timezone.now()
    remind_lewat(now)
    close_tanpa_jawaban(now)
    expire_obrolan(now)
    propose_isu(now)
    expire_tinjauan(now)
    wake(KELUAR)
    run_putar_ulang()


@shared_task(name=TUGAS, ignore_result=True)
def run_model() -> None:
    """Ask the language model what waits; woken with each curhat and swept every few seconds."""
    if run_tugas():
        wake(TUGAS)


@shared_task(name=PUTAR_ULANG, ignore_result=True)
def putar_ulang() -> None:
    """Do the replays that wait, as soon as somebody asked for one."""
    run_putar_ulang()


@shared_task
def latih() -> None:
    """Every week: a new version from the corrections, switched on only when better.

    Skipped when no label has come, or while another training runs.
    """
    try:
        if not is_behind():
            log.info("latih_dilewati", sebab="tidak ada label baru")
            return
        versi = train_versi()
    except LatihSibukError:
        log.info("latih_dilewati", sebab="pelatihan lain sedang berjalan")
        return
    log.info("latih", versi=versi.versi, dipakai=versi.aktif, alasan=versi.alasan)


@shared_task
def segarkan_model() -> None:
    """Every night: models forget what was erased since they were made."""
    try:
        berubah = renew_versi()
    except LatihSibukError:
        return
    log.info("segarkan_model", dibuat_ulang=[versi.versi for versi in berubah])
