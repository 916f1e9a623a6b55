"""Residents ask the kecamatan by the web form and follow it with code and PIN."""

import re
import threading
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from pesan.models import Kontak
from ruko_parsel.models import JenisMasalah, Permintaan, TandaTerima
from ruko_parsel.services.ajuan import file_once, title_of
from ruko_parsel.services.permintaan import Ajuan, move_permintaan, pause_permintaan
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, TETANGGA, make_petugas
from tests.ruko_parsel.pabrik_ajuan import CERITA, TOKEN, desa, isian, meja  # noqa: F401 - fixtures
from wilayah.models import Wilayah

S = Permintaan.Status
FORM = "/inan-balangan/koordinasi/"
STATUS = "/inan-balangan/koordinasi/status/"


def foto(nama="jalan.jpg"):
    keluar = BytesIO()
    Image.new("RGB", (60, 40), "green").save(keluar, "JPEG")
    return SimpleUploadedFile(nama, keluar.getvalue(), content_type="image/jpeg")


def file(client, **lain):
    """Fill in the form; gives the receipt's page."""
    return client.post(FORM, isian(**lain), follow=True)


def opened(client, **lain):
    """A request that is open in this browser."""
    file(client, **lain)
    tanda = TandaTerima.objects.get()
    client.post(STATUS, {"kode": tanda.permintaan.kode, "pin": tanda.pin})
    return tanda.permintaan


def test_a_resident_files_without_a_name_and_gets_code_and_pin(client, meja):  # noqa: F811
    halaman = file(client)
    permintaan = Permintaan.objects.get()
    isi = halaman.content.decode()
    assert permintaan.kode in isi
    assert TandaTerima.objects.get().pin in isi
    assert (permintaan.wilayah_id, permintaan.saluran, permintaan.kontak) == (INAN, "web", None)
    assert permintaan.judul == "SPJ dana desa semester satu belum selesai"
    assert permintaan.bidang_id == "pemerintahan"


def test_the_form_is_small_and_works_without_scripts(client, meja):  # noqa: F811
    jawab = client.get(FORM)
    assert jawab.status_code == 200
    assert len(jawab.content) < 60_000
    assert b"onclick" not in jawab.content


def test_sending_the_form_twice_files_once(client, meja):  # noqa: F811
    pertama, kedua = file(client), file(client)
    assert Permintaan.objects.count() == 1
    assert TandaTerima.objects.get().pin in kedua.content.decode()
    assert pertama.status_code == kedua.status_code == 200


def test_a_village_whose_kecamatan_has_nobody_on_duty_gets_an_explanation(client, desa):  # noqa: F811
    isi = client.get(FORM).content.decode()
    assert "belum dibuka" in isi
    client.post(FORM, isian())
    assert not Permintaan.objects.exists()


def test_only_a_village_has_the_page(client, meja):  # noqa: F811
    kecamatan = WilayahFactory(kode="63.11.07")
    kecamatan.slug = "kec-uji-paringin"
    kecamatan.save()
    assert client.get("/kec-uji-paringin/koordinasi/").status_code == 404


@pytest.mark.parametrize(
    ("lain", "kata"),
    [
        ({"uraian": "  "}, "Ceritakan dulu"),
        ({"jenis": ""}, "Pilih salah satu"),
        ({"urgensi": "9"}, "Pilih 1 sampai 5"),
        ({"kontak": "bukan nomor"}, "Tulis nomor seperti"),
        ({"situs": "http://x"}, "Kosongkan isian"),
        ({"uraian": "a" * 8001}, "8.001 huruf"),
    ],
)
def test_what_is_wrong_is_named_and_the_words_stay(client, meja, lain, kata):  # noqa: F811
    jawab = client.post(FORM, isian(**lain))
    assert jawab.status_code == 422
    isi = jawab.content.decode()
    assert kata in isi
    if "uraian" not in lain:
        assert CERITA in isi
    assert not Permintaan.objects.exists()


def test_a_story_without_a_kind_is_told_what_it_sounds_like(client, meja):  # noqa: F811
    isi = client.post(FORM, isian(masalah="")).content.decode()
    assert "Sepertinya ini tentang administrasi dan laporan keuangan" in isi


def test_looking_it_over_files_nothing_and_says_where_the_words_point(client, meja):  # noqa: F811
    jawab = client.post(FORM, isian(masalah="stunting", periksa="1"))
    isi = jawab.content.decode()
    assert jawab.status_code == 200
    assert "Belum dikirim" in isi
    assert "Sepertinya ini tentang administrasi dan laporan keuangan" in isi
    assert not Permintaan.objects.exists()


def test_null_bytes_and_markup_are_words(client, meja):  # noqa: F811
    file(client, uraian="Jembatan\x00 <script>alert(1)</script> rusak sejak banjir")
    permintaan = Permintaan.objects.get()
    assert "\x00" not in permintaan.uraian
    client.post(
        STATUS, {"kode": permintaan.kode, "pin": TandaTerima.objects.get().pin}
    )  # fmt: skip
    isi = client.get(STATUS).content.decode()
    assert "<script>alert(1)" not in isi
    assert "&lt;script&gt;" in isi


