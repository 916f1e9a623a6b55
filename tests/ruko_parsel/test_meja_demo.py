"""The demo of the desk loads once, by the real services."""

import pytest

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko import PARINGIN, load_permintaan_ruko
from dasbor.demo.ruko_meja import load_meja
from ruko_parsel.models import Disposisi, Tanggapan, TindakLanjut

pytestmark = pytest.mark.django_db


def test_the_desks_demo_loads_once():
    load_akun()
    load_permintaan_ruko()
    assert load_meja() > 5
    assert load_meja() == 0
    di = {"wilayah__kode__startswith": PARINGIN}
    assert Tanggapan.objects.filter(status="terkirim", **di).exists()
    assert Disposisi.objects.filter(**di).exists()
    assert TindakLanjut.objects.filter(**di).exists()
