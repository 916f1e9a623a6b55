"""Imports on a real database: seen while they run, killed in the middle, two at once."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from ekonomi.models import Impor, Rumah
from ekonomi.services.impor import keep_impor, map_impor, open_impor, restart_impor, run_antrean
from tests.ekonomi.pabrik_rumah import BARIS, KEPALA, TAMAN, upload
from tests.ekonomi.test_rumah_kartu import isian
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import Wilayah

AKAR = Path(__file__).resolve().parents[2]
_KERJA = (
    "import django; django.setup(); from ekonomi.services.impor import run_antrean; run_antrean()"
)
BANYAK = 20_000


def many(banyak):
    rows = [
        BARIS.replace("KT-9001", f"KT-{n:06d}").replace("Uji", f"Uji {n}") for n in range(banyak)
    ]
    return "\n".join([KEPALA, *rows, ""]).encode()


def ready(isi):
    """An import that was tried and waits to be stored."""
    impor = open_impor(wilayah=WilayahFactory(kode=TAMAN), berkas=upload(isi), by=None)
    map_impor(impor, impor.peta, by=None)
    Impor.objects.filter(pk=impor.pk).update(status="diperiksa")
    return keep_impor(impor, by=None)


def until(benar, detik=40):
    batas = time.monotonic() + detik
    while not benar():
        assert time.monotonic() < batas, "tidak terjadi"
        time.sleep(0.05)


@pytest.fixture
def pekerja(nyata, settings):
    """Starts a worker process on the test's own database and media."""
    anak = []

    def start():
        env = {**os.environ, **nyata, "MEDIA_UJI": str(settings.MEDIA_ROOT)}
        kode = (
            "import os; from django.conf import settings;"
            "settings.MEDIA_ROOT = os.environ['MEDIA_UJI'];" + _KERJA
        )
        anak.append(subprocess.Popen([sys.executable, "-c", kode], env=env, cwd=AKAR))  # noqa: S603
        return anak[-1]

    yield start
    for satu in anak:
        satu.kill()
        satu.wait()


def test_killed_in_the_middle_it_leaves_nothing_says_so_and_can_begin_again(pekerja):
    WilayahFactory(kode=f"{TAMAN}.02.03")
    impor = ready(many(BANYAK))
    proses = pekerja()

    def reading():
        impor.refresh_from_db()
        return impor.status == "menyimpan" and 0 < impor.dibaca < BANYAK

    until(reading)  # its progress is seen while its transaction is open
    assert not Rumah.objects.exists()
    proses.kill()
    proses.wait()
    assert not Rumah.objects.exists()
    Impor.objects.update(detak_at="2026-01-01T00:00:00Z")  # its sign of life grows old
    run_antrean()
    impor.refresh_from_db()
    assert impor.status == "berhenti"
    assert not Rumah.objects.exists()
    restart_impor(impor, by=None)
    run_antrean()
    impor.refresh_from_db()
    assert (impor.status, impor.baru) == ("selesai", BANYAK)
    assert Rumah.objects.count() == BANYAK


def test_two_facilitators_with_one_number_at_once_get_one_household(nyata):
    for kode in (TAMAN, f"{TAMAN}.02.03"):
        WilayahFactory(kode=kode)
    Wilayah.objects.filter(pk=TAMAN).update(slug="taman-madiun")
    clients = []
    for _ in range(2):
        clients.append(Client())
        clients[-1].force_login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    mulai, kode = threading.Barrier(2), []

    def send(client):
        mulai.wait()
        isi = isian() | {"anggota-0-nik": "", "no_kk": ""}
        kode.append(client.post("/admin/ekonomi/rumah/add/", isi).status_code)
        connection.close()

    benang = [threading.Thread(target=send, args=[client]) for client in clients]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(kode) == [302, 422]
    assert Rumah.objects.count() == 1


def test_two_files_of_one_kelurahan_at_once_store_each_household_once(nyata):
    WilayahFactory(kode=f"{TAMAN}.02.03")
    isi = many(300)
    ready(isi)
    ready(isi)

    def work():
        try:
            run_antrean()
        finally:
            connection.close()

    benang = [threading.Thread(target=work) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    hasil = sorted(Impor.objects.values_list("status", "baru", "tetap"))
    assert hasil == [("selesai", 0, 300), ("selesai", 300, 0)]
    assert Rumah.objects.count() == 300
