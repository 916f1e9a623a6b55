"""The demo's shop loads, is plausible, and is the same at a second start."""

import time

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.rumah import load_rumah
from dasbor.demo.toko import load_toko_demo
from ekonomi.models import Lapak, Penjualan, PersetujuanLapak, Pesanan, Produk, TautanPasar, Usaha
from ekonomi.muat_toko import load_toko
from pesan.models import PesanKeluar

pytestmark = pytest.mark.django_db


@pytest.fixture
def peragaan(settings, tmp_path, acuan_curhat):
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    load_akun()
    load_rtrw()
    load_toko()
    load_rumah()


def test_the_shop_has_goods_orders_in_every_state_and_businesses_on_markets(peragaan, client):
    mulai = time.process_time()
    banyak = load_toko_demo()
    lama = time.process_time() - mulai
    assert banyak >= 55
    assert Lapak.objects.public().count() >= 14
    assert Produk.objects.public().count() >= 30
    assert set(Pesanan.objects.values_list("status", flat=True)) == set(Pesanan.Status.values)
    assert PersetujuanLapak.objects.filter(apa="lapak", ya=True).count() >= 15
    selesai = Pesanan.objects.filter(status="selesai").count()
    assert Penjualan.objects.filter(sumber="toko").count() == selesai
    assert not PesanKeluar.objects.filter(status="queued").exists()
    sudah = Usaha.objects.filter(
        onboarded_at__isnull=False, wilayah__kode__startswith="35.77.03.1009"
    )
    assert TautanPasar.objects.count() >= min(20, sudah.count())
    assert load_toko_demo() == 0
    berat = len(client.get("/taman-madiun/toko/").content)
    assert berat < 60_000
    assert lama < 15, lama  # seconds of this process alone, on a slow machine
