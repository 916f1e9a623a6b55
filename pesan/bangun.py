"""Waking the worker: a task is enqueued soon after a commit, never inside a request.

The rows are the truth and the sweep finds them anyway, so an enqueue may be late, merged with
others or lost. A thread of the process does it: at most one enqueue of a task every SELANG seconds,
the last one always kept.
"""

import os
import threading
import time
from collections.abc import Callable
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = structlog.get_logger("pesan.bangun")

MASUK = "pesan.tasks.process_masuk"
KELUAR = "pesan.tasks.send_keluar"
LAMPIRAN = "pesan.tasks.fetch_lampiran"
SELANG = 0.2


class Pembangun:
    """Merges many wishes to wake a task into few calls of `kirim(name)`, from its own thread."""

    def __init__(self, kirim: Callable[[str], None], selang: float = SELANG) -> None:
        self._kirim = kirim
        self._selang = selang
        self.reset()

    def reset(self) -> None:
        """Forget everything; also what a forked child must do, whose thread did not come along."""
        self._ada = threading.Condition()
        self._tunggu: dict[str, float] = {}
        self._terakhir: dict[str, float] = {}
        self._benang: threading.Thread | None = None

    def poke(self, nama: str) -> None:
        """Ask that the task be enqueued; answers at once."""
        with self._ada:
            if nama in self._tunggu:
                return
            now = time.monotonic()
            self._tunggu[nama] = max(now, self._terakhir.get(nama, 0.0) + self._selang)
            if self._benang is None or not self._benang.is_alive():
                self._benang = threading.Thread(target=self._run, name="bangun", daemon=True)
                self._benang.start()
            self._ada.notify()

    def _run(self) -> None:
        while True:
            nama = self._next()
            try:
                self._kirim(nama)
            except Exception as galat:
                log.warning("bangun_gagal", tugas=nama, galat=type(galat).__name__)

    def _next(self) -> str:
        with self._ada:
            while True:
                now = time.monotonic()
                due = [nama for nama, at in self._tunggu.items() if at <= now]
                if due:
                    self._tunggu.pop(due[0])
                    self._terakhir[due[0]] = now
                    return due[0]
                self._ada.wait(min(self._tunggu.values()) - now if self._tunggu else None)


def _enqueue(nama: str) -> None:
    app = import_string(getattr(settings, "CELERY_APP", "config.celery.app"))
    app.send_task(nama, expires=60, retry=False)


_pembangun = Pembangun(_enqueue)
os.register_at_fork(after_in_child=_pembangun.reset)


def wake(nama: str) -> None:
    """Have the worker run this task soon after the current transaction commits."""
    if settings.UJI:
        return
    transaction.on_commit(partial(_pembangun.poke, nama))
