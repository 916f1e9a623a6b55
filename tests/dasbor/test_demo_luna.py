"""The demo year of Kandangan Utara: plausible, and the same when loaded again."""

import pytest
from django.utils import timezone

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from luna_maya.models import Catatan, Janji, Kunjungan, TuanRumah

pytestmark = pytest.mark.django_db


@pytest.fixture
def tempat():
    load_akun()
    load_rtrw()


def test_a_year_of_visits_with_entries_and_promises(tempat):
    assert load_kunjungan() == 24
    assert load_kunjungan() == 0
    lewat = Kunjungan.objects.in_wilayah(UTARA).filter(selesai_at__lt=timezone.now())
    assert set(lewat.values_list("status", flat=True)) == {"selesai"}
    assert Kunjungan.objects.upcoming(timezone.now()).count() >= 3
    assert Catatan.objects.count() >= 45
    assert Janji.objects.count() >= 9
    assert all(satu.riwayat.exists() for satu in lewat)


def test_every_rt_has_a_host(tempat):
    load_kunjungan()
    assert TuanRumah.objects.values("wilayah").distinct().count() == 14
