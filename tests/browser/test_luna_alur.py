"""LUNA MAYA from a proposal to the public page, on one phone, through the pages people use.

Rows are only looked up here, and a visit's times are moved so that its evening is now.
"""

import datetime as dt
import shutil
import subprocess

import pytest
from django.urls import reverse
from django.utils import timezone

from curhat.models import Tiket
from ekonomi.models import TemuanPotensi
from ekonomi.services.rumah import register_rumah
from luna_maya.models import Catatan, Janji, JawabanPercaya, Kunjungan, SurveiPercaya
from luna_maya.tasks import remind_kunjungan
from pesan.kirim import send_batch
from pesan.models import NomorKanal, PesanKeluar
from pesan.nomor import forget_numbers
from pesan.proses import process_batch
from tests.browser.hp import fill_in, keep, save, sign_in, until
from tests.browser.test_rencana import SUSUN, fits, picture
from tests.curhat.conftest import graph
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, jenis, make_lurah, make_tokoh
from tests.luna_maya.pabrik_persetujuan import make_host
from tests.luna_maya.pabrik_pesan import SLUG, open_utara
from tests.luna_maya.pabrik_survei import SKALA
from tests.pesan.conftest import RAHASIA, amplop, kirim, pesan
from wilayah.halaman import forget_area
from wilayah.peran import apply_izin

__all__ = ["graph"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext tidak terpasang"),
]
TUAN, KETUA, NOMOR = "Keluarga Pak Durahman", "Haji Syamsuri", "081200000021"
NOMOR_KANAL = "444555666"
LAMPU = "Lampu jalan di ujung gang dekat langgar mati sejak dua minggu, warga takut lewat malam."
GOT = "Got di belakang langgar mampet, air masuk ke dapur warga tiap kali hujan deras."
JANJI = "Tiga lampu gang dipasang"
ANYAM = "Istri tuan rumah menganyam purun, pesanan tikar datang dari kota."


@pytest.fixture
def kampung(buka, graph, settings, live_server):
    """Kel. Kandangan Utara with a number, a lurah, a head of RT, a host, a known household."""
    settings.SITE_URL = live_server.url
    apply_izin()
    utara = open_utara()
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id=NOMOR_KANAL, tampilan="+62 800-0000-0009", wilayah=utara,
        app_secret=RAHASIA, verify_token="token-utara", access_token="akses-utara",
    )  # fmt: skip
    forget_numbers()
    make_tokoh(KETUA, "ketua_rt", di=RT)
    make_host(TUAN, nomor=NOMOR, kesediaan="ya")
    say("Assalamualaikum")  # known to the number: what is not a template may be written to them
    register_rumah(
        data={"nomor": "KU-001", "nama_kepala": "Norhalidah", "alamat": "Gang Purnama",
              "wilayah": WilayahFactory(kode=RT)}, by=None,
    )  # fmt: skip
    yield make_lurah(nama="Fahmi Rahman")
    forget_numbers()
    forget_area()


@pytest.fixture
def ponsel(buka, kampung, live_server):
    """The lurah's phone."""
    page = buka(360)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, kampung, live_server)
    return page


def look(page, nama):
    """Nothing is wider than the phone."""
    page.wait_for_load_state()
    picture(page, f"alur-{nama}")
    assert fits(page), nama


def set_begin(kunjungan, menit):
    """The visit begins in so many minutes (negative: it began)."""
    mulai = timezone.now() + dt.timedelta(minutes=menit)
    lama = kunjungan.selesai_at - kunjungan.mulai_at
    Kunjungan.objects.filter(pk=kunjungan.pk).update(mulai_at=mulai, selesai_at=mulai + lama)
    kunjungan.refresh_from_db()


def sent_to_host(server):
    """What the host's telephone got, oldest first: (words, titles of its buttons)."""
    send_batch()
    hasil = []
    for _jalur, _token, isi in server.diterima:
        if NOMOR[1:] not in str(isi.get("to") or isi.get("recipient")):
            continue
        layar = isi.get("interactive", {"body": {"text": isi.get("text", {}).get("body", "")}})
        tombol = layar.get("action", {}).get("buttons", [])
        hasil.append((layar["body"]["text"], [satu["reply"]["title"] for satu in tombol]))
    return hasil


def say(teks, **lain):
    """The host writes: a signed post of WhatsApp, then the inbox."""
    satu = pesan(teks, dari=f"62{NOMOR[1:]}", **lain)
    if lain:
        del satu["text"]
    assert kirim(amplop(messages=[satu], nomor_id=NOMOR_KANAL)).status_code == 200
    assert process_batch() == 1


