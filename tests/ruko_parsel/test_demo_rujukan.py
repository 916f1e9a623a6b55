"""The demo of hand-overs: one done, one at work, one waiting, one back; once only."""

import pytest

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko_rujukan import load_rujukan
from pesan.models import PesanKeluar
from ruko_parsel.models import Permintaan
from wilayah.models import Rujukan

pytestmark = pytest.mark.django_db


def test_the_demo_shows_each_end_of_a_hand_over_and_loads_once():
    load_akun()
    assert load_rujukan() == 4
    assert load_rujukan() == 0
    keadaan = sorted(Rujukan.objects.values_list("status", flat=True))
    assert keadaan == ["dikembalikan", "ditawarkan", "diterima", "diterima"]
    jadi = Permintaan.objects.filter(saluran="rujukan")
    assert sorted(jadi.values_list("status", flat=True)) == ["ditelaah", "selesai"]
    assert jadi.get(status="ditelaah").riwayat.filter(apa="Kabar dari asal rujukan").exists()
    assert jadi.get(status="selesai").rujukan.sumber.status == "menunggu_konfirmasi"
    assert not PesanKeluar.objects.filter(status="queued").exists()
