"""The demo's proposals in Kandangan Utara."""

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import load_kunjungan
from dasbor.demo.luna_rencana import load_rencana
from luna_maya.models import BobotPerencana, UsulKunjungan


@pytest.mark.django_db
def test_a_few_proposals_one_of_them_skipped_with_a_reason():
    load_akun()
    load_rtrw()
    load_kunjungan()
    assert load_rencana() == 6
    assert load_rencana() == 0
    assert UsulKunjungan.objects.open().count() == 5
    dilewati = UsulKunjungan.objects.skipped().get()
    assert "titian" in dilewati.alasan
    assert all(usul.kalimat for usul in UsulKunjungan.objects.all())
    assert BobotPerencana.objects.get().versi == 1
