"""A village's request from filing to its last word, through the pages people use.

The village and the camat hold a phone, the officer sits at a desk. Rows are only looked up here,
and the meeting's times are moved so that it is now.
"""

import datetime as dt
import re
import shutil
import subprocess

import pytest
from django.urls import reverse
from django.utils import timezone

from pesan.models import PesanKeluar
from ruko_parsel.models import (
    Keputusan,
    Pemesanan,
    Permintaan,
    Rapat,
    RiwayatPermintaan,
    TindakLanjut,
    UndanganRapat,
)
from tests.browser.hp import sign_in
from tests.browser.test_rencana import fits, picture
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, make_camat, make_desa, make_petugas
from tests.ruko_parsel.pabrik_ajuan import desa
from tests.ruko_parsel.pabrik_rumah import make_ruang, next_senin

__all__ = ["desa"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext tidak terpasang"),
]
JUDUL = "SPJ dana desa semester satu belum tertutup"
CERITA = "Bendahara kami baru, sisa kas tahun lalu belum dicatat dan SPJ tertahan sejak Juli."
PUTUSAN = "Bendahara Inan menutup SPJ bersama pendamping kecamatan"
HASIL = "SPJ semester satu tertutup, berita acara 12."
RAPAT = "Rapat koordinasi dana desa"
RAHASIA = (JUDUL, "Bendahara", "SPJ", "Siti Rahmah")
S = Permintaan.Status
# the smallest PDF that is one
PDF = {
    "name": "berkas.pdf", "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/"
    b"Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}  # fmt: skip


class Orang:
    """Somebody at a screen of their own."""

    def __init__(self, page, user, nama):
        self.page, self.user, self.nama = page, user, nama

    def go(self, alamat, *args):
        self.page.goto(reverse(alamat, args=args) if ":" in alamat else alamat)

    def look(self, apa):
        """Nothing is wider than the screen."""
        self.page.wait_for_load_state()
        picture(self.page, f"ruko-{apa}-{self.nama}")
        assert fits(self.page), (apa, self.nama)

    def step(self, label):
        """The form of a step of the page; a main one stands open already."""
        langkah = self.page.locator(
            "details.langkah", has=self.page.locator("summary", has_text=re.compile(f"^{label}$"))
        )
        if langkah.get_attribute("open") is None:
            langkah.locator("summary").click()
        return langkah.locator("form")

    def press(self, label, kabar):
        """Send a step's form and read what the page answers."""
        self.step(label).get_by_role("button", name=label, exact=True).click()
        self.page.get_by_text(kabar).first.wait_for()

    def sees(self, *teks):
        isi = self.page.locator("body").inner_text()
        for satu in teks:
            assert satu in isi, (self.nama, satu, isi)

    def never_sees(self, *teks):
        isi = self.page.content()
        for satu in teks:
            assert satu not in isi, (self.nama, satu)

    def newest(self, templat):
        """The newest message of this kind that is owed to them."""
        return PesanKeluar.objects.filter(pengguna=self.user, templat=templat).latest("pk").badan

    def follow(self, templat):
        """Open the address in that message, as a thumb does."""
        self.page.goto(re.search(r"https?://\S+", self.newest(templat)).group())


@pytest.fixture
def orang(buka, desa, settings, live_server):
    """Two secretaries and the camat on phones, an officer at a desk."""
    settings.SITE_URL = live_server.url

    def make(user, nama, lebar):
        page = buka(lebar)
        sign_in(page, user, live_server)
        return Orang(page, user, nama)

    return {
        "inan": make(make_desa(INAN, nama="Siti Rahmah"), "inan", 360),
        "panggung": make(make_desa(PANGGUNG, nama="Jamilah"), "panggung", 360),
        "camat": make(make_camat(nama="Syahruji"), "camat", 360),
        "petugas": make(make_petugas(nama="Rahmadi"), "petugas", 1280),
    }


def history(permintaan):
    """(step, note) of a request, the oldest first."""
    rows = RiwayatPermintaan.objects.filter(permintaan=permintaan).order_by("pk")
    return list(rows.values_list("apa", "catatan"))


def file_request(desa):
    """The secretary files it from the list of the admin."""
    desa.go("admin:ruko_parsel_permintaan_changelist")
    desa.look("daftar-kosong")
    desa.go("admin:ruko_parsel_permintaan_add")
    isi = desa.page
    isi.get_by_label("Apa yang diharapkan dari kecamatan?").select_option("pendapat")
    isi.get_by_label("Tentang apa?").select_option("keuangan")
    isi.get_by_label("Lampiran").set_input_files(PDF)
    assert isi.get_by_label("Pokoknya").input_value() == ""  # a file's name is no subject
    isi.get_by_label("Pokoknya").fill(JUDUL)
    isi.get_by_label("Ceritakan").fill(CERITA)
    desa.look("ajukan")
    isi.get_by_role("button", name="Ajukan permintaan", exact=True).click()
    isi.get_by_text("Dijawab paling lambat").wait_for()
    desa.look("diajukan")
    permintaan = Permintaan.objects.get()
    assert (permintaan.status, permintaan.wilayah_id) == (S.DITERIMA, INAN)
    desa.sees(permintaan.nomor, JUDUL, "Diterima")
    return permintaan


def take_and_schedule(petugas, permintaan):
    """The officer finds it in the list, takes it in hand and gives it a room."""
    petugas.go("admin:ruko_parsel_permintaan_changelist")
    petugas.look("daftar")
    petugas.page.get_by_role("link", name=permintaan.nomor).click()
    petugas.press("Saya tangani", "Permintaan ini sekarang Anda tangani.")
    form = petugas.step("Jadwalkan di ruang")
    form.get_by_label("Ruang").select_option(label="Ruang Musyawarah (12 orang)")
    form.get_by_label("Tanggal").fill(next_senin().isoformat())
    form.get_by_label("Mulai (WITA)").fill("09:00")
    petugas.press("Jadwalkan di ruang", "desa dikabari.")
    petugas.look("dijadwalkan")
    permintaan.refresh_from_db()
    assert (permintaan.status, permintaan.petugas) == (S.DIJADWALKAN, petugas.user)
    pesanan = Pemesanan.objects.get()
    assert (pesanan.permintaan, pesanan.petugas) == (permintaan, petugas.user)
    petugas.sees("Pertemuan di ruang", "09.00 WITA")


def plan_meeting(petugas, permintaan):
    """A meeting with the request on its agenda; both villages are asked."""
    petugas.go("admin:ruko_parsel_rapat_add")
    isi = petugas.page
    isi.get_by_label("Judul rapat").fill(RAPAT)
    isi.get_by_label("Hari").fill(next_senin().isoformat())
    isi.get_by_label("Jam mulai").fill("13:00")
    isi.get_by_label("Jam selesai").fill("15:00")
    isi.get_by_label("Tempat").fill("Aula kecamatan")
    isi.get_by_label("Pimpinan rapat").select_option(label="Syahruji")
    isi.get_by_label("Notulis").select_option(label="Rahmadi")
    petugas.look("rapat-baru")
    isi.get_by_role("button", name="Rencanakan rapat", exact=True).click()
    isi.get_by_role("link", name="Pilih permintaan dan urutkan agenda").click()
    isi.get_by_label(JUDUL).check()
    isi.get_by_role("button", name="Masukkan ke agenda").click()
    isi.get_by_text("1 permintaan masuk agenda.").wait_for()
    petugas.look("agenda")
    isi.get_by_role("link", name="Kembali ke rapat").click()
    petugas.press("Undang desa", "2 orang masuk daftar undangan.")
    petugas.press("Kirim undangan", "Undangan dikirim kepada 2 orang.")
    petugas.look("rapat")
    assert history(permintaan)[-1][0] == f"Masuk agenda {RAPAT}"
    return Rapat.objects.get()


def answer_invitation(desa, panggung):
    """Each opens the link of the message; the other village reads only that there is something."""
    desa.follow("rapat_undang")
    desa.look("undangan")
    desa.sees(RAPAT, JUDUL)
    desa.page.get_by_text("Ya, saya hadir").click()
    desa.page.get_by_role("button", name="Kirim jawaban").click()
    desa.page.get_by_text("Terima kasih, jawaban Anda sudah tercatat.").wait_for()
    panggung.follow("rapat_undang")
    panggung.look("undangan")
    panggung.sees(RAPAT, "Permintaan desa lain")
    panggung.never_sees(*RAHASIA)
    panggung.page.get_by_text("Tidak dapat hadir").click()
    panggung.page.get_by_role("button", name="Kirim jawaban").click()
    panggung.page.get_by_text("Terima kasih, jawaban Anda sudah tercatat.").wait_for()
    jawaban = dict(UndanganRapat.objects.values_list("wilayah", "jawaban"))
    assert jawaban == {INAN: "hadir", PANGGUNG: "tidak"}


def hold_meeting(petugas, rapat):
    """It is now: the list opens, who came is ticked, it ends."""
    mulai = timezone.now() - dt.timedelta(minutes=5)
    Rapat.objects.filter(pk=rapat.pk).update(
        mulai_at=mulai, selesai_at=mulai + dt.timedelta(hours=2)
    )
    petugas.go("admin:ruko_parsel_rapat_change", rapat.pk)
    petugas.press("Mulai rapat", "Rapat dimulai dan daftar hadir dibuka.")
    petugas.page.get_by_role("link", name="Daftar hadir", exact=True).click()
    petugas.page.get_by_role("button", name="Catat hadir Siti Rahmah").click()
    petugas.page.get_by_text("Dicatat hadir.").wait_for()
    petugas.look("hadir")
    petugas.sees("1 dari 2 desa/kelurahan hadir; 1 dari 2 undangan hadir")


def write_minutes(petugas, rapat):
    """The words of the item, and what was decided: who does it, by when."""
    petugas.go("admin:ruko_parsel_rapat_notulen", rapat.pk)
    isi = petugas.page
    isi.get_by_label(f"1. {JUDUL}").fill("Sisa kas dicatat sebagai SiLPA.")
    isi.get_by_role("button", name="Simpan draf").click()
    isi.get_by_text("Draf notulen disimpan.").wait_for()
    form = petugas.step("Catat keputusan")
    form.get_by_label("Isi keputusan").fill(PUTUSAN)
    form.get_by_label("Pokok agenda").select_option(index=1)
    form.get_by_label("Penanggung jawab", exact=False).first.select_option(label="Siti Rahmah")
    tenggat = timezone.localdate() + dt.timedelta(days=10)
    form.get_by_label("Paling lambat").fill(tenggat.isoformat())
    petugas.press("Catat keputusan", "Keputusan dicatat.")
    petugas.look("notulen")
    petugas.go("admin:ruko_parsel_rapat_change", rapat.pk)
    petugas.press("Akhiri rapat", "Rapat selesai.")
    assert not TindakLanjut.objects.exists()  # nothing holds before it is approved
    return tenggat


def approve(camat, rapat, permintaan, tenggat):
    """The camat reads and approves on a phone: the decision is a follow-up now."""
    camat.go("admin:ruko_parsel_rapat_notulen", rapat.pk)
    camat.look("notulen")
    camat.sees(PUTUSAN)
    camat.press("Setujui notulen", "Notulen disetujui.")
    camat.look("disetujui")
    permintaan.refresh_from_db()
    assert permintaan.status == S.TINDAK_LANJUT
    baris = TindakLanjut.objects.get()
    assert (baris.permintaan, baris.sampai, baris.siapa.nama) == (
        permintaan, tenggat, "Siti Rahmah",
    )  # fmt: skip
    assert [apa for apa, catatan in history(permintaan) if PUTUSAN in catatan]


def report_done(desa):
    """Who is to do it opens the message and says that it is done, with what shows it."""
    desa.follow("ruko_tindak")
    desa.look("tindak")
    desa.sees(PUTUSAN)
    form = desa.step("Nyatakan selesai")
    form.get_by_label("Hasil dan buktinya").fill(HASIL)
    form.get_by_label("Foto atau PDF").set_input_files(PDF)
    desa.press("Nyatakan selesai", "Tindak lanjut selesai.")
    desa.look("dikerjakan")
    desa.sees(HASIL, "Bukti 1")
    bukti = desa.page.get_by_role("link", name="Bukti 1").get_attribute("href")
    assert desa.page.request.get(bukti).body().startswith(b"%PDF")
    baris = TindakLanjut.objects.get()
    assert (baris.status, baris.bukti, baris.lampiran.count()) == ("selesai", HASIL, 1)


def finish(petugas, permintaan):
    """The officer hears that nothing is left and ends it."""
    petugas.follow("keputusan_tuntas")
    petugas.sees(HASIL, JUDUL)
    form = petugas.step("Nyatakan selesai")
    form.get_by_label("Hasil bagi desa").fill("SPJ tertutup dan sisa kas tercatat.")
    petugas.press("Nyatakan selesai", "Permintaan selesai; desa diminta menilai.")
    petugas.look("selesai")
    permintaan.refresh_from_db()
    assert permintaan.status == S.SELESAI


def rate(desa, permintaan):
    """The village says how content it is, from the message."""
    desa.follow("ruko_selesai")
    desa.look("nilai")
    desa.sees("SPJ tertutup dan sisa kas tercatat.")
    desa.page.get_by_text("5 ").first.click()
    desa.page.get_by_role("button", name="Kirim penilaian").click()
    desa.page.get_by_role("button", name="Ubah penilaian").wait_for()
    permintaan.refresh_from_db()
    assert permintaan.nilai == 5


def read_both_sides(orang, permintaan):
    """The village and the desk read one history, step by step."""
    langkah = [
        "Diajukan", "Ditelaah", "Dijadwalkan: Ruang Musyawarah", f"Masuk agenda {RAPAT}",
        f"Diputuskan di {RAPAT}", "Tindak lanjut selesai", "Selesai", "Dinilai desa: 5 dari 5",
    ]  # fmt: skip
    for siapa in ("inan", "petugas", "camat"):
        orang[siapa].go("admin:ruko_parsel_permintaan_change", permintaan.pk)
        riwayat = orang[siapa].page.locator("section.kotak", has_text="Riwayat").last.inner_text()
        tempat = [riwayat.find(satu) for satu in langkah]
        assert -1 not in tempat, (siapa, langkah[tempat.index(-1)], riwayat)
        orang[siapa].sees(PUTUSAN, HASIL, "5 dari 5")
    orang["inan"].look("riwayat")


def nothing_for(lain, permintaan, rapat):
    """The other village: no list, no page, no message, no paper has a word of it."""
    for model in ("permintaan", "tindaklanjut", "keputusan", "pemesanan", "tanggapan",
                  "undanganrapat"):  # fmt: skip
        lain.go(f"admin:ruko_parsel_{model}_changelist")
        lain.never_sees(*RAHASIA, permintaan.nomor)
        lain.look(f"daftar-{model}")
    baris = {
        "permintaan": permintaan, "tindaklanjut": TindakLanjut.objects.get(),
        "keputusan": Keputusan.objects.get(), "pemesanan": Pemesanan.objects.get(),
        "rapat": rapat, "undanganrapat": rapat.undangan.get(wilayah=INAN),
    }  # fmt: skip
    for model, satu in baris.items():
        alamat = reverse(f"admin:ruko_parsel_{model}_change", args=[satu.pk])
        assert lain.page.request.get(alamat).status in {403, 404}, model
    lain.follow("rapat_notulen")
    lain.look("hasil")
    lain.sees("Hasil rapat", "Tidak ada keputusan untuk desa Anda")
    lain.never_sees(*RAHASIA)
    kiriman = PesanKeluar.objects.filter(pengguna=lain.user)
    badan = " ".join(satu.badan for satu in kiriman)
    assert not [kata for kata in RAHASIA if kata in badan]
    for nama in ("notulen", "agenda"):
        teks = words_of(lain, rapat, nama)
        assert not [kata for kata in RAHASIA if kata in teks], teks
    assert "Permintaan desa lain" in words_of(lain, rapat, "agenda")


def words_of(lain, rapat, nama):
    """The words of a paper as this village downloads it."""
    lain.follow("rapat_notulen")
    alamat = lain.page.locator(f"a[href$='{nama}.pdf']").get_attribute("href")
    isi = lain.page.request.get(alamat).body()
    hasil = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],  # noqa: S607
        input=isi,
        capture_output=True,
        check=True,
    )
    return " ".join(hasil.stdout.decode().split())


def test_from_a_villages_request_to_its_last_word(orang):
    inan, petugas, camat = orang["inan"], orang["petugas"], orang["camat"]
    make_ruang()
    permintaan = file_request(inan)
    take_and_schedule(petugas, permintaan)
    assert "Ruang Musyawarah" in inan.newest("ruko_ruang_setuju")
    rapat = plan_meeting(petugas, permintaan)
    answer_invitation(inan, orang["panggung"])
    hold_meeting(petugas, rapat)
    tenggat = write_minutes(petugas, rapat)
    approve(camat, rapat, permintaan, tenggat)
    report_done(inan)
    finish(petugas, permintaan)
    rate(inan, permintaan)
    read_both_sides(orang, permintaan)
    nothing_for(orang["panggung"], permintaan, rapat)
