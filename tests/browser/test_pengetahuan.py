"""Open answers in a browser: suggested while a request is typed, on a phone and at the desk."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_pengetahuan import load_pengetahuan
from ruko_parsel.models import Jawaban
from wilayah.models import Pengguna

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GAMBAR = os.environ.get("GAMBAR_KE", "")  # a folder for pictures of the screens


def picture(page, nama):
    if GAMBAR:
        page.screenshot(path=str(Path(GAMBAR) / f"{nama}.png"), full_page=True)


def fits(page):
    """Nothing sticks out to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def paringin(settings):
    settings.DEMO = True
    call_command("muat_awal", "--no-demo", verbosity=0)
    load_akun()
    load_permintaan_ruko()
    load_pengetahuan()


def enter(page, nama):
    client = Client()
    client.force_login(Pengguna.objects.get(username=nama))
    kuki = client.cookies["sessionid"].value
    akar = page.evaluate("location.origin")  # a cookie of a page's own address is for that folder
    page.context.add_cookies([{"name": "sessionid", "value": kuki, "url": akar}])


def test_answers_come_while_one_types_and_spare_a_request(buka, paringin):
    page = buka()
    page.goto("/inan-balangan/koordinasi/")
    page.fill("[name=uraian]", "Bagaimana mencatat sisa kas tahun lalu di siskeudes?")
    page.locator("[name=uraian]").press("End")
    page.locator("#saran-jawaban-isi li").first.wait_for()
    assert "SiLPA" in page.locator("#saran-jawaban-isi").inner_text()
    assert fits(page)
    picture(page, "saran-360")
    sebelum = sum(Jawaban.objects.values_list("dicegah", flat=True))
    page.get_by_role("button", name="Ini menjawab pertanyaan saya").first.click()
    page.get_by_text("Syukurlah").wait_for()
    assert page.url.endswith("/koordinasi/")  # the form is still there, with its words
    assert "sisa kas" in page.input_value("[name=uraian]")
    assert sum(Jawaban.objects.values_list("dicegah", flat=True)) == sebelum + 1


def test_without_javascript_the_answers_open_beside_the_form(buka, paringin):
    page = buka(js=False)
    page.goto("/inan-balangan/koordinasi/")
    page.fill("[name=uraian]", "timbangan posyandu rusak")
    with page.context.expect_page() as baru:
        page.get_by_role("button", name="Cari jawaban dulu").click()
    baru.value.wait_for_load_state()
    assert "Timbangan posyandu rusak" in baru.value.content().replace("<mark>", "").replace(
        "</mark>", ""
    )
    assert "timbangan" in page.input_value("[name=uraian]")


@pytest.mark.parametrize("lebar", [360, 1280])
def test_the_screens_fit(buka, paringin, lebar):
    page = buka(lebar)
    alamat = Jawaban.objects.published().first().get_absolute_url()
    for nama, url in (
        ("daftar", "/ruko-parsel/jawaban/?q=laporan"), ("satu", alamat),
        ("pustaka", "/ruko-parsel/pustaka/"),
    ):  # fmt: skip
        page.goto(url)
        assert fits(page), url
        picture(page, f"{nama}-{lebar}")
    enter(page, "petugas2-paringin")
    usul = Jawaban.objects.filter(status="usul").first()
    for nama, url in (
        ("meja-daftar", "/admin/ruko_parsel/jawaban/"),
        ("meja-satu", f"/admin/ruko_parsel/jawaban/{usul.pk}/change/"),
        ("meja-pustaka", "/admin/ruko_parsel/pustaka/"),
        ("ahli", "/admin/ruko_parsel/keahlian/cari/?tanya=siskeudes"),
        ("keahlian", "/admin/ruko_parsel/keahlian/"),
    ):
        page.goto(url)
        assert "login" not in page.url
        assert fits(page), url
        picture(page, f"{nama}-{lebar}")


def test_a_village_secretary_sees_answers_in_the_staff_form(buka, paringin):
    page = buka(1280)
    page.goto("/ruko-parsel/jawaban/")
    enter(page, "desa-inan")
    page.goto("/admin/ruko_parsel/permintaan/add/")
    page.fill("[name=judul]", "Honor kader posyandu tambahan")
    page.locator("[name=judul]").press("End")
    page.locator("#saran-jawaban-isi li").first.wait_for()
    assert "kader" in page.locator("#saran-jawaban-isi").inner_text().lower()
    picture(page, "ajukan-staf-1280")
