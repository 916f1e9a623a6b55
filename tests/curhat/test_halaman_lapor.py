"""The report form and the answer that follows it."""

import json

import pytest
from django.core import signing
from django.test import Client

from curhat.models import Curhat
from curhat.views.titik import forget_peta
from pesan.models import Lampiran, PesanMasuk
from tests.curhat.halaman import CERITA, LAPOR, foto, kirim_laporan, kode_pin, laporan_baru
from wilayah.models import Wilayah

pytestmark = pytest.mark.usefixtures("kelurahan")


def test_the_form_opens_and_remembers_the_kelurahan(client):
    response = client.get(LAPOR)
    assert response.status_code == 200
    assert 'name="cerita"' in response.content.decode()
    assert response.cookies["wilayah"].value == "taman-madiun"
    assert client.get("/lapor/").url == LAPOR


def test_a_link_may_put_a_few_words_into_the_form_and_they_stay_words(client):
    html = client.get(LAPOR, {"teks": '</textarea><script>alert(1)</script>"x'}).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in html
    html = client.get(LAPOR, {"teks": "a" * 5000}).content.decode()
    assert "a" * 300 in html
    assert "a" * 301 not in html
    html = client.get(LAPOR, {"teks": "satu\x00\r\ndua"}).content.decode()
    assert "satu dua " in html
    assert client.get(LAPOR, {"teks": ""}).status_code == 200


def test_an_area_without_service_has_no_form(client):
    assert client.get("/tidak-ada/lapor/").status_code == 404


def test_a_report_is_answered_at_once_with_code_and_pin(client):
    _, page, kode, pin = laporan_baru(client)
    html = page.content.decode()
    curhat = Curhat.objects.get(kode=kode)
    assert len(pin) == 6
    assert curhat.wilayah_id == "35.77.03.1009.02.03"
    assert curhat.jawaban.first().bagian["langkah"][0] in html.replace("&#x27;", "'")
    assert "A. Sederhana" in html
    assert "C. Berdampak besar" in html


def test_the_answer_page_is_private(client):
    _, page, _, _ = laporan_baru(client)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page.content.decode()


def test_the_post_itself_only_stores(client, django_assert_max_num_queries):
    client.get(LAPOR)  # the area is kept in the process
    kirim_laporan(client, cerita="Lampu jalan mati")  # and so are the names of its city
    PesanMasuk.objects.all().delete()
    # what others told of, then savepoint, insert, release, wake
    with django_assert_max_num_queries(5):
        response = kirim_laporan(client)
    assert response.status_code == 303
    assert not Curhat.objects.exists()
    assert PesanMasuk.objects.get().status == "baru"
    assert "sessionid" not in client.cookies


def test_a_post_without_area_in_its_path_names_it_in_a_field(client):
    response = client.post("/lapor/", {"wilayah": "taman-madiun", "cerita": CERITA})
    assert response.status_code == 303
    assert response.url.startswith(LAPOR)


def test_sending_the_same_form_twice_is_one_report(client):
    token = "7b2e7f3c-7d34-4d0c-9b25-0f3f6e0f8f01"
    first, second = kirim_laporan(client, token=token), kirim_laporan(client, token=token)
    pages = [client.get(r.url).content.decode() for r in (first, second)]
    assert kode_pin(pages[0]) == kode_pin(pages[1])
    assert Curhat.objects.count() == PesanMasuk.objects.count() == 1


def test_opening_the_answer_again_repeats_nothing(client):
    response = kirim_laporan(client)
    client.get(response.url)
    client.get(response.url)
    assert Curhat.objects.count() == 1
    assert Curhat.objects.get().jawaban.count() == 1


@pytest.mark.parametrize(
    "tanda", ["bukan-tanda", signing.dumps(1, salt="lain")], ids=["kata", "garam-lain"]
)
def test_a_forged_link_to_an_answer_is_not_found(client, tanda):
    assert client.get(f"{LAPOR}terima/{tanda}/").status_code == 404


