"""The demo's promises, tickets and potential: made by the real desks, once."""

import pytest

from curhat.models import Curhat, Tiket
from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from dasbor.demo.luna_janji import load_janji
from ekonomi.models import TemuanPotensi
from luna_maya.hasil_kunjungan import add_up, results_of
from luna_maya.keadaan_janji import Keadaan
from luna_maya.models import Tugas
from luna_maya.tampil_kunjungan import held_visits
from pesan.models import PesanKeluar
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acuan_curhat")]


def test_promises_of_every_state_tickets_and_a_potential_once():
    load_akun()
    load_rtrw()
    load_kunjungan()
    assert load_janji() > 20
    assert load_janji() == 0
    jumlah = add_up(results_of(list(held_visits(UTARA))).values())
    for keadaan in (Keadaan.TEPAT, Keadaan.TERLAMBAT, Keadaan.LEWAT, Keadaan.GUGUR,
                    Keadaan.BERJALAN):  # fmt: skip
        assert jumlah.janji[keadaan], keadaan
    assert jumlah.tiket_selesai > 5
    assert jumlah.jumlah_tiket == Curhat.objects.public().count()
    assert TemuanPotensi.objects.count() == 1
    assert Tugas.objects.count() == 3
    assert Tiket.objects.filter(wilayah__kode__startswith=UTARA).count() == Curhat.objects.count()
    assert not PesanKeluar.objects.filter(status="queued").exists()
