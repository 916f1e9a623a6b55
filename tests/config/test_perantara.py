"""The broker only makes things fast: with Redis, with the database, and with none at all."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from pesan import bangun
from pesan.models import PesanMasuk
from pesan.nomor import forget_numbers
from pesan.tasks import sweep
from tests.config.proses import BASE_DIR, wait_until
from tests.pesan.conftest import amplop, kirim, nomor, pesan, taman

__all__ = ["nomor", "taman"]  # fixtures
BANGUN = """
import sys
from config.celery import app
app.send_task(sys.argv[1], expires=60, retry=False)
"""


@pytest.fixture(autouse=True)
def numbers_of_now():
    """The numbers that another test kept in this process are no longer there."""
    forget_numbers()
    yield
    forget_numbers()


class Pekerja:
    """A Celery worker on the test's own database; ends with its process group."""

    def __init__(self, env, folder):
        self.env = env | {
            "HAI_LURAH_UJI": "1",
            "DATA_DIR": str(settings.DATA_DIR),
            "PYTHONUNBUFFERED": "1",
        }
        self.log = folder / "pekerja.log"
        command = ["celery", "-A", "config", "worker", "--loglevel", "INFO", "--pool", "solo"]
        with self.log.open("w") as log:
            self.proses = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *command, "--without-gossip", "--without-mingle"],
                cwd=BASE_DIR,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wake(self, nama):
        """As `pesan.bangun` does it, from another process with the same broker."""
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", BANGUN, nama], cwd=BASE_DIR, env=self.env, check=True, timeout=30
        )

    def end(self):
        os.killpg(self.proses.pid, signal.SIGKILL)
        self.proses.wait()


@pytest.fixture
def pekerja(nyata, tmp_path):
    """A function that starts a worker with these settings."""
    started = []

    def start(**env):
        started.append(Pekerja(nyata | env, tmp_path))
        return started[-1]

    yield start
    for satu in started:
        satu.end()


def processed():
    connection.close()
    return PesanMasuk.objects.get().status == "selesai"


def check_worker(satu):
    """A message that was stored is processed when the worker is woken for it."""
    assert kirim(amplop(messages=[pesan("Halo")])).status_code == 200
    assert not processed()
    satu.wake(bangun.MASUK)
    try:
        wait_until(processed, 25)
    except AssertionError:
        pytest.fail(satu.log.read_text()[-3000:])


@pytest.mark.broker
def test_a_worker_on_redis_processes_what_it_is_woken_for(nomor, pekerja, redis_url):
    satu = pekerja(CELERY_BROKER_URL=redis_url)
    check_worker(satu)
    assert redis_url.rpartition("/")[0].rpartition("/")[2] in satu.log.read_text()  # its banner


def test_a_worker_on_the_database_does_the_same(nomor, pekerja):
    satu = pekerja(CELERY_BROKER_URL="")
    check_worker(satu)
    assert "sqla+postgresql" in satu.log.read_text()


def test_with_a_dead_broker_nothing_is_lost(nomor, nyata, settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        mati = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    gagal = []

    def enqueue(nama):
        hasil = subprocess.run(  # noqa: S603
            [sys.executable, "-c", BANGUN, nama],
            cwd=BASE_DIR,
            env=nyata | {"CELERY_BROKER_URL": mati},
            capture_output=True,
            timeout=30,
            check=False,
        )
        gagal.append(hasil.returncode)
        raise ConnectionError

    settings.UJI = False  # wake for real
    monkeypatch.setattr(bangun, "_pembangun", bangun.Pembangun(enqueue))
    began = time.monotonic()
    assert kirim(amplop(messages=[pesan("Halo")])).status_code == 200
    assert time.monotonic() - began < 2  # the answer does not wait for the broker
    wait_until(lambda: gagal, 20)
    assert gagal[0] != 0
    assert not processed()
    settings.UJI = True
    sweep()
    assert processed()
