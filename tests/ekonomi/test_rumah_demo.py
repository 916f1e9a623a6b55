"""The demo households: the same at every first start, whole, and quick to load."""

import time

import pytest

from dasbor.demo.akun import load_rtrw
from dasbor.demo.rumah import load_rumah
from ekonomi.models import AnggotaRumah, Keikutsertaan, Rumah, Usaha, ValidasiDtks
from wilayah.muat import load_wilayah_pilot

pytestmark = pytest.mark.django_db


def test_demo_households_load_once_and_are_whole():
    load_wilayah_pilot()
    load_rtrw()
    mulai = time.process_time()
    assert load_rumah() == 250
    lama = time.process_time() - mulai
    assert load_rumah() == 0
    taman = Rumah.objects.in_wilayah("35.77.03.1009")
    assert taman.count() == 220
    assert Usaha.objects.in_wilayah("35.77.03.1009").count() == 90
    assert ValidasiDtks.objects.filter(hasil="keluar").count() == 5
    assert Keikutsertaan.objects.filter(keluar__isnull=False).count() == 6
    assert taman.filter(anggota__isnull=True).count() == 0
    assert not AnggotaRumah.objects.exclude(nik_hash="").filter(nik="").exists()
    assert lama < 4, lama
