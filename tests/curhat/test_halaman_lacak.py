"""Following a report with code and PIN, and what its resident may do."""

import pytest
from django.test import Client

from curhat.models import Curhat, Tiket
from curhat.services.tiket import assign_tiket, close_tiket, open_tiket
from pesan.models import BukuHapus
from tests.curhat.halaman import CERITA, foto, laporan_baru, masuk_lacak
from tests.factories import InstansiFactory, PenggunaFactory

pytestmark = pytest.mark.usefixtures("kelurahan")


@pytest.fixture
def laporan():
    """A report of an anonymous web visitor: (code, PIN)."""
    _, _, kode, pin = laporan_baru()
    return kode, pin


@pytest.fixture
def tiket(laporan, moderator):
    """The report's ticket, worked on and waiting for the resident's word."""
    curhat = Curhat.objects.get(kode=laporan[0])
    tiket = open_tiket(curhat, sebab="uji")
    assign_tiket(tiket, by=moderator, instansi=InstansiFactory(kode="PUPR-UJI"))
    return close_tiket(Tiket.objects.get(pk=tiket.pk), by=moderator, tindakan="Got sudah dikeruk.")


def test_the_door_opens_without_an_account(client):
    assert client.get("/lacak/").status_code == 200
    assert client.get("/taman-madiun/lacak/").status_code == 200


def test_code_and_pin_are_read_tolerantly(laporan):
    kode, pin = laporan
    client = masuk_lacak(kode.lower().replace("-", " "), f" {pin[:3]} {pin[3:]} ")
    page = client.get("/taman-madiun/lacak/")
    assert kode in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "sessionid" not in client.cookies


def test_a_wrong_code_and_a_wrong_pin_sound_the_same(client, laporan):
    kode, pin = laporan
    lain = "000000" if pin != "000000" else "111111"
    answers = [
        client.post("/lacak/", {"kode": k, "pin": p})
        for k, p in ((kode, lain), ("HL-2222-2222", pin))
    ]
    assert [a.status_code for a in answers] == [422, 422]
    texts = ["Kode atau PIN tidak cocok" in a.content.decode() for a in answers]
    assert texts == [True, True]
    assert "lacak" not in client.cookies


def test_after_five_wrong_pins_the_code_rests_even_for_the_right_one(client, laporan):
    kode, pin = laporan
    lain = "000000" if pin != "000000" else "111111"
    for _ in range(5):
        client.post("/lacak/", {"kode": kode, "pin": lain})
    response = client.post("/lacak/", {"kode": kode, "pin": pin})
    assert response.status_code == 429
    assert "Coba lagi" in response.content.decode()


def test_an_empty_door_says_what_is_missing(client):
    response = client.post("/lacak/", {"kode": "", "pin": ""})
    assert response.status_code == 422
    assert "Tuliskan PIN-nya" in response.content.decode()


@pytest.mark.parametrize("nilai", ["", "rusak", "a:b:c", "W10:1abc:zzz"])
def test_a_forged_cookie_opens_nothing(client, laporan, nilai):
    client.cookies["lacak"] = nilai
    assert laporan[0] not in client.get("/lacak/").content.decode()


def test_a_cookie_opens_its_own_report_only(laporan):
    _, _, lain, _ = laporan_baru(cerita="Lampu jalan mati di RT 01 RW 01 sudah seminggu.")
    client = masuk_lacak(*laporan)
    html = client.get("/lacak/").content.decode()
    assert laporan[0] in html
    assert lain not in html


def test_leaving_forgets_the_report(laporan):
    client = masuk_lacak(*laporan)
    assert client.post("/lacak/keluar/").status_code == 303
    assert laporan[0] not in client.get("/lacak/").content.decode()


@pytest.mark.parametrize("aksi", ["tambah", "sesudah", "belum", "pilihan", "hapus"])
def test_nothing_can_be_done_without_the_cookie(client, laporan, aksi):
    response = client.post(f"/lacak/{aksi}/", {"teks": "x", "alasan": "x", "yakin": "1"})
    assert response.url == "/lacak/"
    curhat = Curhat.objects.get(kode=laporan[0])
    assert curhat.ditutup_at is None
    assert "Tambahan" not in curhat.isi
    assert client.get(f"/lacak/{aksi}/").status_code in {303, 405}


def test_words_and_a_photo_can_be_added(laporan):
    client = masuk_lacak(*laporan)
    response = client.post("/lacak/tambah/", {"teks": "Sekarang airnya hitam.", "foto": [foto()]})
    assert response.status_code == 303
    html = client.get(response.url).content.decode()
    assert "sudah kami terima" in html
    assert "yang Anda kirim" in html
    assert "airnya hitam" in Curhat.objects.get(kode=laporan[0]).isi


def test_an_empty_addition_is_asked_for_again(laporan):
    client = masuk_lacak(*laporan)
    response = client.post("/lacak/tambah/", {"teks": ""})
    assert response.status_code == 422
    assert "Tulis keterangannya atau pilih foto" in response.content.decode()


