"""Reviewing the model's answers with the keyboard, in a real browser."""

import pytest
from playwright.sync_api import expect

from curhat.models import TinjauanJawaban
from curhat.services import jawaban_model
from tests.browser.periksa_tinjau import potret
from tests.curhat.conftest import peladen, terima
from tests.curhat.model_uji import GOT, kerjakan, nyalakan

__all__ = ["peladen"]
pytestmark = pytest.mark.browser
LAMPU = "Lampu jalan di RT 04 RW 01 mati sejak Senin, gelap sekali kalau malam"


@pytest.fixture
def dua(kelurahan, settings, peladen, monkeypatch):
    """Two answers waiting for a moderator."""
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    terima(GOT)
    terima(LAMPU, dari="62812000222")
    kerjakan()
    assert TinjauanJawaban.objects.filter(keputusan="menunggu").count() == 2
    return list(TinjauanJawaban.objects.order_by("tenggat_at", "id"))


def masuk(page, user):
    page.goto("/admin/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", "rahasia-uji-1")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def keputusan(tinjauan):
    tinjauan.refresh_from_db()
    return tinjauan.keputusan


def test_one_key_for_each_choice(buka, dua, moderator):
    satu, kedua = dua
    page = buka(lebar=1280)
    masuk(page, moderator)
    page.goto(f"/admin/curhat/tinjauanjawaban/{satu.pk}/change/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/{kedua.pk}/change/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/{satu.pk}/change/")
    page.keyboard.press("e")
    isian = page.locator("#sunting textarea")
    expect(isian).to_be_focused()
    isian.press("s")  # a letter of the text, not a decision
    assert keputusan(satu) == "menunggu"
    page.locator("h1").first.click()
    page.reload()
    page.keyboard.press("s")
    page.wait_for_url(f"**/{kedua.pk}/change/")
    assert keputusan(satu) == "setuju"
    page.keyboard.press("t")
    page.wait_for_url("**/tinjauanjawaban/")
    assert keputusan(kedua) == "tolak"


@pytest.mark.parametrize("lebar", [360, 1280])
def test_the_page_fits_the_screen(buka, dua, moderator, lebar):
    page = buka(lebar=lebar)
    masuk(page, moderator)
    for nama, alamat in (
        ("tinjau", f"/admin/curhat/tinjauanjawaban/{dua[0].pk}/change/"),
        ("daftar", "/admin/curhat/tinjauanjawaban/"),
    ):
        page.goto(alamat)
        lebih = page.evaluate(
            "() => document.querySelector('#content-main, #content')?.scrollWidth - innerWidth"
        )
        assert (lebih or 0) <= 0, nama
        potret(page, f"{nama}-{lebar}")
