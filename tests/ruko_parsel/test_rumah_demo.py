"""The demo's house is full at whatever hour it is loaded, and loading again adds nothing."""

import datetime as dt

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.ruko_rumah import load_rumah
from dasbor.demo.waktu import simulated_clock
from pesan.models import PesanKeluar
from ruko_parsel.models import Antrean, Pemesanan, Ruang, Tamu, TandaRumah
from tests.ruko_parsel.pabrik_rumah import pukul

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "geser", [dt.timedelta(hours=-9, minutes=-30), dt.timedelta(minutes=10), dt.timedelta(hours=95)]
)
def test_rooms_bookings_queue_and_guests(geser):
    """Sunday before midnight, Monday morning, a Friday morning."""
    load_akun()
    load_rtrw()
    with simulated_clock() as jam:
        jam.sekarang = pukul(9) + geser
        assert load_rumah() > 20
        assert load_rumah() == 0
        assert not Pemesanan.objects.filter(created_at__gt=jam.sekarang).exists()
        assert not Tamu.objects.filter(masuk_at__gt=jam.sekarang).exists()
    assert Ruang.objects.count() == 4
    assert 18 <= Pemesanan.objects.count() <= 22
    assert {"selesai", "ditolak", "batal", "tidak_datang", "disetujui", "diminta"} <= set(
        Pemesanan.objects.values_list("status", flat=True)
    )
    assert set(Antrean.objects.values_list("status", flat=True)) == {
        "selesai", "lewat", "dilayani", "menunggu",
    }  # fmt: skip
    assert TandaRumah.objects.count() == 3
    assert not PesanKeluar.objects.filter(templat__startswith="ruko_ruang", status="queued")