def test_sesudah_closes_the_ticket_as_solved(laporan, tiket):
    client = masuk_lacak(*laporan)
    html = client.get("/lacak/").content.decode()
    assert "Sudah benar-benar beres?" in html
    assert "Got sudah dikeruk." in html
    client.post("/lacak/sesudah/")
    tiket.refresh_from_db()
    assert (tiket.status, tiket.hasil) == ("selesai", "terselesaikan")


def test_belum_reopens_the_ticket_with_what_is_wrong(laporan, tiket):
    client = masuk_lacak(*laporan)
    assert client.post("/lacak/belum/", {"alasan": " "}).status_code == 422
    response = client.post("/lacak/belum/", {"alasan": "Masih mampet di ujung gang."})
    tiket.refresh_from_db()
    assert tiket.status == "dibuka_lagi"
    assert "Masih mampet di ujung gang." in Curhat.objects.get(kode=laporan[0]).isi
    assert "kami buka lagi" in client.get(response.url).content.decode()


def test_a_report_without_ticket_can_be_called_solved(client):
    _, _, kode, pin = laporan_baru(cerita="Bagaimana syarat surat pengantar domisili? RT 1 RW 1")
    client = masuk_lacak(kode, pin)
    client.post("/lacak/sesudah/")
    assert Curhat.objects.get(kode=kode).status_ekspor == "resolved"
    assert "Selesai" in client.get("/lacak/").content.decode()


def test_belum_without_a_ticket_is_kept_for_the_officer():
    _, _, kode, pin = laporan_baru(cerita="Bagaimana syarat surat pengantar domisili? RT 1 RW 1")
    client = masuk_lacak(kode, pin)
    client.post("/lacak/belum/", {"alasan": "Loketnya tutup."})
    assert "Loketnya tutup" in Curhat.objects.get(kode=kode).isi


def test_choices_can_be_changed(laporan):
    client = masuk_lacak(*laporan)
    client.post("/lacak/pilihan/", {"anonim": "on"})
    assert Curhat.objects.get(kode=laporan[0]).anonim is True
    client.post("/lacak/pilihan/", {})
    assert Curhat.objects.get(kode=laporan[0]).anonim is False


def test_erasing_everything_needs_a_yes_and_ends_the_report(laporan):
    client = masuk_lacak(*laporan)
    response = client.post("/lacak/hapus/", {"apa": "semua"})
    assert "Belum dihapus" in client.get(response.url).content.decode()
    client.post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    curhat = Curhat.objects.get(kode=laporan[0])
    assert curhat.dihapus_at is not None
    assert CERITA[:20] not in curhat.isi
    assert curhat.pesan_masuk.muatan == ""
    assert BukuHapus.objects.filter(rujukan=laporan[0]).exists()
    assert client.post("/lacak/", {"kode": laporan[0], "pin": laporan[1]}).status_code == 422


def test_taking_back_the_address_keeps_the_report():
    _, _, kode, pin = laporan_baru(kontak="0812 0000 0007")
    client = masuk_lacak(kode, pin)
    response = client.post("/lacak/hapus/", {"apa": "kontak"})
    assert "24 jam" in client.get(response.url).content.decode()
    curhat = Curhat.objects.get(kode=kode)
    assert curhat.kontak.alamat_hingga is not None
    assert curhat.dihapus_at is None


def test_another_residents_attachment_is_not_found(laporan):
    _, _, kode, pin = laporan_baru(foto=[foto()])
    berkas = Curhat.objects.get(kode=kode).lampiran.get()
    url = f"/lampiran/{berkas.pk}/"
    assert Client().get(url).status_code == 404
    assert masuk_lacak(*laporan).get(url).status_code == 404
    own = masuk_lacak(kode, pin).get(url)
    b"".join(own.streaming_content)
    own.close()
    assert own.status_code == 200
    assert own["Content-Type"] == "image/jpeg"


def test_staff_see_attachments_of_their_area_only(moderator):
    _, _, kode, _ = laporan_baru(foto=[foto()])
    url = f"/lampiran/{Curhat.objects.get(kode=kode).lampiran.get().pk}/"
    mine, other = Client(), Client()
    mine.force_login(moderator)
    other.force_login(PenggunaFactory(peran="moderator", di="35.77.03.1002"))
    helper = Client()
    helper.force_login(PenggunaFactory(peran="fasilitator", di="35.77.03.1009"))
    assert helper.get(url).status_code == 404
    response = mine.get(url)
    b"".join(response.streaming_content)
    assert response.status_code == 200
    assert other.get(url).status_code == 404


def test_a_secret_story_is_not_repeated_on_the_page(laporan):
    Curhat.objects.filter(kode=laporan[0]).update(rahasia=True)
    html = masuk_lacak(*laporan).get("/lacak/").content.decode()
    assert "kami jaga rahasianya" in html


def test_a_long_history_needs_no_more_queries_than_a_short_one(
    laporan, tiket, django_assert_max_num_queries
):
    client = masuk_lacak(*laporan)
    client.get("/lacak/")
    for n in range(15):
        client.post("/lacak/tambah/", {"teks": f"Kabar ke-{n}"})
    with django_assert_max_num_queries(10):
        assert client.get("/lacak/").status_code == 200
