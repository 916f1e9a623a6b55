"""The queue where something breaks: a round cut short, a body that never comes, no Web Locks."""

import pytest

from luna_maya.models import Catatan
from tests.browser.hp import fill_in, keep, log_path, ready, save, sign_in, until
from tests.luna_maya.pabrik_catatan import going_on

pytestmark = pytest.mark.browser
# The open page alone sends: Background Sync would come to its help, or get in the way.
TANPA_SINKRON = """
if (self.SyncManager) delete ServiceWorkerRegistration.prototype.sync;
delete window.SyncManager;
"""
TANPA_GEMBOK = "delete Navigator.prototype.locks;"
# What a sent entry meets: self.putus of them break off, self.tahan ms pass before it leaves.
PENGHALANG = """
(() => {
  const asli = self.fetch;
  self.kiriman = 0;
  self.putus = self.putus || 0;
  self.tahan = self.tahan || 0;
  self.fetch = async (alamat, pilihan) => {
    if (pilihan?.method !== "POST") return asli(alamat, pilihan);
    self.kiriman += 1;
    if (self.tahan) await new Promise((jadi) => { setTimeout(jadi, self.tahan); });
    if (self.putus > 0) { self.putus -= 1; throw new TypeError("putus di tengah"); }
    return asli(alamat, pilihan);
  };
})();
"""
# The answer's first line comes and its body never does, until whoever asked gives up.
BADAN_MACET = """
(() => {
  const asli = self.fetch;
  let macet = 1;
  self.fetch = async (alamat, pilihan) => {
    if (!String(alamat).startsWith("/akun/antrean/") || macet-- <= 0) return asli(alamat, pilihan);
    self.macet = true;
    return new Response(new ReadableStream({
      start(aliran) {
        pilihan.signal.addEventListener("abort", () => aliran.error(new Error("henti")));
      },
    }));
  };
})();
"""


@pytest.fixture
def kunjungan(live_server):
    return going_on()


@pytest.fixture
def ponsel(buka, kunjungan, live_server):
    """ponsel(*scripts that run before the page's own): the log, opened and kept."""

    def _ponsel(*skrip):
        page = buka(360)
        sign_in(page, kunjungan.lurah, live_server)
        for satu in (TANPA_SINKRON, *skrip):
            page.context.add_init_script(satu)
        page.goto(log_path(kunjungan))
        keep(page)
        return page

    return _ponsel


def tulis(page, isi):
    fill_in(page, "Masalah", isi)
    save(page)


def isi_tercatat():
    return sorted(Catatan.objects.values_list("isi", flat=True))


def test_a_round_cut_short_is_taken_up_again_within_seconds(ponsel):
    page = ponsel(PENGHALANG)
    page.context.set_offline(True)
    for isi in ("Lampu mati.", "Got mampet.", "Jalan berlubang."):
        tulis(page, isi)
    page.evaluate("() => { self.putus = 1; }")
    page.context.set_offline(False)
    until(page, {"terkirim": 3}, detik=12)
    assert isi_tercatat() == ["Got mampet.", "Jalan berlubang.", "Lampu mati."]


def test_what_is_written_while_a_round_goes_on_follows_at_once(ponsel):
    page = ponsel(PENGHALANG)
    page.evaluate("() => { self.tahan = 3000; }")
    tulis(page, "Lampu mati.")
    tulis(page, "Got mampet.")
    until(page, {"terkirim": 2}, detik=15)
    assert page.evaluate("() => self.kiriman") == 2


def test_another_tab_tries_when_the_one_that_sends_fails(ponsel, kunjungan):
    page = ponsel(PENGHALANG)
    kedua = page.context.new_page()
    kedua.goto(log_path(kunjungan))
    ready(kedua)
    page.evaluate("() => { self.putus = 9; self.tahan = 2000; }")
    tulis(page, "Lampu mati.")
    kedua.evaluate("() => { Antrean.kirim({ segera: true }); }")  # meets the round of the first
    until(kedua, {"terkirim": 1}, detik=10)
    assert page.evaluate("() => self.kiriman") == 1
    assert kedua.evaluate("() => self.kiriman") == 1


def test_an_answer_whose_body_never_comes_does_not_hold_the_queue(ponsel):
    page = ponsel(BADAN_MACET)
    tulis(page, "Lampu mati.")
    until(page, {"terkirim": 1}, detik=45)
    assert page.evaluate("() => self.macet") is True


def test_a_tab_closed_while_sending_leaves_nothing_taken(ponsel, kunjungan):
    page = ponsel(PENGHALANG)
    kedua = page.context.new_page()
    kedua.goto(log_path(kunjungan))
    ready(kedua)
    page.evaluate("() => { self.tahan = 60000; }")
    tulis(page, "Lampu mati.")
    page.locator("[data-antrean-daftar]").get_by_text("Sedang dikirim").wait_for()
    page.close()
    kedua.evaluate("() => { Antrean.kirim({ segera: true }); }")
    until(kedua, {"terkirim": 1}, detik=10)
    assert Catatan.objects.count() == 1


def test_without_web_locks_two_tabs_still_send_once_each(ponsel, kunjungan):
    page = ponsel(TANPA_GEMBOK, PENGHALANG)
    page.context.set_offline(True)
    for isi in ("Lampu mati.", "Got mampet.", "Jalan berlubang."):
        tulis(page, isi)
    kedua = page.context.new_page()
    kedua.goto(log_path(kunjungan))
    ready(kedua)
    for satu in (page, kedua):
        assert satu.evaluate("() => navigator.locks === undefined")
        satu.evaluate("() => { self.tahan = 300; }")  # long enough for both to be at it
    page.context.set_offline(False)
    until(page, {"terkirim": 3})
    kiriman = [satu.evaluate("() => self.kiriman") for satu in (page, kedua)]
    assert sum(kiriman) == 3, kiriman
    assert Catatan.objects.count() == 3
