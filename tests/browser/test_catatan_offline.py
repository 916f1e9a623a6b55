"""The night log without a signal: kept on the phone, sent when there is one, once each."""

import re
from pathlib import Path

import pytest

from luna_maya.models import Catatan, Janji
from tests.browser.hp import (
    ISI_HP,
    fill_in,
    keep,
    log_path,
    ready,
    save,
    sign_in,
    until,
)
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, malam
from tests.luna_maya.pabrik_catatan import going_on, jpg

pytestmark = pytest.mark.browser
PERIKSA = (Path(__file__).parent / "periksa.js").read_text()


@pytest.fixture
def kunjungan(live_server):
    return going_on()


@pytest.fixture
def ponsel(buka, kunjungan, live_server):
    """A phone with the log opened once, its page kept by the service worker."""
    page = buka(360)
    sign_in(page, kunjungan.lurah, live_server)
    page.goto(log_path(kunjungan))
    keep(page)
    return page


KELUAR = """() => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/admin/logout/";
  form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  document.body.append(form);
  form.submit();
}"""


def tulis(page, jenis, isi, *, foto=False):
    form = fill_in(page, jenis, isi)
    if foto:
        berkas = jpg("dapur.jpg", (640, 480))
        form.get_by_label("Foto", exact=True).set_input_files(
            {"name": "dapur.jpg", "mimeType": "image/jpeg", "buffer": berkas.read()}
        )
        form.get_by_alt_text(re.compile("Foto 1")).wait_for()
    save(page)


def test_three_entries_of_a_night_without_a_signal(ponsel, kunjungan):
    page = ponsel
    page.context.set_offline(True)
    tulis(page, "Masalah", "Lampu jalan di ujung gang mati sejak dua minggu.", foto=True)
    tulis(page, "Janji lurah", "Lurah menjanjikan lampu baru.")
    tulis(page, "Potensi", "Ibu tuan rumah menganyam purun.")
    assert Catatan.objects.count() == 0

    page.reload()  # still without a signal: the page and what was written are there
    ready(page)
    daftar = page.locator("[data-antrean-daftar]")
    assert daftar.get_by_text("3 belum terkirim").is_visible()
    assert daftar.get_by_text("Masalah: Lampu jalan di ujung gang").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(PERIKSA) == []

    kedua = page.context.new_page()  # a second tab sends at the same moment
    kedua.goto(log_path(kunjungan))
    ready(kedua)
    page.context.set_offline(False)
    until(page, {"terkirim": 3})
    assert sorted(Catatan.objects.values_list("jenis", flat=True)) == [
        "janji",
        "masalah",
        "potensi",
    ]
    assert Catatan.objects.get(jenis="masalah").lampiran.get().jenis == "foto"
    assert Janji.objects.get().isi == "Lampu gang dipasang"
    page.get_by_role("heading", name="Sudah tercatat (3)").wait_for()  # read anew by itself
    sisa = page.evaluate("async () => JSON.stringify(await Antrean.semua())")
    assert "Lampu" not in sisa  # confirmed: the words have left the device


def test_a_closed_browser_tab_loses_nothing_not_even_half_a_sentence(ponsel, kunjungan):
    page = ponsel
    page.context.set_offline(True)
    page.get_by_label("Apa yang dilihat atau didengar?").fill("Baru separuh kal")
    until(page, {"draf": 1})
    page.close()
    baru = page.context.new_page()
    baru.goto(log_path(kunjungan))
    ready(baru)
    assert baru.get_by_label("Apa yang dilihat atau didengar?").input_value() == "Baru separuh kal"
    tulis(baru, "Aspirasi", "Baru separuh kalimat, sekarang lengkap.")
    baru.context.set_offline(False)
    until(baru, {"terkirim": 1})
    assert Catatan.objects.get().isi == "Baru separuh kalimat, sekarang lengkap."


