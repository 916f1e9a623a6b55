"""The coordination desk's pages for residents, guests and villages, on a cheap phone."""

from urllib.parse import urlsplit

import pytest
from django.core import signing

from dasbor.demo.akun import load_akun
from dasbor.demo.ruko_rumah import load_rumah
from dasbor.demo.ruko_semua import load_ruko
from dasbor.demo.waktu import simulated_clock
from ruko_parsel.models import (
    Antrean,
    Jawaban,
    Keputusan,
    PenerimaPeringatan,
    Permintaan,
    Pustaka,
    Tamu,
    TandaRumah,
    UndanganRapat,
)
from ruko_parsel.services.kabar import nilai_url
from ruko_parsel.services.kabar_rapat import undangan_url
from ruko_parsel.services.keputusan import keputusan_url
from ruko_parsel.services.peringatan import receipt_url
from tests.browser.baca_nyaman import faults, read_pages
from tests.browser.periksa_tinjau import potret
from tests.ruko_parsel.pabrik import KECAMATAN
from tests.ruko_parsel.pabrik_rumah import pukul
from wilayah.halaman import forget_area
from wilayah.models import Pengguna, Wilayah

pytestmark = pytest.mark.browser
DESA = "/inan-balangan/"
CERITA = "SPJ dana desa semester satu belum selesai. Bendahara kami baru dan belum dilatih."
# smaller than a thumb: what is no link inside a sentence and lower than 44 px
KECIL = """() => [...document.querySelectorAll("main :is(a[href], button, summary, select)")]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .filter(e => !(e.tagName == "A" && getComputedStyle(e).display == "inline"
                   && e.parentElement.textContent.trim() != e.textContent.trim()))
    .map(e => `${e.textContent.trim().slice(0, 40)} ${e.getBoundingClientRect().height}`)"""


@pytest.fixture
def meja(live_server, acuan_curhat):
    """Paringin Selatan's desk on duty, on a Monday at ten past nine there: the house is open."""
    load_akun()
    forget_area()
    with simulated_clock() as jam:
        jam.sekarang = pukul(9, 10)
        yield Wilayah.objects.get(pk=KECAMATAN)
    forget_area()


@pytest.fixture
def paringin(meja):
    """The same with its whole demo."""
    list(load_ruko())
    return meja


def _tanda(jenis):
    return TandaRumah.objects.get(wilayah=KECAMATAN, jenis=jenis, dicabut_at=None).tanda


def _public():
    """Pages for anyone, full, searched and found empty."""
    rp, jawaban = "/ruko-parsel/", Jawaban.objects.published()
    return [
        rp, DESA, f"{DESA}koordinasi/", f"{DESA}koordinasi/status/",
        "/taman-madiun/koordinasi/",
        *(f"{rp}jawaban/{sisa}" for sisa in (
            "", "?di=inan-balangan", "?q=laporan+dana+desa", "?q=zzzzqq", "?hal=2",
            f"{jawaban[0].pk}/", f"{jawaban[0].pk}/?terima=ya")),
        *(f"{rp}pustaka/{sisa}" for sisa in (
            "", "?q=zzzzqq", *(f"{satu.pk}/" for satu in Pustaka.objects.order_by("-pk")[:3]))),
        *(f"{rp}{KECAMATAN}/{apa}/" for apa in ("jadwal", "angka", "siaga")),
        f"{rp}{KECAMATAN}/jadwal/?tanggal={pukul(9).date()}",
    ]  # fmt: skip


