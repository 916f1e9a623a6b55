"""At the same instant, twice, and killed in the middle: each message is done once, none is lost."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.db import connection

from curhat.models import Curhat, Tiket
from pesan.models import PesanKeluar, PesanMasuk
from pesan.proses import process_batch
from tests.curhat.conftest import terima
from tests.pesan.conftest import amplop, kirim, pesan

CERITA = "Lampu jalan di RT 04 RW 01 mati sejak Senin, gelap sekali kalau malam"
# A worker that stops inside the handler, its writes done and its transaction open.
TERHENTI = """
import django, sys, time
django.setup()
from curhat import masuk
asli = masuk.handle
def handle(daftar):
    hasil = asli(daftar)
    print("di tengah", flush=True)
    time.sleep(60)
    return hasil
masuk.handle = handle
from pesan.proses import process_batch
process_batch(50)
"""


def in_threads(*kerja):
    mulai, galat = threading.Barrier(len(kerja)), []

    def run(satu):
        mulai.wait()
        try:
            satu()
        except Exception as error:
            galat.append(error)
        finally:
            connection.close()

    benang = [threading.Thread(target=run, args=(satu,)) for satu in kerja]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert not galat


def test_the_same_webhook_at_the_same_instant_is_one_curhat(nyata, kelurahan):
    badan = json.dumps(amplop(messages=[pesan(CERITA)])).encode()

    def post():
        assert kirim(badan).status_code == 200
        process_batch()

    in_threads(post, post)
    assert Curhat.objects.count() == 1
    assert PesanKeluar.objects.filter(templat="jawaban").count() == 1


def test_two_workers_do_two_hundred_messages_once_each(nyata, kelurahan):
    for awal in range(0, 200, 50):
        kirim(amplop(messages=[pesan(CERITA, dari=f"62812{awal + n:06d}") for n in range(50)]))

    def work():
        while process_batch(20):
            pass

    in_threads(work, work)
    work()
    assert not PesanMasuk.objects.exclude(status="selesai").exists()
    assert Curhat.objects.count() == 200
    assert Curhat.objects.values("pesan_masuk").distinct().count() == 200
    assert PesanKeluar.objects.filter(templat="jawaban").count() == 200


def test_two_emergencies_at_the_same_instant_get_two_numbers(nyata, kelurahan):
    teks = "Tolong! Rumah di RT 04 RW 01 kebakaran, ada anak di dalam"
    kirim(amplop(messages=[pesan(teks, dari="62811"), pesan(teks, dari="62812")]))
    in_threads(lambda: process_batch(1), lambda: process_batch(1))
    process_batch()
    assert len(set(Tiket.objects.values_list("nomor", flat=True))) == 2


def test_a_worker_killed_in_the_middle_loses_and_repeats_nothing(nyata, kelurahan):
    terima(CERITA)  # the caches and reference rows are there
    kirim(amplop(messages=[pesan(CERITA, dari=f"62813{n:06d}") for n in range(10)]))
    worker = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", TERHENTI], env=nyata, cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert worker.stdout.readline().strip() == "di tengah"
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()
    deadline = time.monotonic() + 20
    while PesanMasuk.objects.filter(status="baru").exists() and time.monotonic() < deadline:
        process_batch()
        time.sleep(0.1)
    assert Curhat.objects.count() == 11
    assert PesanMasuk.objects.filter(status="selesai").count() == 11
    assert PesanKeluar.objects.filter(templat="jawaban").count() == 11
    assert PesanKeluar.objects.filter(templat="terima").count() == 11