def test_too_many_requests_of_one_place_are_refused_kindly(client, meja, monkeypatch):  # noqa: F811
    monkeypatch.setattr("ruko_parsel.views.ajuan._PER_JAM", 1)
    file(client)
    jawab = client.post(FORM, isian(token="4b3f1f8e-3a55-4e4b-9a0b-2f6f3f0f9a12"))
    assert jawab.status_code == 422
    assert "Coba satu jam lagi" in jawab.content.decode()
    assert Permintaan.objects.count() == 1
    assert file(client).status_code == 200  # the form that was sent is still answered


def test_a_photo_is_kept_and_only_its_resident_may_open_it(client, meja, client_lain):  # noqa: F811
    permintaan = opened(client, lampiran=foto())
    berkas = permintaan.lampiran.get()
    alamat = reverse("ruko_koordinasi_berkas", args=["inan-balangan", berkas.pk])
    assert b"".join(client.get(alamat).streaming_content).startswith(b"\xff\xd8")
    assert client_lain.get(alamat).status_code == 404


def test_a_file_that_cannot_be_opened_is_named_at_its_field(client, meja):  # noqa: F811
    palsu = SimpleUploadedFile("surat.docx", b"bukan apa-apa", content_type="text/plain")
    jawab = client.post(FORM, isian(lampiran=palsu))
    assert jawab.status_code == 422
    assert "surat.docx" in jawab.content.decode()


@pytest.fixture
def client_lain():
    return Client()


def test_the_receipt_of_another_village_or_a_made_up_link_is_not_there(client, meja):  # noqa: F811
    jawab = client.post(FORM, isian())
    assert jawab.status_code == 303
    tanda = re.search(r"terkirim/([^/]+)/", jawab["Location"])[1]
    lain = reverse("ruko_koordinasi_terkirim", args=["panggung-balangan", tanda])
    assert client.get(lain).status_code == 404
    palsu = reverse("ruko_koordinasi_terkirim", args=["inan-balangan", "karangan"])
    assert client.get(palsu).status_code == 404


def test_code_and_pin_open_the_request_and_a_wrong_pin_does_not(client, meja, client_lain):  # noqa: F811
    file(client)
    tanda = TandaTerima.objects.get()
    kode = tanda.permintaan.kode
    salah = client_lain.post(STATUS, {"kode": kode, "pin": "1"})
    assert salah.status_code == 422
    assert CERITA not in client_lain.get(STATUS).content.decode()
    client_lain.post(STATUS, {"kode": kode.lower().replace("-", " "), "pin": tanda.pin})
    isi = client_lain.get(STATUS).content.decode()
    assert CERITA in isi
    assert "Diterima" in isi
    client_lain.post("/inan-balangan/koordinasi/keluar/")
    assert CERITA not in client_lain.get(STATUS).content.decode()


def test_a_code_opens_from_another_villages_page_too(client, meja, client_lain):  # noqa: F811
    file(client)
    tanda = TandaTerima.objects.get()
    jawab = client_lain.post(
        "/panggung-balangan/koordinasi/status/",
        {"kode": tanda.permintaan.kode, "pin": tanda.pin}, follow=True,
    )  # fmt: skip
    assert jawab.redirect_chain[-1][0] == STATUS
    assert CERITA in jawab.content.decode()


def test_the_resident_reads_the_answer_but_not_the_desks_own_notes(client, meja):  # noqa: F811
    permintaan = opened(client)
    move_permintaan(permintaan, to=S.DITELAAH, by=meja, catatan="catatan-dalam", untuk_desa=False)
    move_permintaan(permintaan, to=S.DITANGGAPI, by=meja, catatan="Catat sebagai SILPA tahun lalu.")
    isi = client.get(STATUS).content.decode()
    assert "Catat sebagai SILPA tahun lalu." in isi
    assert "catatan-dalam" not in isi


def test_a_word_more_lets_the_desk_go_on(client, meja):  # noqa: F811
    permintaan = opened(client)
    pause_permintaan(permintaan, by=meja, catatan="Mohon lampirkan buku kas.")
    assert "menunggu keterangan" in client.get(STATUS).content.decode()
    jawab = client.post(
        "/inan-balangan/koordinasi/tambah/",
        {"teks": "Buku kas ada di Bu Siti 0812 3456 7890", "lampiran": foto()}, follow=True,
    )  # fmt: skip
    assert "sudah kami tambahkan" in jawab.content.decode()
    permintaan.refresh_from_db()
    assert permintaan.dijeda_at is None
    assert permintaan.tambahan.get().lampiran.count() == 1
    riwayat = " ".join(f"{r.apa} {r.catatan}" for r in permintaan.riwayat.all())
    assert "Pemohon menambah keterangan" in riwayat
    assert "Bu Siti" not in riwayat  # what can never be erased holds no words of residents


def test_an_empty_word_is_refused_at_its_field(client, meja):  # noqa: F811
    opened(client)
    jawab = client.post("/inan-balangan/koordinasi/tambah/", {"teks": " "})
    assert jawab.status_code == 422
    assert "Tulis keterangannya" in jawab.content.decode()