def press(server, judul):
    """The host presses a button of the newest message."""
    assert judul in sent_to_host(server)[-1][1], sent_to_host(server)
    say(
        "", type="interactive", context={"from": NOMOR_KANAL, "id": "wamid.keluar1"},
        interactive={"type": "button_reply", "button_reply": {"id": judul, "title": judul}},
    )  # fmt: skip


def accept(page):
    """Propose, read why, accept; the visit's page."""
    page.goto(reverse(SUSUN))
    page.get_by_label("Jenis kunjungan").select_option(str(jenis("menginap").pk))
    page.get_by_role("button", name="Susun", exact=True).click()
    kartu = page.locator("article.usul", has_text=TUAN)
    look(page, "usulan")
    kartu.locator("summary", has_text="Terima").click()
    kartu.get_by_role("button", name="Terima dan rencanakan").click()
    page.get_by_role("link", name="Buka kunjungan").click()
    page.get_by_text("Tanyakan kesediaan tuan rumah.").wait_for()
    return Kunjungan.objects.get()


def ask_host(page, server, kunjungan):
    """The host is invited by chat and agrees to notes, photos and being shown."""
    page.get_by_role("button", name="Undang tuan rumah").click()
    page.get_by_text("Undangan dikirim kepada tuan rumah.").wait_for()
    for judul in ("YA", "YA", "TIDAK", "TIDAK", "YA"):
        press(server, judul)
    page.goto(kunjungan.get_absolute_url())
    page.get_by_text("Disepakati. Mulai kunjungan setelah tiba di tempat.").wait_for()
    look(page, "disepakati")


def remind(server, kunjungan):
    """Two hours before, everybody concerned is reminded, once."""
    set_begin(kunjungan, 90)
    for _ in range(2):
        remind_kunjungan()
    assert "Mengingatkan dengan hormat" in sent_to_host(server)[-1][0]
    diingatkan = PesanKeluar.objects.filter(templat__startswith="luna_ingat")
    assert diingatkan.filter(templat="luna_ingat_tuan").count() == 1
    assert diingatkan.filter(pengguna=kunjungan.lurah).count() == 1


def open_step(page, label):
    """The form of a step of the visit's page; the next one stands open already."""
    langkah = page.locator("details.langkah", has_text=label)
    if langkah.get_attribute("open") is None:
        langkah.locator("summary").click()
    return langkah.locator("form")


def write_log(page, kunjungan):
    """The evening without a signal: two problems, a promise, a potential; then it is back."""
    set_begin(kunjungan, -40)
    page.goto(kunjungan.get_absolute_url())
    open_step(page, "Mulai kunjungan").get_by_role("button").click()
    page.get_by_role("link", name="Buka catatan malam").click()
    keep(page)
    page.context.set_offline(True)
    for satu, isi in (("Masalah", LAMPU), ("Masalah", GOT), ("Janji lurah", "Lurah berjanji."),
                       ("Potensi", ANYAM)):  # fmt: skip
        write_entry(page, satu, isi)
    page.get_by_text("4 belum terkirim").wait_for()
    look(page, "luring")
    assert Catatan.objects.count() == 0
    page.context.set_offline(False)
    until(page, {"terkirim": 4})
    page.get_by_role("heading", name="Sudah tercatat (4)").wait_for()
    tercatat = sorted(Catatan.objects.values_list("jenis", flat=True))
    assert tercatat == ["janji", "masalah", "masalah", "potensi"]


def write_entry(page, satu, isi):
    form = fill_in(page, satu, isi, janji=JANJI)
    if satu == "Masalah":
        if not form.get_by_label("Warga setuju hal ini dijadikan laporan").is_visible():
            form.locator("summary", has_text="izin warga").click()
        form.get_by_label("Warga setuju hal ini dijadikan laporan").check()
    save(page)


def hand_on(page):
    """Two problems become tickets, the potential goes to its household, by their buttons."""
    for isi in (LAMPU, GOT):
        page.locator("li.kartu", has_text=isi).get_by_role("button", name="Jadikan laporan").click()
        page.get_by_text("Sudah menjadi laporan warga.").wait_for()
    kartu = page.locator("li.kartu", has_text=ANYAM)
    kartu.locator("summary", has_text="Jadikan potensi rumah tangga").click()
    kartu.get_by_label("Rumah tangga").fill("Norhalidah (KU-001)")
    kartu.get_by_role("button", name="Jadikan potensi", exact=True).click()
    page.get_by_text("Sudah menjadi").wait_for()
    look(page, "ditindak")
    assert Tiket.objects.count() == 2
    assert TemuanPotensi.objects.get().rumah.nomor == "KU-001"
    assert Janji.objects.get().isi == JANJI


