"""What a resident does with a phone: tell, read the answer, follow it, say BELUM and SESUDAH."""

import re
from pathlib import Path

import pytest

from curhat.models import Curhat, Tiket
from curhat.services.tiket import assign_tiket, close_tiket, open_tiket
from tests.curhat.halaman import CERITA, foto
from tests.factories import InstansiFactory

pytestmark = pytest.mark.browser
PERIKSA = (Path(__file__).parent / "periksa.js").read_text()


def lapor(page, cerita=CERITA):
    """Fill the form in by its labels and send it: (code, PIN) as shown."""
    page.goto("/taman-madiun/lapor/")
    page.get_by_label("Ceritakan apa yang terjadi").fill(cerita)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url(re.compile("/lapor/terima/"))
    return page.locator("[data-kode] dd").all_inner_texts()


def siap_dipastikan(kode, moderator):
    """Staff did the work; the ticket waits for the resident's word."""
    curhat = Curhat.objects.get(kode=kode)
    tiket = Tiket.objects.open().filter(curhat=curhat).first() or open_tiket(curhat, sebab="uji")
    assign_tiket(tiket, by=moderator, instansi=InstansiFactory(kode="DLH-UJI"))
    close_tiket(Tiket.objects.get(pk=tiket.pk), by=moderator, tindakan="Got sudah dikeruk.")
    return Tiket.objects.get(pk=tiket.pk)


@pytest.mark.parametrize("js", [True, False], ids=["dengan-js", "tanpa-js"])
def test_from_story_to_solved_on_a_phone(buka, moderator, js):
    page = buka(360, js=js)
    kode, pin = lapor(page)
    assert page.get_by_text("Pilihan jalan keluar").is_visible()
    tiket = siap_dipastikan(kode, moderator)

    page.goto("/taman-madiun/lacak/")
    page.get_by_label("Kode laporan").fill(kode.lower())
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Buka laporan").click()
    assert page.get_by_role("heading", name="Sudah benar-benar beres?").is_visible()

    page.locator("summary", has_text="Belum beres").click()
    page.get_by_label("Apa yang masih belum beres?").fill("Ujung gang masih mampet.")
    page.get_by_role("button", name="Kirim: belum beres").click()
    assert page.get_by_text("kami buka lagi").is_visible()
    tiket.refresh_from_db()
    assert tiket.status == "dibuka_lagi"

    siap_dipastikan(kode, moderator)
    page.reload()
    page.get_by_role("button", name="Sudah beres").click()
    assert page.get_by_text("Terima kasih. Kami catat").is_visible()
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil) == ("selesai", "terselesaikan")


def test_choosing_a_kelurahan_as_one_types(buka):
    page = buka(360)
    page.goto("/?ganti=1")
    page.get_by_label("Cari kelurahan atau desa").press_sequentially("pandean")
    page.get_by_role("link", name=re.compile("Pandean")).click()
    page.wait_for_url("**/pandean-madiun/")
    assert page.get_by_role("link", name="Tulis curhat").first.is_visible()


def test_errors_are_announced_linked_and_the_story_is_kept(buka):
    page = buka(360)
    page.goto("/taman-madiun/lapor/")
    page.get_by_label("Ceritakan apa yang terjadi").fill(CERITA)
    page.get_by_label("RT", exact=True).fill("dekat warung")
    page.get_by_role("button", name="Kirim", exact=True).click()
    ringkas = page.get_by_role("alert")
    assert ringkas.evaluate("e => e === document.activeElement")
    ringkas.get_by_role("link").click()
    assert page.url.endswith("#id_rt")
    assert page.get_by_label("Ceritakan apa yang terjadi").input_value() == CERITA


def test_photos_are_listed_before_and_shown_after_sending(buka):
    page = buka(360)
    page.goto("/taman-madiun/lapor/")
    page.get_by_label("Ceritakan apa yang terjadi").fill(CERITA)
    gambar = foto("got.jpg", (800, 600))
    berkas = {"name": "got.jpg", "mimeType": "image/jpeg", "buffer": gambar.read()}
    page.get_by_label("Pilih foto").set_input_files([berkas])
    assert page.get_by_text("got.jpg (").is_visible()
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_role("button", name="Pantau laporan ini").click()
    img = page.get_by_role("img", name="Foto 1 yang Anda kirim")
    img.scroll_into_view_if_needed()
    assert img.evaluate("async (e) => { await e.decode(); return e.naturalWidth; }") == 800


def test_a_signature_is_drawn_with_a_finger(buka):
    page = buka(360)
    page.goto("/taman-madiun/lapor/")
    page.get_by_label("Ceritakan apa yang terjadi").fill(CERITA)
    page.locator("summary", has_text="Laporan resmi").click()
    page.get_by_label("Ini laporan resmi dengan tanda tangan").check()
    page.get_by_label("Nama lengkap").fill("Wulan Contoh")
    kanvas = page.locator("canvas.ttd")
    kanvas.scroll_into_view_if_needed()
    kotak = kanvas.bounding_box()
    page.mouse.move(kotak["x"] + 30, kotak["y"] + 40)
    page.mouse.down()
    page.mouse.move(kotak["x"] + 120, kotak["y"] + 90, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url(re.compile("/lapor/terima/"))
    assert list(Curhat.objects.get().lampiran.values_list("jenis", flat=True)) == ["tanda_tangan"]


def test_the_map_opens_on_tap_and_marks_a_point(buka):
    page = buka(360)
    muat = []
    page.on("request", lambda request: muat.append(request.url))
    page.route(re.compile("tile"), lambda route: route.abort())
    page.goto("/taman-madiun/lapor/")
    assert not any("leaflet" in url for url in muat)
    page.get_by_role("button", name="Tandai di peta").click()
    page.locator(".leaflet-container").click(position={"x": 120, "y": 140})
    assert page.get_by_text(re.compile("Titik (ditandai|ini tampaknya)")).is_visible()
    assert float(page.locator("#id_lat").input_value())
    page.get_by_role("button", name="Hapus titik").click()
    assert page.locator("#id_lat").input_value() == ""


@pytest.mark.parametrize("lebar", [360, 1280])
@pytest.mark.parametrize("tema", ["light", "dark"])
def test_every_page_passes_the_basic_accessibility_checks(buka, moderator, lebar, tema):
    page = buka(lebar, tema=tema)
    salah = {}

    def periksa(nama):
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        salah[nama] = page.evaluate(PERIKSA)

    for path in ("/?ganti=1", "/?cari=tidakada", "/taman-madiun/", "/taman-madiun/lapor/",
                 "/lacak/", "/tidak-ada/"):  # fmt: skip
        page.goto(path)
        periksa(path)
    page.goto("/taman-madiun/lapor/")
    page.get_by_role("button", name="Kirim", exact=True).click()
    periksa("galat")
    kode, _pin = lapor(page, "Kebakaran di rumah tetangga RT 03 RW 02, ada anak di dalam!")
    periksa("terima")
    siap_dipastikan(kode, moderator)
    page.get_by_role("button", name="Pantau laporan ini").click()
    page.wait_for_url("**/lacak/")
    periksa("lacak")
    assert {nama: isi for nama, isi in salah.items() if isi} == {}


def test_keyboard_alone_reaches_the_form(buka):
    page = buka(360)
    page.goto("/taman-madiun/lapor/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_cerita"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