def _links():
    """Pages for whoever holds the link: {name: address}."""
    S = Permintaan.Status  # noqa: N806
    di = Permintaan.objects.in_wilayah(KECAMATAN)
    undangan = UndanganRapat.objects.sent().order_by("pk")
    putus = Keputusan.objects.exclude(tindak_lanjut__siapa=None).order_by("pk")
    hasil = {
        "antre": f"/ruko-parsel/antre/{_tanda('antre')}/",
        "tamu": f"/ruko-parsel/tamu/{_tanda('tamu')}/",
        "nilai-selesai": nilai_url(di.filter(status=S.SELESAI, nilai=None).latest("closed_at")),
        "nilai-jalan": nilai_url(di.filter(status=S.DITELAAH)[0]),
        "undangan-akan": undangan_url(undangan.filter(rapat__status="diundang").last()),
        "undangan-usai": undangan_url(undangan.filter(rapat__status="selesai")[0]),
        "siaga-terima": receipt_url(PenerimaPeringatan.objects.all()[0]),
    }
    buka = putus.filter(tindak_lanjut__status__in=["rencana", "berjalan"]).last()
    usai = putus.filter(tindak_lanjut__status="selesai").last()
    for nama, satu in (("buka", buka), ("usai", usai)):
        hasil[f"keputusan-{nama}"] = keputusan_url(satu, satu.tindak_lanjut.siapa)
    for satu in Antrean.objects.order_by("status").distinct("status"):
        hasil[f"karcis-{satu.status}"] = (
            f"/ruko-parsel/karcis/{signing.dumps(satu.pk, salt='ruko.karcis')}/"
        )
    for keluar in (True, False):
        satu = Tamu.objects.filter(keluar_at__isnull=not keluar).latest("pk")
        hasil[f"tamu-{'keluar' if keluar else 'masuk'}"] = (
            f"/ruko-parsel/tamu-masuk/{signing.dumps(satu.pk, salt='ruko.tamu')}/"
        )
    return {nama: urlsplit(url).path for nama, url in hasil.items()}


def _sign_in(page, client, username, url):
    client.force_login(Pengguna.objects.get(username=username))
    kuki = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": kuki, "url": url}])


def _small(page, alamat):
    hasil = {}
    for satu in alamat:
        page.goto(satu)
        hasil[satu] = page.evaluate(KECIL)
    return {satu: isi for satu, isi in hasil.items() if isi}


def test_every_page_reads_well_on_a_phone_with_and_without_scripts(buka, paringin):
    alamat = [*_public(), *_links().values()]
    for tema, js in (("light", True), ("dark", False)):
        page = buka(360, tema=tema, js=js)
        assert read_pages(page, alamat) == {}, tema
    assert _small(page, alamat) == {}


def test_the_day_and_the_villages_own_list_read_well_on_a_phone(
    buka, paringin, client, live_server
):
    for nama, jalan in (("camat-paringin", "hari-ini"), ("desa-inan", "hari-ini"),
                        ("desa-inan", "permintaan")):  # fmt: skip
        for tema in ("light", "dark"):
            page = buka(360, tema=tema)
            _sign_in(page, client, nama, live_server.url)
            assert read_pages(page, [f"/ruko-parsel/saya/{jalan}/"]) == {}, (nama, tema)
        assert page.evaluate(KECIL) == []


