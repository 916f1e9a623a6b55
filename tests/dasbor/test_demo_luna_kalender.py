"""The demo's quiet nights and subscription, the same when loaded again."""

import pytest

from dasbor.demo.akun import load_akun
from dasbor.demo.luna import UTARA
from dasbor.demo.luna_kalender import load_kalender
from luna_maya.models import MalamTenang
from wilayah.models import LanggananKalender


@pytest.mark.django_db
def test_quiet_nights_and_a_subscription_once():
    load_akun()
    assert load_kalender() == 3
    assert load_kalender() == 0
    assert MalamTenang.objects.in_wilayah(UTARA).count() == 2
    assert LanggananKalender.objects.active().count() == 1