def test_refused_by_the_server_it_stays_to_be_put_right(ponsel):
    page = ponsel
    page.context.set_offline(True)
    form = page.locator("#tulis")
    form.get_by_text("Janji lurah", exact=True).click()
    form.get_by_label("Apa yang dilihat atau didengar?").fill("Menjanjikan sesuatu.")
    form.get_by_role("button", name="Simpan catatan").click()
    page.context.set_offline(False)
    until(page, {"perlu_diperbaiki": 1})
    daftar = page.locator("[data-antrean-daftar]")
    assert daftar.get_by_text("Pilih tanggal janji itu ditepati.").is_visible()
    daftar.get_by_role("button", name="Ubah").click()
    form.get_by_label("Bunyi janji untuk warga").fill("Got dikeruk bersama")
    form.get_by_label("Ditepati paling lambat").fill(malam(9).date().isoformat())
    form.get_by_role("button", name="Simpan catatan").click()
    until(page, {"terkirim": 1})
    assert Janji.objects.get().isi == "Got dikeruk bersama"


def test_signed_out_it_waits_and_says_so_and_nobody_else_sends_it(ponsel, kunjungan, live_server):
    page = ponsel
    page.context.set_offline(True)
    tulis(page, "Masalah", "Got mampet.")
    page.context.clear_cookies()
    page.context.set_offline(False)
    daftar = page.locator("[data-antrean-daftar]")
    daftar.get_by_text("Masuk dulu; catatan aman di HP ini.").wait_for()
    assert daftar.get_by_role("link", name="Masuk sekarang").is_visible()
    sign_in(page, PenggunaFactory(peran="moderator", di=UTARA), live_server)
    page.goto(log_path(kunjungan))
    ready(page)
    assert page.get_by_text("1 milik akun lain menunggu di HP ini.").is_visible()
    assert "Got mampet" not in page.locator("[data-antrean-daftar]").inner_text()
    page.evaluate("Antrean.kirim({ segera: true })")
    assert Catatan.objects.count() == 0
    sign_in(page, kunjungan.lurah, live_server)
    page.goto(log_path(kunjungan))
    until(page, {"terkirim": 1})
    assert Catatan.objects.get().by == kunjungan.lurah


def test_what_waits_is_deleted_only_after_a_question(ponsel):
    page = ponsel
    page.context.set_offline(True)
    tulis(page, "Masalah", "Salah tulis.")
    page.once("dialog", lambda d: d.dismiss())
    page.locator("[data-antrean-daftar]").get_by_role("button", name="Hapus", exact=True).click()
    assert page.evaluate(ISI_HP) == {"menunggu": 1}
    page.once("dialog", lambda d: d.accept())
    page.get_by_role("button", name="Hapus semua dari HP ini").click()
    until(page, {})


def test_signing_out_takes_the_kept_page_along(ponsel, kunjungan):
    page = ponsel
    with page.expect_navigation(url=re.compile("/admin/")):
        page.evaluate(KELUAR)
    page.wait_for_load_state()
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(log_path(kunjungan))


def test_a_voice_recorded_by_the_pages_own_button_arrives(ponsel):
    page = ponsel
    form = fill_in(page, "Aspirasi", "Warga bercerita sendiri.")
    page.context.set_offline(True)
    form.get_by_role("button", name="Rekam suara").click()
    form.get_by_text("0.01").wait_for()
    form.get_by_role("button", name="Berhenti merekam").click()
    form.get_by_text("Rekaman ditambahkan.").wait_for()
    form.locator("[data-tampil] audio").wait_for()
    save(page)
    page.context.set_offline(False)
    until(page, {"terkirim": 1})
    suara = Catatan.objects.get().lampiran.get()
    assert suara.jenis == "suara"
    assert suara.berkas.size > 500
    page.get_by_role("link", name="Unduh rekaman").wait_for()
    jawab = page.request.get(page.locator("#sudah audio").get_attribute("src"))
    assert (jawab.status, jawab.headers["content-type"]) == (200, suara.mime)


def test_without_javascript_it_is_a_form_as_any_other(buka, kunjungan, live_server):
    page = buka(360, js=False)
    sign_in(page, kunjungan.lurah, live_server)
    page.goto(log_path(kunjungan))
    form = page.locator("#tulis")
    form.get_by_text("Lingkungan", exact=True).click()
    form.get_by_label("Apa yang dilihat atau didengar?").fill("Sampah menumpuk di belakang pos.")
    form.get_by_label("Foto", exact=True).set_input_files(
        {"name": "pos.jpg", "mimeType": "image/jpeg", "buffer": jpg().read()}
    )
    form.get_by_role("button", name="Simpan catatan").click()
    assert page.get_by_text("Catatan tersimpan.").is_visible()
    assert Catatan.objects.get().lampiran.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
