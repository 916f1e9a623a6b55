"""Two workers at once, and workers that are killed: nothing is lost, nothing is done twice."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone

from pesan.models import BukuHapus, Kontak, PesanMasuk
from pesan.proses import process_one
from tests.pesan.conftest import amplop, kirim, pesan

# A worker of its own: its handler writes one ledger row for each message (what an app above would
# do), slowly where asked to, and says on standard output when it is in the middle of a batch.
PEKERJA = """
import sys, time
import django
django.setup()
from django.conf import settings
from pesan import proses
from pesan.models import BukuHapus

def tulis(masuk):
    BukuHapus.objects.bulk_create(
        BukuHapus(kelas="uji", jumlah=1, sebab=str(m.pesan.pk)) for m in masuk
    )
    if sys.argv[1] == "lambat":
        print("di tengah", flush=True)
        time.sleep(60)
    return [True] * len(masuk)

proses._handlers = lambda _paths: (tulis,)
while proses.process_batch(int(sys.argv[2])):
    pass
print("selesai", flush=True)
"""


def pekerja(lingkungan, cara, kelompok=7):
    modul = os.environ["DJANGO_SETTINGS_MODULE"]
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PEKERJA, cara, str(kelompok)],
        env=lingkungan | {"DJANGO_SETTINGS_MODULE": modul},
        cwd=Path(django_settings.BASE_DIR),
        stdout=subprocess.PIPE,
        text=True,
    )


def isi(jumlah, orang=5):
    kirim(amplop(messages=[pesan(str(n), dari=f"62812{n % orang}") for n in range(jumlah)]))


def ditangani():
    return sorted(int(s) for s in BukuHapus.objects.values_list("sebab", flat=True))


def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_repeats_nothing(nyata, nomor):
    isi(10)
    korban = pekerja(nyata, "lambat", kelompok=10)
    assert korban.stdout.readline() == "di tengah\n"
    korban.send_signal(signal.SIGKILL)
    korban.wait(10)
    korban.stdout.close()
    semua = sorted(PesanMasuk.objects.values_list("pk", flat=True))
    assert ditangani() == []
    assert PesanMasuk.objects.filter(status="baru").count() == 10
    penerus = pekerja(nyata, "cepat")
    assert penerus.communicate(timeout=60)[0] == "selesai\n"
    assert ditangani() == semua
    assert not PesanMasuk.objects.exclude(status="selesai").exists()


def test_two_workers_share_the_work_and_never_take_the_same_message(nyata, nomor):
    isi(120)
    dua = [pekerja(nyata, "cepat"), pekerja(nyata, "cepat")]
    for p in dua:
        assert p.communicate(timeout=90)[0] == "selesai\n"
    assert ditangani() == sorted(PesanMasuk.objects.values_list("pk", flat=True))
    assert Kontak.objects.count() == 5


def test_the_page_waits_for_the_worker_that_has_its_row(nyata, nomor, penangan):
    isi(1)
    pk = PesanMasuk.objects.get().pk
    sedang, boleh = threading.Event(), threading.Event()

    def worker():
        with transaction.atomic():
            PesanMasuk.objects.select_for_update().get(pk=pk)
            sedang.set()
            boleh.wait(10)
            PesanMasuk.objects.filter(pk=pk).update(status="selesai", selesai_at=timezone.now())
        connection.close()

    benang = threading.Thread(target=worker)
    benang.start()
    sedang.wait(10)
    threading.Timer(0.3, boleh.set).start()
    assert process_one(pk).status == "selesai"
    benang.join()
    assert list(penangan) == []
