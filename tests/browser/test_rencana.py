"""Planning on a phone and at a desk: propose, read why, accept, skip; all fits the screen."""

import os

import pytest
from django.urls import reverse

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from luna_maya.models import Kunjungan, UsulKunjungan
from wilayah.models import Pengguna

pytestmark = pytest.mark.browser
SUSUN = "admin:luna_maya_usulkunjungan_susun"


@pytest.fixture
def masuk(buka, client):
    """masuk(lebar): a page of the demo's lurah of Kandangan Utara."""
    load_akun()
    load_rtrw()
    load_kunjungan()
    client.force_login(Pengguna.objects.get(username="lurah-kandangan-utara"))
    kuki = client.cookies["sessionid"].value

    def _masuk(lebar):
        page = buka(lebar)
        page.goto("/")
        page.context.add_cookies([{"name": "sessionid", "value": kuki, "url": page.url}])
        return page

    return _masuk


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def picture(page, nama):
    """Kept where somebody asks for them."""
    if folder := os.environ.get("HAI_LURAH_GAMBAR"):
        page.screenshot(path=f"{folder}/{nama}.png", full_page=True)


@pytest.mark.parametrize("lebar", [360, 1280])
def test_the_lurah_plans_from_proposals(masuk, lebar):
    page = masuk(lebar)
    page.goto(reverse(SUSUN))
    page.get_by_role("button", name="Susun").click()
    page.get_by_role("heading", name="Menunggu keputusan (6)").wait_for()
    assert fits(page)
    picture(page, f"susun-{lebar}")
    kartu = page.locator("article.usul").first
    kartu.locator("summary", has_text="Terima").click()
    picture(page, f"terima-{lebar}")
    kartu.get_by_role("button", name="Terima dan rencanakan").click()
    page.get_by_role("heading", name="Menunggu keputusan (5)").wait_for()
    kunjungan = UsulKunjungan.objects.get(status="diterima").kunjungan
    assert kunjungan in Kunjungan.objects.in_wilayah(UTARA)
    kartu = page.locator("article.usul").first
    kartu.locator("summary", has_text="Lewati").click()
    kartu.get_by_role("button", name="Lewati dulu").click()
    page.get_by_text("Alasan wajib diisi.").first.wait_for()
    kartu = page.locator("article.usul").first
    kartu.locator("details[open] input[name=alasan]").fill("Jalan titian diperbaiki.")
    kartu.get_by_role("button", name="Lewati dulu").click()
    page.get_by_role("button", name="Kembalikan").wait_for()
    picture(page, f"putus-{lebar}")


@pytest.mark.parametrize("lebar", [360, 1280])
def test_weights_and_the_way_of_an_evening_fit_the_screen(masuk, lebar):
    page = masuk(lebar)
    page.goto(reverse("admin:luna_maya_bobotperencana_atur"))
    page.get_by_label("Curhat belum dijawab").fill("90")
    page.get_by_role("button", name="Lihat urutannya dulu").click()
    page.get_by_role("heading", name="Urutan dengan bobot baru (belum disimpan)").wait_for()
    assert fits(page)
    picture(page, f"bobot-{lebar}")
    hari = Kunjungan.objects.filter(status="pasti").order_by("mulai_at").first().mulai_at
    page.goto(f"{reverse('admin:luna_maya_usulkunjungan_jalan')}?hari={hari:%Y-%m-%d}")
    page.get_by_role("heading", name="perhentian").wait_for()
    assert fits(page)
    picture(page, f"jalan-{lebar}")
