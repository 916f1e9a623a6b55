"""The seed's conversation on the demo's telephone, tapped and typed; its new pages, looked at."""

import re

import pytest
from playwright.sync_api import expect

from curhat.models import Curhat, Penilaian, Tiket
from curhat.services.tiket import assign_tiket, close_tiket, open_tiket
from dokumen.models import Surat
from dokumen.muat import load_jenis
from pesan.kirim import send_batch
from pesan.proses import process_batch
from pesan.services.templat import forget_templat
from pesan.simulasi import graph as tiruan
from tests.browser.test_warga import PERIKSA, lapor
from tests.curhat.test_isu_warga import masalah
from tests.factories import InstansiFactory

pytestmark = pytest.mark.browser
CERITA = "HAI LURAH Taman. Got depan musala mampet sejak Senin, banjir tiap hujan"


@pytest.fixture
def telepon(buka, settings, live_server, monkeypatch):
    """The demo's telephone at 360 px, its worker at hand."""
    settings.DEMO = True
    settings.SITE_URL = live_server.url
    settings.WHATSAPP_API_URL = f"{live_server.url}/simulasi/graph"
    monkeypatch.setattr(tiruan, "_KABAR", ())
    load_jenis()
    forget_templat()
    page = buka(360)
    page.goto("/simulasi/?kel=35.77.03.1009&warga=sariyem")
    return page


def kerjakan(page):
    """What the worker does, and a fresh look at the telephone."""
    process_batch()
    send_batch()
    page.goto("/simulasi/?kel=35.77.03.1009&warga=sariyem")


def tulis(page, teks):
    page.locator("#teks").fill(teks)
    with page.expect_response(re.compile("/simulasi/kirim/")):
        page.locator("button[value=kirim]").click()
    kerjakan(page)


def pilih(page, judul):
    """Tap an answer under the newest message that offers it."""
    daftar = page.locator("details.daftar-pilihan", has=page.locator(f'button[value="{judul}"]'))
    if daftar.count():
        daftar.last.locator("summary").click()
    with page.expect_response(re.compile("/simulasi/kirim/")):
        page.locator(f'button[name=tombol][value="{judul}"]').last.click()
    kerjakan(page)


def terakhir(page, kata):
    expect(page.locator(".balon.lurah").last).to_contain_text(kata)


def test_from_the_first_word_to_sesudah(telepon, moderator):
    tulis(telepon, CERITA)
    terakhir(telepon, "Ketik LANJUT untuk saran sekarang")
    tulis(telepon, "di RT 3 RW 2 nggih")
    pilih(telepon, "ANONIM TIDAK")
    pilih(telepon, "TEMBUSAN TIDAK")
    if not telepon.get_by_text("3 langkah konkret").count():
        tulis(telepon, "lanjut")
    expect(telepon.locator("#layar")).to_contain_text("3 langkah konkret")
    expect(telepon.locator("#layar")).to_contain_text("RT 03/RW 02")
    pilih(telepon, "5 Sangat membantu")
    assert Penilaian.objects.get().nilai == 5
    tulis(telepon, "MINTA DRAFT SEDOT")
    expect(telepon.locator("a.dokumen").last).to_contain_text("sedot-drainase")
    tulis(telepon, "Nama pemohon: Sulastri\nAlamat pemohon: Gang Kenari 4\nLokasi: Gang Kenari")
    assert Surat.objects.get().kurang == []
    curhat = Curhat.objects.get()
    tiket = Tiket.objects.open().first() or open_tiket(curhat, sebab="uji")
    assign_tiket(tiket, by=moderator, instansi=InstansiFactory(kode="DLH-UJI"))
    close_tiket(Tiket.objects.get(pk=tiket.pk), by=moderator, tindakan="Got sudah dikeruk.")
    kerjakan(telepon)
    terakhir(telepon, "SESUDAH")
    pilih(telepon, "SESUDAH")
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil) == ("selesai", "terselesaikan")
    assert telepon.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("lebar", [360, 1280])
@pytest.mark.parametrize("tema", ["light", "dark"])
def test_the_new_pages_pass_the_basic_accessibility_checks(buka, moderator, lebar, tema):
    load_jenis()
    masalah(orang=3, moderator=moderator)
    page = buka(lebar, tema=tema)
    salah = {}

    def periksa(nama):
        page.wait_for_load_state()  # never the page before, nor half of this one
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        salah[nama] = page.evaluate(PERIKSA)

    for path in ("/taman-madiun/", "/taman-madiun/surat/", "/taman-madiun/surat/?jenis=sktm",
                 "/surat/", "/surat/7K3M-9QPX-2ABC/"):  # fmt: skip
        page.goto(path)
        periksa(path)
    page.goto("/taman-madiun/lapor/")
    page.get_by_label("Ceritakan apa yang terjadi").fill("got depan rumah mampet, banjir RT 3 RW 2")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", name="Mungkin sudah dilaporkan")).to_be_visible()
    periksa("mirip")
    page.goto("/taman-madiun/")
    page.get_by_role("link", name="Saya juga").first.click()
    page.wait_for_url("**/isu/**")
    periksa("saya juga")
    lapor(page, "Mohon dibantu surat keterangan tidak mampu untuk sekolah anak saya")
    page.get_by_role("button", name="Pantau laporan ini").click()
    page.wait_for_url("**/lacak/")
    periksa("lacak")
    page.goto("/lacak/surat/")
    periksa("surat dari laporan")
    assert {nama: isi for nama, isi in salah.items() if isi} == {}