def test_the_resident_takes_it_back_with_a_reason_and_then_it_is_over(client, meja):  # noqa: F811
    permintaan = opened(client)
    alamat = "/inan-balangan/koordinasi/tarik/"
    assert client.post(alamat, {"alasan": ""}).status_code == 422
    client.post(alamat, {"alasan": "Sudah beres"})
    client.post(alamat, {"alasan": "Sudah beres"})
    permintaan.refresh_from_db()
    assert (permintaan.status, permintaan.hasil) == ("dikembalikan", "Ditarik pemohon: Sudah beres")
    assert "<dd>Ditarik</dd>" in client.get("/inan-balangan/koordinasi/status/").content.decode()
    tambah = client.post("/inan-balangan/koordinasi/tambah/", {"teks": "masih ada"})
    assert tambah.status_code == 422
    assert permintaan.riwayat.count() == 2


def test_what_was_answered_can_no_longer_be_taken_back(client, meja):  # noqa: F811
    permintaan = opened(client)
    move_permintaan(permintaan, to=S.DITELAAH, by=meja)
    move_permintaan(permintaan, to=S.DITANGGAPI, by=meja)
    jawab = client.post("/inan-balangan/koordinasi/tarik/", {"alasan": "tidak jadi"})
    assert jawab.status_code == 422


@pytest.mark.parametrize("nama", ["tambah", "tarik"])
def test_a_stranger_is_sent_to_the_door(client, meja, nama):  # noqa: F811
    jawab = client.post(f"/inan-balangan/koordinasi/{nama}/", {"teks": "x", "alasan": "x"})
    assert (jawab.status_code, jawab["Location"]) == (303, STATUS)


def test_a_number_that_was_left_is_a_contact_of_this_form_alone(client, meja):  # noqa: F811
    file(client, kontak="0812 3456 7890")
    kontak = Permintaan.objects.get().kontak
    assert kontak.alamat == "6281234567890"
    assert kontak.alamat_hingga is None  # held while the request is open
    assert Kontak.objects.count() == 1


def test_the_public_page_lists_villages_and_hides_small_figures(client, meja):  # noqa: F811
    isi = client.get("/ruko-parsel/").content.decode()
    assert "Desa Inan" in isi
    assert "Tetangga" not in isi
    assert "terlalu sedikit" in isi
    inan, masalah = Wilayah.objects.get(pk=INAN), JenisMasalah.objects.get(pk="stunting")
    for ke in range(7):
        ajuan = Ajuan(inan, "bantuan", masalah, "Gizi", "Gizi balita", "web", rahasia=ke > 5)
        tanda = file_once(ajuan, kunci=f"uji:{ke}")
        if ke == 0:
            move_permintaan(tanda.permintaan, to=S.DITELAAH, by=meja)
    isi = client.get("/ruko-parsel/").content.decode()
    assert "<dd>6</dd>" in isi  # what is confidential is not counted
    assert "sudah selesai" not in isi


def test_each_kecamatan_with_a_desk_stands_under_its_own_name(client, meja):  # noqa: F811
    make_petugas(di=TETANGGA)
    isi = client.get("/ruko-parsel/").content.decode()
    nama = [Wilayah.objects.get(pk=kode).nama_lengkap for kode in (KECAMATAN, TETANGGA)]
    assert sorted(re.findall(r'<h3 id="meja-.">([^<]+)</h3>', isi)) == sorted(nama)
    assert "Paringin" not in isi[isi.index("<h1>") : isi.index("</h1>")]
    assert f"/ruko-parsel/{TETANGGA}/angka/" in isi
    assert f"/ruko-parsel/{TETANGGA}/jadwal/" not in isi  # no room there yet


def test_the_public_page_reads_a_fixed_number_of_times(
    client, meja, django_assert_max_num_queries  # noqa: F811
):  # fmt: skip
    with django_assert_max_num_queries(6):
        client.get("/ruko-parsel/")


def test_the_public_page_says_so_where_no_desk_is_open(client, desa):  # noqa: F811
    assert "Belum ada kecamatan" in client.get("/ruko-parsel/").content.decode()


def test_the_title_is_the_first_sentence():
    assert title_of("Jembatan roboh. Warga memutar.") == "Jembatan roboh"
    assert len(title_of("kata " * 60)) <= 82


@pytest.mark.django_db(transaction=True)
def test_two_sendings_of_one_form_at_one_instant_file_once(nyata, client):
    inan = WilayahFactory(kode=INAN)
    make_petugas()
    masalah = JenisMasalah.objects.get(pk="keuangan")
    ajuan = Ajuan(inan, "pendapat", masalah, "SPJ", CERITA, "web")
    hasil, mulai = [], threading.Barrier(2)

    def send():
        mulai.wait()
        hasil.append(file_once(ajuan, kunci=f"web:{TOKEN}").permintaan.nomor)
        connection.close()

    semua = [threading.Thread(target=send) for _ in range(2)]
    for satu in semua:
        satu.start()
    for satu in semua:
        satu.join()
    assert len(set(hasil)) == 1
    assert Permintaan.objects.count() == 1
