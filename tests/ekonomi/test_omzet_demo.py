"""The demo's figures: plausible, the same each time, whole, and quick to load."""

import time

import pytest
from django.utils import timezone

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.mentor import load_mentor
from dasbor.demo.omzet import load_omzet
from dasbor.demo.rumah import load_rumah
from dasbor.demo.survei import load_survei
from ekonomi.hasil import programme_result
from ekonomi.models import (
    AksesOmzet,
    KunjunganPendamping,
    Mentor,
    Pendampingan,
    Pengukuran,
    Program,
    RiwayatTingkat,
    Survei,
)
from ekonomi.muat_tingkat import load_tingkat
from wilayah.muat import load_instansi, load_wilayah_pilot

pytestmark = pytest.mark.django_db


def timed(fungsi):
    mulai = time.perf_counter()
    hasil = fungsi()
    return hasil, time.perf_counter() - mulai


def test_the_demo_is_whole_plausible_and_quick(settings):
    settings.DEMO = True
    load_wilayah_pilot()
    load_instansi()
    load_akun()
    load_rtrw()
    load_tingkat()
    load_rumah()
    for fungsi in (load_omzet, load_mentor, load_survei):
        n, lama = timed(fungsi)
        assert n > 5, fungsi
        assert lama < 6, (fungsi, lama)
        assert fungsi() == 0
    program = Program.objects.get(kode="srsp-2025", wilayah="35.77.03.1009")
    hasil = programme_result(program, pada=timezone.localdate()).hasil
    assert hasil.keluar == 9
    assert 15 <= hasil.lengkap.kenaikan.nilai <= 30
    assert Pengukuran.objects.questioned().count() == 6
    assert Mentor.objects.count() in {7, 8}
    assert Pendampingan.objects.count() == 20
    assert KunjunganPendamping.objects.count() >= 40
    assert RiwayatTingkat.objects.count() >= 3
    assert {s.status for s in Survei.objects.all()} == {"buka", "tutup"}
    assert AksesOmzet.objects.filter(kode__in=["OM-TAMN-2345", "OM-MNTR-2345"]).count() == 2