def test_an_old_link_to_an_answer_leads_to_the_tracking_page(client, monkeypatch):
    response = kirim_laporan(client)
    monkeypatch.setattr("curhat.views.lapor.UMUR_TERIMA", -1)
    assert client.get(response.url).url == "/taman-madiun/lacak/"


def test_the_robots_field_is_answered_kindly_and_stores_nothing(client):
    response = kirim_laporan(client, situs="https://contoh.example")
    assert response.status_code == 422
    assert CERITA in response.content.decode()
    assert not PesanMasuk.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong(client):
    response = kirim_laporan(client, rt="tiga belas koma", rw="2", kontak="bukan nomor")
    html = response.content.decode()
    assert response.status_code == 422
    assert CERITA in html
    assert 'value="bukan nomor"' in html
    assert 'href="#id_rt"' in html  # the summary leads to the field
    assert 'id="id_rt_error"' in html
    assert 'aria-invalid="true"' in html
    assert not PesanMasuk.objects.exists()


def test_an_empty_form_asks_for_one_sentence(client):
    response = kirim_laporan(client, cerita="  ")
    assert response.status_code == 422
    assert "satu kalimat pun boleh" in response.content.decode()


def test_a_photo_alone_is_taken(client):
    _, page, kode, _ = laporan_baru(client, cerita="", foto=[foto()])
    curhat = Curhat.objects.get(kode=kode)
    assert curhat.lampiran.count() == 1
    assert "Apa yang terjadi?" in page.content.decode()
    response = client.post(page.request["PATH_INFO"], {"teks": "Jalan berlubang besar."})
    assert "Sudah kami catat" in client.get(response.url).content.decode()
    curhat.refresh_from_db()
    assert "Jalan berlubang besar" in curhat.isi


def test_a_point_alone_is_taken_and_never_moves_the_report(client, taman):
    _, _page, kode, _ = laporan_baru(client, cerita="", lat="-7.6470", lng="111.5240")
    curhat = Curhat.objects.get(kode=kode)
    assert float(curhat.lat) == pytest.approx(-7.647)
    assert curhat.wilayah_id == "35.77.03.1009"


def test_a_point_in_another_kelurahan_is_asked_about(client, taman):
    forget_peta()
    Wilayah.objects.filter(pk="35.77.03.1002").update(lat="-7.6000", lng="111.6000", batas=None)
    Wilayah.objects.filter(pk="35.77.03.1009").update(lat="-7.6400", lng="111.5200", batas=None)
    client, page, kode, _ = laporan_baru(client, lat="-7.6001", lng="111.6001")
    html = page.content.decode()
    assert "Kel. Pandean" in html
    assert Curhat.objects.get(kode=kode).wilayah_id.startswith("35.77.03.1009")
    url = page.request["PATH_INFO"]
    assert client.post(url, {"kelurahan": "35.77.03.1002"}).status_code == 303
    assert Curhat.objects.get(kode=kode).wilayah_id.startswith("35.77.03.1002")


def test_a_kelurahan_that_was_not_asked_about_is_not_taken(client):
    client, page, kode, _ = laporan_baru(client)
    client.post(page.request["PATH_INFO"], {"kelurahan": "35.09.21.1001"})
    assert Curhat.objects.get(kode=kode).wilayah_id.startswith("35.77.03.1009")


def test_missing_rt_and_rw_are_asked_on_the_next_page(client):
    client, page, kode, _ = laporan_baru(client, cerita="Lampu jalan depan musala mati dua minggu.")
    assert "RT dan RW berapa?" in page.content.decode()
    response = client.post(page.request["PATH_INFO"], {"rt": "RT III", "rw": "2"})
    assert response.status_code == 303
    assert Curhat.objects.get(kode=kode).wilayah_id == "35.77.03.1009.02.03"
    assert "Sudah kami catat" in client.get(response.url).content.decode()


