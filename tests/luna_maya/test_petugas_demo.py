"""The demo's night contact: somebody at every hour, and safe to load again."""

import datetime as dt

import pytest
from django.utils import timezone

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from dasbor.demo.luna_petugas import load_petugas
from luna_maya.kontak_malam import kontak_sekarang

pytestmark = pytest.mark.django_db


def test_somebody_is_reached_at_every_hour_of_two_weeks():
    load_akun()
    load_rtrw()
    load_kunjungan()
    assert load_petugas() == 8
    assert load_petugas() == 0
    now = timezone.now()
    siapa = set()
    for jam in range(0, 24 * 15, 3):
        kini = kontak_sekarang(UTARA, now + dt.timedelta(hours=jam))
        siapa.add(kini.orang.sebutan)
        assert kini.sekarang.pengganti is not None
    assert len(siapa) == 2