def finish(page, kunjungan):
    """Who was there, what was answered; then the report as it is downloaded."""
    page.goto(kunjungan.get_absolute_url())
    form = open_step(page, "Selesaikan kunjungan")
    form.get_by_label(KETUA).select_option("ya")
    form.locator("textarea").first.fill("Jalan yang terang sampai ke langgar.")
    form.get_by_role("button", name="Selesaikan kunjungan").click()
    page.get_by_text("Kunjungan selesai. Terima kasih").wait_for()
    look(page, "selesai")
    kunjungan.refresh_from_db()
    assert kunjungan.status == Kunjungan.Status.SELESAI
    assert kunjungan.peserta.get(tokoh__nama=KETUA).hadir


def download_report(page, tmp_path):
    """The words of the report's PDF."""
    page.get_by_role("link", name="Unggah, catat izin, dan susun laporan").click()
    with page.expect_download() as unduh:
        page.get_by_role("link", name="PDF").first.click()
    berkas = tmp_path / "laporan.pdf"
    unduh.value.save_as(berkas)
    teks = subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(berkas), "-"],  # noqa: S607
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return " ".join(teks.split())


def open_round(page):
    """A round of the survey of trust is made and opened; its link for residents."""
    hari = timezone.localdate()
    page.goto(reverse("admin:luna_maya_surveipercaya_add"))
    page.get_by_label("Kelurahan").select_option(UTARA)
    page.get_by_label("Putaran").fill("2026")
    page.get_by_label("Gelombang").select_option("sesudah")
    page.get_by_label("Dibuka").fill(hari.isoformat())
    page.get_by_label("Ditutup").fill((hari + dt.timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Buat draf").click()
    page.get_by_role("button", name="Buka survei").click()
    tautan = page.locator("dt:text-is('Warga') + dd a")
    look(page, "survei-meja")
    return tautan.get_attribute("href")


def answer(page, tautan, nilai):
    """One person fills in every scale by the link."""
    page.goto(tautan)
    page.get_by_label("Anda tinggal di RT mana?").select_option(RT)
    for kunci in SKALA:
        page.locator(f'label:has(input[name="{kunci}"][value="{nilai}"])').click()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()


def hold_survey(page, warga):
    """Six people answer by the link; the round is closed by its button."""
    tautan = open_round(page)
    for nilai in (4, 5, 4, 3, 5, 4):
        answer(warga, tautan, nilai)
    look(warga, "survei-warga")
    assert JawabanPercaya.objects.count() == 6
    page.locator("summary", has_text="Tutup survei").click()
    page.get_by_role("button", name="Tutup sekarang").click()
    page.get_by_text("Survei ditutup.").wait_for()
    assert SurveiPercaya.objects.get().status == "tutup"


def read_public(page, kunjungan):
    """Every public page of it, as a stranger reads them: {what: words of the whole document}."""
    awal = f"/{SLUG}/luna-maya/"
    alamat = {"semua": awal, "kunjungan": f"{awal}{kunjungan.kode}/", "janji": f"{awal}janji/",
              "percaya": f"{awal}kepercayaan/", "csv": f"{awal}kunjungan.csv",
              "janji.csv": f"{awal}janji.csv"}  # fmt: skip
    isi = {}
    for nama, jalur in alamat.items():
        if jalur.endswith(".csv"):
            isi[nama] = page.request.get(jalur).text()
            continue
        page.goto(jalur)
        look(page, f"umum-{nama}")
        isi[nama] = page.content()
    return isi


def test_from_a_proposal_to_the_public_page(ponsel, buka, graph, tmp_path):
    page = ponsel
    kunjungan = accept(page)
    ask_host(page, graph, kunjungan)
    remind(graph, kunjungan)
    write_log(page, kunjungan)
    hand_on(page)
    finish(page, kunjungan)
    laporan = download_report(page, tmp_path)
    for ada in ("Lampu jalan di ujung gang", "Got di belakang langgar", JANJI, "menganyam purun",
                KETUA):  # fmt: skip
        assert ada in laporan, ada
    warga = buka(360, js=False)
    hold_survey(page, warga)
    umum = read_public(warga, kunjungan)
    assert "2 masalah" in umum["kunjungan"]
    assert "RT 02/RW 01" in umum["kunjungan"] or "RT 02 RW 01" in umum["kunjungan"]
    assert JANJI in umum["kunjungan"]
    assert JANJI in umum["janji"]
    assert "belum cukup" not in umum["percaya"]
    for nama, isi in {**umum, "laporan": laporan}.items():
        for rahasia in ("Gang Purnama", NOMOR, NOMOR[1:], "812-0000-0021"):
            assert rahasia not in isi, (nama, rahasia)
    for nama, isi in umum.items():
        assert "Durahman" not in isi, nama
        assert LAMPU not in isi, nama