def test_twenty_thousand_characters_are_taken_and_one_more_is_counted(client):
    assert kirim_laporan(client, cerita="banjir " * 2857 + "x").status_code == 303
    response = kirim_laporan(client, cerita="a" * 20_001)
    html = response.content.decode()
    assert response.status_code == 422
    assert "20.001 huruf" in html
    assert "a" * 20_001 in html


JAHAT = [
    "<script>alert(1)</script>",
    "\u202eterbalik \u200f مرحبا",
    "nol\x00di tengah",
    "{{ 7|add:7 }}{% load static %}",
    "' OR 1=1 --",
    "😭",
]


@pytest.mark.parametrize("jahat", JAHAT)
def test_strange_text_in_every_field_breaks_nothing(client, jahat):
    names = ("cerita", "rt", "rw", "lat", "lng", "anonim", "tembusan", "kontak", "simpan",
             "resmi", "nama", "ttd_gambar", "token")  # fmt: skip
    response = client.post(LAPOR, dict.fromkeys(names, jahat))
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()
    response = kirim_laporan(client, cerita=f"Got mampet {jahat}")
    page = client.get(response.url)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_file_that_is_no_picture_is_refused_by_name_and_the_story_stays(client):
    palsu = foto("palsu.jpg")
    palsu.seek(0)
    palsu.truncate()
    palsu.write(b"MZ bukan gambar")
    palsu.seek(0)
    response = kirim_laporan(client, foto=[palsu])
    html = response.content.decode()
    assert response.status_code == 422
    assert "dapat dibuka" in html
    assert "perlu dipilih lagi" in html
    assert CERITA in html
    assert not PesanMasuk.objects.exists()


def test_six_photos_are_one_too_many(client):
    response = kirim_laporan(client, foto=[foto(f"{n}.jpg") for n in range(6)])
    assert response.status_code == 422
    assert "paling banyak 5" in response.content.decode()


def test_a_formal_report_needs_a_name_and_a_signature(client):
    response = kirim_laporan(client, resmi="on")
    html = response.content.decode()
    assert response.status_code == 422
    assert "perlu nama lengkap" in html
    assert "perlu tanda tangan" in html


def test_a_drawn_signature_is_kept_as_a_picture(client):
    # one transparent pixel
    gambar = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
        "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    laporan_baru(client, resmi="on", nama="Wulan Contoh", ttd_gambar=gambar)
    assert Lampiran.objects.get().jenis == "tanda_tangan"


def test_anonymous_and_copy_are_kept_as_chosen(client):
    _, _, kode, _ = laporan_baru(client, anonim="on", tembusan="on")
    curhat = Curhat.objects.get(kode=kode)
    assert (curhat.anonim, curhat.tembusan) == (True, True)


def test_an_emergency_is_said_first(client):
    cerita = "Tolong, kebakaran di rumah tetangga RT 03 RW 02, api besar, ada anak di dalam"
    _, page, _, _ = laporan_baru(client, cerita=cerita)
    html = page.content.decode()
    assert html.index("Utamakan keselamatan dulu") < html.index("<h1>")
    assert "tel:" in html
    assert "Tiket T-" in html


def test_the_map_only_suggests(client):
    response = client.get(f"{LAPOR}titik/", {"lat": "-7.64", "lng": "111.52"})
    assert response.status_code == 200
    assert set(json.loads(response.content)) <= {"lain", "alamat"}
    assert client.get(f"{LAPOR}titik/", {"lat": "x", "lng": "nan"}).status_code == 400


def test_a_form_without_its_token_from_us_is_refused_kindly():
    client = Client(enforce_csrf_checks=True)
    response = client.post(LAPOR, {"cerita": CERITA})
    assert response.status_code == 403
    assert "Kiriman belum sampai" in response.content.decode()


def test_code_and_pin_are_shown_even_when_the_answer_is_not_ready(client, monkeypatch):
    monkeypatch.setattr("curhat.views.lapor.process_one", lambda _pk: None)
    page = client.get(kirim_laporan(client).url)
    kode_pin(page.content.decode())
    assert "sedang disiapkan" in page.content.decode()
    assert page["Refresh"] == "4"
