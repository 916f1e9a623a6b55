"""Waking, sweeping, heartbeats, the broker's table, and what is loaded at the start."""

import csv
import threading
import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from pesan import bangun, tasks
from pesan.bangun import Pembangun
from pesan.models import Detak, PesanKeluar, PesanMasuk, TemplatPesan
from pesan.muat import load_templat
from pesan.services import queue_pesan
from tests.factories import PenggunaFactory
from tests.pesan import conftest
from tests.pesan.conftest import amplop, kirim, pesan


def tunggu(syarat):
    batas = time.monotonic() + 5
    while not syarat():
        assert time.monotonic() < batas
        time.sleep(0.01)


def test_many_wishes_become_few_calls_and_the_last_is_kept():
    panggilan = []
    p = Pembangun(lambda nama: panggilan.append((nama, time.monotonic())), selang=0.15)
    for _ in range(50):
        p.poke("a")
    tunggu(lambda: len(panggilan) == 1)
    for _ in range(50):
        p.poke("a")
    p.poke("b")
    tunggu(lambda: len(panggilan) == 3)
    time.sleep(0.2)
    waktu = [at for nama, at in panggilan if nama == "a"]
    assert len(waktu) == 2
    assert waktu[1] - waktu[0] >= 0.14


def test_a_broker_that_is_gone_hurts_nobody():
    sampai = threading.Event()

    def kirim_tugas(nama):
        if nama == "buruk":
            raise ConnectionError
        sampai.set()

    p = Pembangun(kirim_tugas, selang=0.0)
    p.poke("buruk")
    p.poke("baik")
    assert sampai.wait(5)


def test_nothing_is_woken_for_what_was_rolled_back(
    db, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.UJI = False
    panggilan = []
    monkeypatch.setattr(bangun._pembangun, "poke", panggilan.append)
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            bangun.wake(bangun.MASUK)
            transaction.set_rollback(True)
        bangun.wake(bangun.KELUAR)
    assert panggilan == [bangun.KELUAR]


def test_one_sweep_finishes_what_nobody_was_woken_for(nomor, penangan, graph):
    kirim(amplop(messages=[pesan("halo")]))
    surat = PenggunaFactory(email="a@contoh.id")
    queue_pesan(kunci="1", templat="x", badan="isi", pengguna=surat, wilayah=nomor.wilayah)
    tasks.sweep()
    assert PesanMasuk.objects.get().status == "selesai"
    assert PesanKeluar.objects.get().status == "sent"
    assert Detak.objects.get(nama="worker").at > timezone.now() - timedelta(seconds=10)


def test_the_heartbeats_say_who_lives(db):
    tasks.beat()
    tasks.beat()
    assert set(Detak.objects.values_list("nama", flat=True)) == {"worker", "scheduler"}


def test_every_task_of_the_schedule_exists(settings):
    milik_kami = {t["task"] for t in settings.CELERY_BEAT_SCHEDULE.values() if "pesan" in t["task"]}
    assert milik_kami <= {getattr(tasks, nama).name for nama in dir(tasks) if hasattr(
        getattr(tasks, nama), "delay")}  # fmt: skip
    assert {bangun.MASUK, bangun.KELUAR, bangun.LAMPIRAN} <= {
        t.name for t in (tasks.process_masuk, tasks.send_keluar, tasks.fetch_lampiran)
    }


def test_delivered_messages_of_the_broker_are_deleted(db, settings):
    settings.BROKER_IS_DATABASE = True
    tasks.purge_antrean()  # no table yet
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kombu_message (id int, visible boolean)")
        cursor.execute("INSERT INTO kombu_message (id, visible) VALUES (1, true), (2, false)")
        tasks.purge_antrean()
        cursor.execute("SELECT id FROM kombu_message")
        assert cursor.fetchall() == [(1,)]


def test_the_texts_that_ship_load_once_and_again(db):
    TemplatPesan.objects.all().delete()
    pertama = load_templat()
    assert pertama["baru"] == TemplatPesan.objects.count() > 10
    assert load_templat() == {"baru": 0, "berubah": 0, "tetap": 0, "sama": pertama["baru"]}


def _berkas(tmp_path, badan):
    berkas = tmp_path / "t.csv"
    with berkas.open("w", newline="") as isi:
        tulis = csv.writer(isi)
        tulis.writerow(["kode", "saluran", "badan", "keterangan"])
        tulis.writerow(["uji", "", badan, "k"])
    return berkas


def test_a_changed_text_is_a_new_version_unless_staff_wrote_theirs(db, tmp_path):
    load_templat(_berkas(tmp_path, "satu"))
    assert load_templat(_berkas(tmp_path, "dua"))["berubah"] == 1
    aktif = TemplatPesan.objects.get(kode="uji", aktif=True)
    assert (aktif.badan, aktif.versi) == ("dua", 2)
    aktif.by = PenggunaFactory()
    aktif.badan = "punya kami"
    aktif.save()
    assert load_templat(_berkas(tmp_path, "tiga"))["tetap"] == 1
    assert TemplatPesan.objects.get(kode="uji", aktif=True).badan == "punya kami"


def test_a_new_worker_process_loads_its_handlers_first(settings, monkeypatch):
    siap = []
    monkeypatch.setattr(tasks, "connection", conftest)
    monkeypatch.setattr(conftest, "close", lambda: None, raising=False)
    monkeypatch.setattr(conftest, "prepare", lambda: siap.append(True), raising=False)
    settings.PESAN_HANDLERS = ["tests.pesan.conftest.catat"]
    tasks.warm_up()
    assert siap == [True]
    settings.PESAN_HANDLERS = ["tidak.ada.handle"]
    tasks.warm_up()  # said in the log; the worker starts all the same
