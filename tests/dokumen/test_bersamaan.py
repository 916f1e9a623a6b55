"""Numbers on the real database: eight processes, two clicks, an issue that dies in the middle."""

import subprocess
import sys

import pytest
from django.conf import settings

from dokumen.keadaan import ForbiddenMove
from dokumen.models import JenisSurat, RegisterSurat, Surat
from dokumen.services import issue_surat
from dokumen.services.register import missing_numbers
from tests.curhat.test_bersamaan import in_threads
from tests.dokumen.conftest import TAMAN, contoh, jenis

BANYAK, PROSES = 200, 8  # bench/surat.py does it with 1,000
# Issues every PROSES-th waiting letter; a few are rolled back on the way and tried again.
PENERBIT = """
import django, sys
django.setup()
from django.db import transaction
from dokumen.models import Surat
from dokumen.services import issue_surat
from wilayah.models import Pengguna

class Batal(Exception):
    pass

ke, proses, by = int(sys.argv[1]), int(sys.argv[2]), Pengguna.objects.get(pk=sys.argv[3])
print("siap", flush=True)
sys.stdin.readline()
pk = [p for p in Surat.objects.order_by("pk").values_list("pk", flat=True) if p % proses == ke]
for n, satu in enumerate(pk):
    surat = Surat.objects.get(pk=satu)
    if n % 25 == 3:
        try:
            with transaction.atomic():
                issue_surat(surat, by=by)
                raise Batal
        except Batal:
            pass
    issue_surat(surat, by=by)
"""


@pytest.fixture
def menunggu(nyata, rt, lurah):
    """Letters that wait, of all kinds that the kelurahan numbers in one book."""
    keluar = list(JenisSurat.objects.filter(aktif=True, arah="kelurahan").order_by("kode"))
    baris = []
    for n in range(BANYAK):
        surat = Surat(jenis=keluar[n % len(keluar)], wilayah=rt, status="menunggu_tanda_tangan")
        surat.isian = {"nama": f"Warga {n}"}
        baris.append(surat)
    Surat.objects.bulk_create(baris)
    return nyata


def test_letters_issued_by_eight_processes_have_no_gap_and_no_double(menunggu, lurah):
    perintah = [sys.executable, "-c", PENERBIT]
    anak = [
        subprocess.Popen(  # noqa: S603 - our own interpreter
            [*perintah, str(ke), str(PROSES), str(lurah.pk)], env=menunggu, cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for ke in range(PROSES)
    ]  # fmt: skip
    try:
        for satu in anak:
            assert satu.stdout.readline().strip() == "siap"
        for satu in anak:
            satu.stdin.write("mulai\n")
            satu.stdin.flush()
        assert [satu.wait(240) for satu in anak] == [0] * PROSES
    finally:
        for satu in anak:
            satu.kill()
            satu.wait()
            satu.stdin.close()
            satu.stdout.close()
    register = RegisterSurat.objects.get(wilayah=TAMAN, buku="keluar")
    urut = list(Surat.objects.order_by("urut").values_list("urut", flat=True))
    assert urut == list(range(1, BANYAK + 1))
    assert register.terakhir == BANYAK
    assert missing_numbers(register) == []
    assert Surat.objects.values("nomor").distinct().count() == BANYAK


def test_two_clicks_of_the_lurah_issue_it_once(nyata, buat, lurah):
    surat = buat("sktm")
    Surat.objects.filter(pk=surat.pk).update(status="menunggu_tanda_tangan")
    ditolak = []

    def click():
        try:
            issue_surat(surat, by=lurah)
        except ForbiddenMove as error:
            ditolak.append(error)

    in_threads(click, click)
    surat.refresh_from_db()
    assert surat.urut == 1
    assert len(ditolak) == 1
    assert RegisterSurat.objects.get().terakhir == 1
    assert surat.riwayat.filter(peristiwa="diterbitkan").count() == 1


def test_the_first_letters_of_a_year_at_the_same_instant_share_one_book(nyata, rt, lurah):
    baris = []
    for _ in range(4):
        surat = Surat(jenis=jenis("pengantar"), wilayah=rt, status="menunggu_tanda_tangan")
        surat.isian = contoh("pengantar")
        surat.save()
        baris.append(surat)
    in_threads(*[lambda satu=satu: issue_surat(satu, by=lurah) for satu in baris])
    assert RegisterSurat.objects.count() == 1
    assert sorted(Surat.objects.values_list("urut", flat=True)) == [1, 2, 3, 4]


def test_a_gap_would_be_seen(terbit):
    surat = terbit("sktm")
    terbit("sktm")
    RegisterSurat.objects.update(terakhir=4)
    assert missing_numbers(RegisterSurat.objects.get(pk=surat.register_id)) == [3, 4]
