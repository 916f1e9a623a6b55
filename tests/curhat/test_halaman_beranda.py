"""The front page, the homes of areas, and what they may show to anyone."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from django.views import defaults

from curhat.models import Curhat
from curhat.services.tiket import assign_tiket, open_tiket
from tests.curhat.halaman import foto, kirim_laporan, laporan_baru, masuk_lacak
from tests.factories import InstansiFactory, WilayahFactory
from wilayah.models import Wilayah

pytestmark = pytest.mark.usefixtures("kelurahan")
ANGGARAN = 60_000  # bytes over the wire for a page with its CSS, JS and icons


@pytest.fixture
def kota(taman):
    """The city and the kecamatan with pages of their own."""
    Wilayah.objects.filter(pk="35.77").update(slug="kota-madiun")
    Wilayah.objects.filter(pk="35.77.03").update(slug="kec-taman-madiun")


def weight(html):
    """Gzipped bytes of a page and of every style sheet, script and icon file it loads at once."""
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    total = len(gzip.compress(html.encode()))
    for name in files:
        path = finders.find(name)
        assert path, name
        with open(path, "rb") as file:  # noqa: PTH123
            total += len(gzip.compress(file.read()))
    return total


def pages():
    """Every resident page by name, opened as a resident opens them."""
    _client, terima, kode, pin = laporan_baru(foto=[foto()])
    lacak = masuk_lacak(kode, pin).get("/taman-madiun/lacak/")
    baru = Client()
    paths = ("/?ganti=1", "/taman-madiun/", "/taman-madiun/lapor/", "/lacak/", "/kota-madiun/",
             "/kec-taman-madiun/", "/lapor/", "/tidak-ada/")  # fmt: skip
    found = {path: baru.get(path) for path in paths if path != "/lapor/"}
    found["/lapor/"] = Client().get("/lapor/")
    found["galat"] = kirim_laporan(cerita="")
    return found | {"terima": terima, "lacak": lacak}


def test_every_page_is_light_indonesian_and_has_no_inline_code(kota):
    for path, response in pages().items():
        html = response.content.decode()
        assert response.status_code in {200, 404, 422}, path
        assert '<html lang="id">' in html
        assert html.count("<h1") == 1, path
        assert "<title>" in html
        assert 'href="#isi"' in html
        assert 'id="isi"' in html
        assert " style=" not in html, path
        assert "<style" not in html, path
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), path
        assert not re.search(r"\son[a-z]+=", html), path
        assert weight(html) < ANGGARAN, (path, weight(html))
        assert "unsafe" not in response["Content-Security-Policy"]


def test_no_page_opens_a_session(kota):
    client = Client()
    for path in ("/?ganti=1", "/taman-madiun/", "/taman-madiun/lapor/", "/lacak/", "/status/"):
        client.get(path)
    assert set(client.cookies) <= {"wilayah", "csrftoken"}


def test_the_front_page_lists_areas_by_city_and_finds_them_without_javascript(client, kota):
    html = client.get("/", {"ganti": "1"}).content.decode()
    assert "Kota Madiun" in html
    assert 'href="/taman-madiun/"' in html
    html = client.get("/", {"cari": "kel pandean"}).content.decode()
    assert 'href="/pandean-madiun/"' in html
    assert 'href="/taman-madiun/"' not in html


def test_the_type_ahead_gets_only_the_list(client):
    response = client.get("/", {"cari": "taman"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "/taman-madiun/" in html
    assert "<html" not in html


def test_an_unserved_kelurahan_is_named_kindly(client):
    WilayahFactory(kode="35.09.21.1099", nama="Wirolegi Uji")
    html = client.get("/", {"cari": "wirolegi uji"}).content.decode()
    assert "belum memakai layanan ini" in html


@pytest.mark.parametrize("cari", ["<script>x</script>", "\x00", "%", "a" * 500, "'; --"])
def test_strange_searches_are_answered(client, cari):
    response = client.get("/", {"cari": cari})
    assert response.status_code == 200
    assert "<script>x" not in response.content.decode()


def test_who_chose_before_is_taken_there(client):
    client.get("/taman-madiun/")
    assert client.get("/").url == "/taman-madiun/"
    assert client.get("/", {"ganti": "1"}).status_code == 200


def test_a_remembered_area_out_of_service_is_forgotten(client):
    client.cookies["wilayah"] = "sudah-tidak-ada"
    assert client.get("/").status_code in {200, 302}


def test_the_home_names_the_lurah_the_whatsapp_number_and_the_emergency_numbers(client):
    html = client.get("/taman-madiun/").content.decode()
    assert "Bu Irma Lestari" in html
    assert "https://wa.me/6280000000001?text=HAI%20LURAH%20Taman" in html
    assert "tel:" in html


def test_a_kecamatan_lists_its_kelurahan(client, kota):
    html = client.get("/kec-taman-madiun/").content.decode()
    assert 'href="/taman-madiun/"' in html
    assert "Kecamatan Taman" in html
    lapor = client.get("/kec-taman-madiun/lapor/").content.decode()
    assert 'href="/taman-madiun/lapor/"' in lapor


def test_a_home_needs_few_queries(client, django_assert_max_num_queries):
    client.get("/taman-madiun/")
    with django_assert_max_num_queries(7):
        client.get("/taman-madiun/")


def test_fewer_than_five_people_are_not_counted_in_public(client):
    for _ in range(4):
        laporan_baru()
    html = client.get("/taman-madiun/").content.decode()
    assert "curhat masuk bulan ini" not in html
    laporan_baru()
    html = client.get("/taman-madiun/").content.decode()
    assert "<dt>curhat masuk bulan ini</dt><dd>5</dd>" in html


def test_private_and_held_reports_are_in_no_public_count(client):
    for _ in range(6):
        laporan_baru()
    Curhat.objects.filter(pk=Curhat.objects.first().pk).update(rahasia=True)
    html = client.get("/taman-madiun/").content.decode()
    assert "<dd>5</dd>" in html
    Curhat.objects.filter(rahasia=False).update(diterima_at=timezone.now(), ditahan=True)
    assert "curhat masuk bulan ini" not in client.get("/taman-madiun/").content.decode()


def test_public_progress_names_places_of_the_street_never_words_of_a_person(client, moderator):
    _, _, kode, _ = laporan_baru(cerita="Got di depan warung Mbok Sri RT 03 RW 02 mampet, bau.")
    curhat = Curhat.objects.get(kode=kode)
    assign_tiket(
        open_tiket(curhat, sebab="uji"), by=moderator, instansi=InstansiFactory(kode="DLH-UJI")
    )
    html = client.get("/taman-madiun/").content.decode()
    assert curhat.kategori_id == "lingkungan"
    assert "Yang sedang berjalan" in html
    for rahasia in ("Mbok Sri", "RT 03", kode, "T-2"):
        assert rahasia not in html
    Curhat.objects.update(anonim=True)
    assert "Yang sedang berjalan" not in client.get("/taman-madiun/").content.decode()


@pytest.mark.parametrize("kode", [400, 403, 404, 500])
def test_error_pages_are_kind_and_lead_on(kode, rf):
    view = {400: defaults.bad_request, 403: defaults.permission_denied,
            404: defaults.page_not_found}.get(kode)  # fmt: skip
    request = rf.get("/x/")
    response = view(request, Exception()) if view else defaults.server_error(request)
    html = response.content.decode()
    assert response.status_code == kode
    assert 'href="/"' in html
    assert "Ke halaman depan" in html


def test_a_kelurahan_of_that_name_comes_first(client, kota):
    html = client.get("/", {"cari": "taman"}).content.decode()
    assert 0 < html.index('href="/taman-madiun/"') < html.index('href="/pandean-madiun/"')


def test_the_list_of_areas_needs_the_same_few_queries_however_long_it_is(
    client, taman, django_assert_max_num_queries
):
    for n in range(15):
        WilayahFactory(kode=f"35.77.03.10{50 + n}", slug=f"uji-{n}-madiun")
    with django_assert_max_num_queries(2):
        html = client.get("/", {"ganti": "1"}).content.decode()
    assert "/uji-14-madiun/" in html
