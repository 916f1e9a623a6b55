"""The demo of training and market: plausible, whole, and made once."""

import time

import pytest
from django.utils import timezone

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.pasar import BANYAK, load_pasar
from dasbor.demo.pelatihan import load_pelatihan
from dasbor.demo.rumah import load_rumah
from ekonomi.angka_pasar import growth_of, history_of
from ekonomi.angka_pelatihan import figures_of
from ekonomi.models import Angkatan, Pasar, Penjualan, Peserta, RegisterSertifikat
from ekonomi.services.sertifikat import missing_urut
from pesan.muat import load_templat
from pesan.services.templat import forget_templat
from wilayah.muat import load_instansi, load_wilayah_pilot


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    load_wilayah_pilot()
    load_instansi()
    load_templat()
    forget_templat()
    load_akun()
    load_rtrw()
    load_rumah()
    yield
    forget_templat()


def test_training_and_market_of_the_demo(demo):
    mulai = time.monotonic()
    assert load_pelatihan() >= 150
    satu, dua, tiga, _empat = Angkatan.objects.order_by("nomor")
    angka = figures_of(satu)
    assert satu.status == "selesai"
    assert angka.diterima == 99
    assert angka.persen_perempuan >= 50
    assert 60 < angka.bersertifikat < angka.lulus <= 99
    assert missing_urut(RegisterSertifikat.objects.get()) == []
    assert dua.accepts(timezone.now())
    assert Peserta.objects.filter(angkatan=dua, status="cadangan").exists()
    assert tiga.status == "berjalan"
    antara = time.monotonic()
    assert load_pasar() > 50
    pasar = Pasar.objects.get()
    assert len(history_of(pasar)) == BANYAK
    assert growth_of(history_of(pasar)) > 0
    assert Penjualan.objects.filter(sumber="pasar").count() > 50
    print("detik", round(antara - mulai, 1), round(time.monotonic() - antara, 1))  # noqa: T201
    assert load_pelatihan() == load_pasar() == 0