def test_the_number_on_the_screen_is_read_from_four_metres(buka, meja):
    load_rumah()
    page = buka(1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/ruko-parsel/layar/{_tanda('layar')}/")
    assert page.locator(".ruang-besar").bounding_box()["height"] > 300
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    kecil = """() => [...document.querySelectorAll("main *")]
        .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.textContent.trim()))
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 36).map(e => e.textContent)"""
    assert page.evaluate(kecil) == []
    assert faults(page) == []
    potret(page, "layar")


def _fill(page):
    page.goto(f"{DESA}koordinasi/")
    page.get_by_label("Meminta pendapat").check()
    page.get_by_label("Ceritakan").fill(CERITA)
    page.get_by_label("Tentang apa?").select_option("keuangan")


def test_a_resident_asks_follows_adds_and_withdraws_without_scripts(buka, meja):
    page, salah = buka(360, js=False), {}

    def baik(nama):
        salah[nama] = faults(page) + page.evaluate(KECIL)
        potret(page, nama)

    page.goto(f"{DESA}koordinasi/")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.locator(".ringkas-galat a").first.wait_for()
    assert page.locator(".ringkas-galat a").count() >= 3
    baik("ajuan-galat")
    _fill(page)
    page.get_by_role("button", name="Periksa dulu").click()
    page.get_by_text("Belum dikirim.").wait_for()
    baik("ajuan-periksa")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_role("heading", name="Terima kasih").wait_for()
    kode, pin = page.locator(".ruko-kode dd").all_inner_texts()
    baik("ajuan-terkirim")
    page.goto(f"{DESA}koordinasi/status/")
    page.get_by_label("Kode permintaan").fill(kode)
    page.get_by_label("PIN").fill("000000" if pin != "000000" else "111111")
    page.get_by_role("button", name="Buka").click()
    page.locator(".ringkas-galat").wait_for()
    baik("pintu-galat")
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Buka").click()
    page.get_by_role("heading", name="Jawaban dan langkah").wait_for()
    baik("status")
    page.get_by_role("button", name="Tambahkan").click()
    page.locator(".ringkas-galat").wait_for()
    page.get_by_label("Keterangan tambahan").fill("Bendahara baru mulai bulan lalu.")
    page.get_by_role("button", name="Tambahkan").click()
    page.get_by_text("Keterangan Anda sudah kami tambahkan.").wait_for()
    baik("status-tambah")
    page.locator("summary", has_text="Tarik permintaan").click()
    page.get_by_role("button", name="Tarik permintaan ini").click()
    page.locator(".ringkas-galat").wait_for()
    page.get_by_label("Mengapa ditarik?").fill("Sudah selesai di desa.")
    page.get_by_role("button", name="Tarik permintaan ini").click()
    page.get_by_text("Permintaan ini sudah ditarik.").wait_for()
    baik("status-tarik")
    page.get_by_role("button", name="Keluar").click()
    page.get_by_text("Anda sudah keluar.").wait_for()
    baik("pintu-keluar")
    assert {nama: isi for nama, isi in salah.items() if isi} == {}


def test_a_guest_signs_in_gets_a_number_and_goes(buka, meja):
    load_rumah()
    page = buka(360, js=False)
    page.goto(f"/ruko-parsel/tamu/{_tanda('tamu')}/")
    page.get_by_role("button", name="Masuk").click()
    page.locator(".ringkas-galat a").first.wait_for()
    assert page.locator(".ringkas-galat a").count() >= 3
    assert faults(page) == []
    potret(page, "tamu-galat")
    for label, isi in (("Nama", "Bu Masitah"), ("Dari desa atau instansi", "Desa Inan"),
                       ("Keperluan", "Bertanya tentang laporan")):  # fmt: skip
        page.get_by_label(label, exact=True).fill(isi)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("heading", name="Anda sudah tercatat").wait_for()
    assert faults(page) == []
    page.get_by_role("link", name="Lihat giliran saya").click()
    page.get_by_role("heading", name="Nomor Anda").wait_for()
    assert faults(page) == []
    page.go_back()
    page.get_by_role("button", name="Saya sudah selesai, keluar").click()
    page.get_by_role("heading", name="Sampai jumpa").wait_for()
    assert faults(page) == []
    page.goto(f"/ruko-parsel/antre/{_tanda('antre')}/")
    page.get_by_role("button", name="Ambil nomor").click()
    page.get_by_role("link", name="Ambil nomor untuk tamu lain").wait_for()
    assert faults(page) == []
    assert page.evaluate(KECIL) == []


def test_links_answer_on_a_phone_and_name_what_is_missing(buka, paringin):
    tautan = _links()
    page = buka(360, js=False)
    for nama, tombol, label in (
        ("nilai-selesai", "Kirim penilaian", "5 "), ("undangan-akan", "Kirim jawaban", "Ya, saya"),
        ("keputusan-buka", "Kirim kabar", "Sudah selesai"),
    ):  # fmt: skip
        page.goto(tautan[nama])
        page.get_by_role("button", name=tombol).click()
        page.locator(".ringkas-galat a").first.wait_for()
        assert faults(page) == [], nama
        potret(page, f"{nama}-galat")
        page.get_by_label(label).first.check()
        page.get_by_role("button", name=tombol).click()
        page.locator(".pita[role=status]").wait_for()
        assert faults(page) == [], nama
        assert page.evaluate(KECIL) == [], nama
        potret(page, f"{nama}-terima")
    page.goto(tautan["siaga-terima"])
    page.get_by_role("button", name="Sudah saya terima").click()
    page.get_by_text("Terima kasih. Kami mencatat").wait_for()
    assert faults(page) == []
