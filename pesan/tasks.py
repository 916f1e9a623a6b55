"""What worker and scheduler run. Every task is safe to run twice, late, or beside itself."""

import threading
import time
from collections.abc import Callable

import structlog
from celery import shared_task
from celery.signals import worker_process_init
from django.conf import settings
from django.db import connection
from django.utils import timezone

from pesan import bangun
from pesan.ambil import fetch_batch
from pesan.kirim import send_batch
from pesan.models import Detak, Lampiran
from pesan.proses import prepare_handlers, process_batch, retry_failed
from pesan.retensi import apply_retensi as run_retensi

log = structlog.get_logger("pesan.tasks")

KELOMPOK = 50  # one transaction: larger ones gain little and let the first resident wait
# A task gives the worker back after this long, so that sending and processing take turns.
GILIRAN_DETIK = 5.0


@worker_process_init.connect
def start_warm_up(**_: object) -> None:
    """In a thread: Celery gives up on a process that is not there within four seconds."""
    threading.Thread(target=warm_up, name="pemanasan", daemon=True).start()


def warm_up() -> None:
    """Load the handlers before the first message, not with it. A failure is only logged."""
    try:
        prepare_handlers()
    except Exception:
        log.exception("pemanasan_gagal")
    finally:
        connection.close()


@shared_task(name="pesan.tasks.process_masuk", ignore_result=True)
def process_masuk() -> None:
    """Empty the inbox, then wake who sends and who fetches."""
    _touch("worker")
    lagi, jumlah = _work(process_batch, setelah=bangun.KELUAR)
    if jumlah and Lampiran.objects.filter(status=Lampiran.Status.MENUNGGU).exists():
        bangun.wake(bangun.LAMPIRAN)
    if lagi:
        bangun.wake(bangun.MASUK)


@shared_task(name="pesan.tasks.send_keluar", ignore_result=True)
def send_keluar() -> None:
    """Send what is due."""
    lagi, _jumlah = _work(send_batch)
    if lagi:
        bangun.wake(bangun.KELUAR)


@shared_task(name="pesan.tasks.fetch_lampiran", ignore_result=True)
def fetch_lampiran() -> None:
    """Fetch the files that are still at the provider."""
    if fetch_batch():
        bangun.wake(bangun.LAMPIRAN)


@shared_task(name="pesan.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """The safety net: whatever a crash or a lost wake-up left, and failures whose pause is over."""
    _touch("worker")
    retry_failed()
    process_masuk()
    send_keluar()
    fetch_batch()


@shared_task(name="pesan.tasks.beat", ignore_result=True)
def beat() -> None:
    """The scheduler's heartbeat; that it runs at all also shows that a worker lives."""
    _touch("scheduler")
    _touch("worker")


@shared_task(name="pesan.tasks.apply_retensi", ignore_result=True)
def apply_retensi() -> None:
    """Every hour: blank what has had its time."""
    log.info("retensi", **run_retensi())


@shared_task(name="pesan.tasks.purge_antrean", ignore_result=True)
def purge_antrean() -> None:
    """Delete delivered messages of the broker's table, where the broker is this database."""
    if not settings.BROKER_IS_DATABASE:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kombu_message')")
        if cursor.fetchone() == (None,):
            return
        # kombu marks what it has handed out as not visible and never deletes it
        cursor.execute("DELETE FROM kombu_message WHERE visible = false")
        log.info("antrean_bersih", jumlah=cursor.rowcount)


def _work(kerja: Callable[[int], int], *, setelah: str = "") -> tuple[bool, int]:
    """Repeat a batch until there is nothing left or the turn is over: (more to do, how many).

    `setelah` is a task to wake after each batch that did something.
    """
    until, jumlah = time.monotonic() + GILIRAN_DETIK, 0
    while time.monotonic() < until:
        n = kerja(KELOMPOK)
        jumlah += n
        if n and setelah:
            bangun.wake(setelah)
        if n < KELOMPOK:
            return False, jumlah
    return True, jumlah


def _touch(nama: str) -> None:
    now = timezone.now()
    Detak.objects.update_or_create(nama=nama, defaults={"at": now})
