"""The pages of the lurah's visits, on a phone, in light and dark: readable, light, thumb-sized."""

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import UTARA, load_kunjungan
from dasbor.demo.luna_dokumentasi import load_dokumentasi
from dasbor.demo.luna_persetujuan import load_persetujuan
from dasbor.demo.luna_petugas import load_petugas
from dasbor.demo.luna_survei import load_survei_percaya
from luna_maya.models import Kunjungan, SurveiPercaya
from luna_maya.services.persetujuan import sign_undangan
from luna_maya.services.survei_undang import survei_url
from tests.browser.baca_nyaman import faults, read_pages
from tests.browser.periksa_tinjau import potret
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import malam
from wilayah.halaman import forget_area
from wilayah.models import Pengguna

pytestmark = pytest.mark.browser
AWAL = "/kandangan-utara-uji/"
DI_BAWAH = (
    "", "luna-maya/", "luna-maya/?hal=2", "luna-maya/janji/", "luna-maya/janji/?keadaan=gugur",
    "luna-maya/giliran/", "luna-maya/kepercayaan/", "luna-maya/kepercayaan/?per=rw",
    "luna-maya/peta/", "luna-maya/buku/", "luna-maya/replikasi/", "lurah-malam/", "undang-lurah/",
    "undang-lurah/status/",
)  # fmt: skip
# smaller than a thumb: what is no link inside a sentence and lower than 44 px
KECIL = """() => [...document.querySelectorAll("main :is(a[href], button, summary, select)")]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
    .filter(e => e.getBoundingClientRect().height < 43.5 && !e.closest(".kecil"))
    .map(e => `${e.textContent.trim().slice(0, 40)} ${e.getBoundingClientRect().height}`)"""


@pytest.fixture
def utara(live_server, kelurahan, client):
    """Kandangan Utara with its demo year; the lurah is signed in with the client."""
    load_akun()
    load_rtrw()
    area = WilayahFactory(kode=UTARA)
    area.slug = AWAL.strip("/")
    area.save()
    forget_area()
    for load in (load_kunjungan, load_persetujuan, load_petugas, load_survei_percaya,
                 load_dokumentasi):  # fmt: skip
        load()
    client.force_login(Pengguna.objects.get(username="lurah-kandangan-utara"))
    yield area
    forget_area()


def _link(survei, **lain):
    return "/luna-maya/survei/" + survei_url(survei, **lain).rsplit("/survei/", 1)[1]


def _addresses():
    """Every page with something on it."""
    kunjungan = Kunjungan.objects.in_wilayah(UTARA).order_by("mulai_at")
    selesai, akan = list(kunjungan.done()), list(kunjungan.filter(status="pasti"))
    berfoto = [k for k in selesai if k.dokumentasi.exists()]
    terbuka = SurveiPercaya.objects.get(wilayah=UTARA, status="buka")
    tutup = SurveiPercaya.objects.filter(wilayah=UTARA, status="tutup").first()
    return [
        *(AWAL + jalan for jalan in DI_BAWAH),
        *(f"{AWAL}luna-maya/{k.kode}/" for k in (selesai[0], selesai[-1], *berfoto[:1])),
        *(f"/luna-maya/undangan/{sign_undangan(k)}/" for k in (selesai[0], akan[0])),
        _link(terbuka), _link(terbuka, kelompok="ketua"), _link(tutup),
        f"{_link(terbuka)}?terima=1",
        "/luna-maya/saya/", f"/luna-maya/saya/{akan[0].kode}/", "/luna-maya/catat/",
        f"/luna-maya/catat/{selesai[-1].kode}/",
    ]  # fmt: skip


def _sign_in(page, client, url):
    kuki = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": kuki, "url": url}])


def test_every_page_of_the_visits_reads_well_on_a_phone(buka, utara, client, live_server):
    alamat = _addresses()
    for tema in ("light", "dark"):
        page = buka(360, tema=tema)
        _sign_in(page, client, live_server.url)
        assert read_pages(page, alamat) == {}, tema


def test_a_resident_invites_on_a_phone_and_takes_it_back(buka, utara):
    page = buka(360, js=False)
    page.goto(f"{AWAL}undang-lurah/")
    page.get_by_role("button", name="Kirim undangan").click()
    page.locator(".ringkas-galat").wait_for()
    assert page.locator(".ringkas-galat a").count() >= 6
    assert faults(page) == []
    potret(page, "undang-galat")
    page.get_by_label("Tahlilan").check()
    page.get_by_label("Hari", exact=True).fill(str(malam(hari=5).date()))
    page.get_by_label("Jam mulai").fill("19:30")
    for nama, nilai in (("RT", "2"), ("RW", "1")):
        page.get_by_label(nama, exact=True).fill(nilai)
    page.get_by_label("Alamat atau patokan").fill("Dekat langgar")
    page.get_by_label("Nama Anda").fill("Bu Masitah")
    page.get_by_role("button", name="Kirim undangan").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()
    assert faults(page) == []
    assert "19.30 WITA" in page.locator("main").inner_text()
    potret(page, "undang-terkirim")
    page.get_by_role("button", name="Lihat undangan saya").click()
    page.get_by_role("heading", name="Menunggu jawaban").wait_for()
    assert faults(page) == []
    potret(page, "undang-status")
    page.locator("summary").click()
    page.get_by_role("button", name="Cabut undangan ini").click()
    page.get_by_role("heading", name="Undangan sudah dicabut").wait_for()
    assert faults(page) == []
    assert page.evaluate(KECIL) == []


def test_a_host_with_children_answers_each_question_and_withdraws(buka, utara):
    kunjungan = Kunjungan.objects.in_wilayah(UTARA).get(status="menunggu")
    assert kunjungan.tuan_rumah.ada_anak
    page = buka(360, js=False)
    page.goto(f"/luna-maya/undangan/{sign_undangan(kunjungan)}/")
    assert faults(page) == []
    assert page.evaluate(KECIL) == []
    for apa in ("foto", "video", "suara", "sebut_rt", "tampil"):
        pilihan = page.locator(f'label:has(input[name="{apa}"][value="ya"])')
        assert pilihan.bounding_box()["height"] >= 44
        pilihan.click()
    page.get_by_role("button", name="Ya, saya bersedia").click()
    page.locator(".errorlist").first.wait_for()  # the guardian's word is missing
    assert faults(page) == []
    potret(page, "tuan-galat")
    page.get_by_label("Saya orang tua atau wali").check()
    page.get_by_role("button", name="Ya, saya bersedia").click()
    page.get_by_role("heading", name="Kunjungan sudah disepakati").wait_for()
    potret(page, "tuan-pasti")
    page.locator("summary", has_text="Batalkan kunjungan").click()
    page.get_by_role("button", name="Batalkan kunjungan ini").click()
    page.get_by_role("heading", name="Persetujuan sudah dicabut").wait_for()
    assert faults(page) == []
    potret(page, "tuan-cabut")
