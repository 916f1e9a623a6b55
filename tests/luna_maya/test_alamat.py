"""Where a host lives is for those going, and only while they go."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from luna_maya.alamat_tuan import TERTUTUP, alamat_for, may_see_alamat
from luna_maya.services.kunjungan import cancel_kunjungan
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_tokoh

pytestmark = pytest.mark.django_db


def test_the_lurah_and_those_along_read_it_others_do_not():
    babinsa = PenggunaFactory()
    kunjungan = make_kunjungan(tokoh=[make_tokoh(pengguna=babinsa)])
    moderator = PenggunaFactory(peran="moderator", di=UTARA)
    assert "Gang Purnama" in alamat_for(kunjungan.lurah, kunjungan.tuan_rumah)
    assert may_see_alamat(babinsa, kunjungan.tuan_rumah)
    assert alamat_for(moderator, kunjungan.tuan_rumah) == TERTUTUP


def test_it_closes_a_day_after_the_visit_and_when_it_is_called_off():
    kunjungan = make_kunjungan()
    lurah, rumah = kunjungan.lurah, kunjungan.tuan_rumah
    assert may_see_alamat(lurah, rumah, kunjungan.selesai_at + dt.timedelta(hours=23))
    assert not may_see_alamat(lurah, rumah, kunjungan.selesai_at + dt.timedelta(hours=25))
    cancel_kunjungan(kunjungan, alasan="Batal", by=lurah)
    assert not may_see_alamat(lurah, rumah, timezone.now())


def test_the_database_sees_it_encrypted():
    kunjungan = make_kunjungan()
    with connection.cursor() as cursor:
        cursor.execute("SELECT alamat FROM luna_maya_tuanrumah WHERE id = %s",
                       [kunjungan.tuan_rumah_id])  # fmt: skip
        assert "Purnama" not in cursor.fetchone()[0]
