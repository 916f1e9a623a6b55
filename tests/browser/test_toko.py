"""Buying on a phone without JavaScript: browse, cart, order, pay by the stand-in, be served."""

import re

import pytest
from django.utils import timezone

from ekonomi.models import Pesanan
from ekonomi.services.lapak import set_gerbang, set_persetujuan
from ekonomi.services.produk import save_produk
from tests.browser.periksa_tinjau import potret
from tests.browser.test_warga import PERIKSA
from tests.ekonomi.pabrik_toko import NOMOR, PIN, LapakFactory, gambar

pytestmark = pytest.mark.browser


@pytest.fixture
def lapak(settings, live_server, moderator):
    """A stall with two products that is paid at the stand-in gateway."""
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    lapak = LapakFactory(nama="Dapur Uji", nomor_wa=NOMOR, tampil_at=timezone.now())
    set_gerbang(lapak, gerbang="tiruan", kunci="kunci-uji", produksi=False, by=moderator)
    lapak = set_persetujuan(lapak, apa="wa", ya=True, by=moderator)
    for nama in ("Keripik tempe", "Sambal pecel"):
        isian = {"nama": nama, "kategori": "camilan", "harga": 12_000, "stok": 8}
        save_produk(lapak, isian=isian, foto=gambar())
    return lapak


def narrow(page):
    """Nothing wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_from_the_shelf_to_the_door_without_javascript(buka, lapak):
    page = buka(360, js=False)
    page.goto("/taman-madiun/toko/")
    page.get_by_label("Cari produk").fill("kripik")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=re.compile("Keripik tempe")).click()
    page.get_by_label("Jumlah").fill("2")
    page.get_by_role("button", name="Masukkan keranjang").click()
    assert page.get_by_text("Sudah masuk keranjang").is_visible()
    page.get_by_role("link", name="Lihat keranjang").click()
    assert page.get_by_text("Rp 24.000").first.is_visible()
    page.get_by_role("link", name="Pesan dari lapak ini").click()
    page.get_by_role("button", name="Kirim pesanan").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Nama Anda").fill("Bu Percobaan")
    page.get_by_label("Nomor WhatsApp").fill("0812 0000 0888")
    page.get_by_label("Diantar penjual").check()
    page.get_by_label("Alamat kirim").fill("RT 03 RW 02, pagar hijau")
    page.get_by_label(re.compile("Bayar daring")).check()
    page.get_by_label(re.compile("Saya setuju")).check()
    page.get_by_role("button", name="Kirim pesanan").click()
    kode, pin = page.locator(".kode-pin dd").all_inner_texts()
    wa = page.get_by_role("link", name=re.compile("WhatsApp")).get_attribute("href")
    assert kode in wa
    page.get_by_role("link", name="Lanjut bayar").click()
    page.get_by_role("button", name="Bayar sekarang").click()
    page.get_by_role("link", name="Buka halaman bayar").click()
    page.get_by_role("button", name=re.compile("^Bayar")).click()
    assert page.get_by_role("heading", name="Sudah dibayar").is_visible()
    narrow(page)

    penjual = buka(360, js=False)
    penjual.goto("/jual/")
    penjual.get_by_label("Kode").fill(lapak.kode)
    penjual.get_by_label("PIN").fill(PIN)
    penjual.get_by_role("button", name="Buka lapak saya").click()
    penjual.get_by_role("link", name=re.compile(kode)).click()
    for tombol in ("Mulai siapkan", "Kirim"):
        penjual.get_by_role("button", name=tombol, exact=True).click()
        narrow(penjual)
    potret(penjual, "jual-pesanan")

    page.goto("/pesanan/lain/")
    page.get_by_label("Kode").fill(kode.lower())
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Buka pesanan").click()
    page.get_by_role("button", name="Barang sudah saya terima").click()
    page.get_by_role("button", name="5 dari 5").click()
    assert page.get_by_text("Nilai Anda: 5").is_visible()
    pesanan = Pesanan.objects.get()
    assert (pesanan.status, pesanan.total, pesanan.nilai) == ("selesai", 27_000, 5)
    potret(page, "pesanan-selesai")


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_the_shops_pages_are_accessible(buka, lapak, tema):
    page = buka(360, tema=tema)
    produk = lapak.produk.first()
    for alamat in (
        "/toko/", produk.get_absolute_url(), lapak.get_absolute_url(), "/toko/keranjang/",
        "/pesanan/", "/jual/", "/taman-madiun/toko/daftar-asn/", "/taman-madiun/toko/kebutuhan/",
    ):  # fmt: skip
        page.goto(alamat)
        assert page.evaluate(PERIKSA) == [], alamat
        narrow(page)
