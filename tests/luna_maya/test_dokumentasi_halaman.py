"""The desk's pages of a visit's documentation, and what the public gets of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client

from luna_maya import models as luna
from luna_maya.dokumentasi_publik import public_of
from luna_maya.models import Dokumentasi, OrangTampil
from luna_maya.services.dokumentasi import add_tautan, withdraw_orang
from luna_maya.services.testimoni import KataWarga, add_testimoni
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_tuan_rumah, malam
from tests.luna_maya.pabrik_dokumentasi import host_says, jpeg, make_foto, make_selesai, mp4
from wilayah.halaman import find_kelurahan, forget_area

pytestmark = pytest.mark.django_db
SLUG = "kandangan-utara"
JAHAT = '<script>alert("x")</script> #emph[a] *b*'


@pytest.fixture
def area():
    WilayahFactory(kode=UTARA)
    type(WilayahFactory(kode=UTARA)).objects.filter(pk=UTARA).update(slug=SLUG)
    forget_area()
    yield find_kelurahan(SLUG)
    forget_area()


@pytest.fixture
def kunjungan():
    return make_selesai()


def masuk(orang):
    client = Client()
    client.force_login(orang)
    return client


def alamat(kunjungan, akhir=""):
    return f"/admin/luna_maya/dokumentasi/kunjungan/{kunjungan.kode}/{akhir}"


def read(jawab):
    return b"".join(jawab.streaming_content)


def foto_url(dok, ukuran="kecil"):
    return f"/{SLUG}/luna-maya/foto/{dok.pk}/{ukuran}/"


def test_several_photos_come_from_a_phone_at_once(kunjungan):
    client = masuk(PenggunaFactory(peran="moderator", di=UTARA))
    berkas = [SimpleUploadedFile(f"IMG_{n}.jpg", jpeg(), "image/jpeg") for n in range(3)]
    isi = {"aksi": "unggah", "berkas": berkas, "teks_alt": "Warga di teras"}
    assert client.post(alamat(kunjungan), isi).status_code == 302
    assert Dokumentasi.objects.filter(kunjungan=kunjungan).count() == 3
    halaman = client.get(alamat(kunjungan)).content.decode()
    assert halaman.count("<img") >= 3
    assert "belum dinyatakan" in halaman


def test_what_is_wrong_is_said_at_its_field(kunjungan):
    client = masuk(kunjungan.lurah)
    palsu = SimpleUploadedFile("a.mp4", b"bukan video", "video/mp4")
    jawab = client.post(alamat(kunjungan), {"aksi": "unggah", "berkas": palsu, "teks_alt": "x"})
    assert jawab.status_code == 422
    assert "bukan video" in jawab.content.decode()
    for tautan in ("javascript:alert(1)", "https://evil.example/v"):
        jawab = client.post(
            alamat(kunjungan), {"aksi": "tautan", "tautan": tautan, "teks_alt": "x"}
        )
        assert jawab.status_code == 422
        assert "errorlist" in jawab.content.decode()
    jawab = client.post(alamat(kunjungan), {"aksi": "unggah", "teks_alt": "x"})
    assert "Pilih foto" in jawab.content.decode()
    assert not Dokumentasi.objects.exists()


def test_a_person_is_recorded_stated_and_withdrawn_on_the_pictures_page(kunjungan, area):
    dok = make_foto(kunjungan, izin=(), nyatakan=False)
    client = masuk(kunjungan.lurah)
    awal = f"/admin/luna_maya/dokumentasi/{dok.pk}/"
    isi = {"nama": "Norhayati", "izin": "publik", "cara": "lisan", "terakhir": "on"}
    assert client.post(f"{awal}langkah/orang/", isi).status_code == 302
    assert read(Client().get(foto_url(dok)))
    assert "Tampil di halaman umum" in client.get(f"{awal}change/").content.decode()
    orang = OrangTampil.objects.get()
    salah = client.post(f"{awal}langkah/orang/", {**isi, "anak": "on"})
    assert "wali" in salah.content.decode()
    assert client.post(
        f"{awal}langkah/cabut/", {"orang": orang.pk, "cara": "telepon"}
    ).status_code == 302  # fmt: skip
    assert Client().get(foto_url(dok)).status_code == 404
    daftar = client.get(alamat(kunjungan)).content.decode()
    assert "Norhayati" not in daftar
    assert "N***" in daftar


def test_the_public_page_shows_what_may_be_shown_and_loses_it_at_withdrawal(kunjungan, area):
    dok = make_foto(kunjungan)
    tertutup = make_foto(kunjungan, izin=("laporan",))
    add_testimoni(
        KataWarga(JAHAT, nama="Norhayati", cara="lisan"), wilayah=kunjungan.wilayah,
        kunjungan=kunjungan, by=kunjungan.lurah,
    )  # fmt: skip
    halaman = render(kunjungan, area)
    assert foto_url(dok) in halaman
    assert foto_url(tertutup) not in halaman
    assert "Warga RT 02" in halaman
    assert "<script>" not in halaman
    assert "Norhayati" not in halaman
    assert 'loading="lazy"' in halaman
    withdraw_orang(dok.orang.get(), cara="pesan", by=None)
    assert foto_url(dok) not in render(kunjungan, area)
    host_says(kunjungan, "cabut")
    assert "<img" not in render(kunjungan, area)


def render(kunjungan, area):
    return render_to_string(
        "luna_maya/dokumentasi_publik.html", {"publik": public_of(kunjungan), "area": area}
    )


def test_a_browser_asks_each_time_and_gets_nothing_after_withdrawal(kunjungan, area):
    dok = make_foto(kunjungan)
    jawab = Client().get(foto_url(dok))
    assert read(jawab).startswith(b"\xff\xd8")
    assert "no-cache" in jawab["Cache-Control"]
    assert jawab["X-Content-Type-Options"] == "nosniff"
    lagi = Client().get(foto_url(dok), headers={"if-none-match": jawab["ETag"]})
    assert lagi.status_code == 304
    withdraw_orang(dok.orang.get(), cara="pesan", by=None)
    lagi = Client().get(foto_url(dok), headers={"if-none-match": jawab["ETag"]})
    assert lagi.status_code == 404


def test_a_photo_is_found_only_under_its_own_kelurahan(kunjungan, area):
    dok = make_foto(kunjungan)
    assert Client().get(f"/taman-madiun/luna-maya/foto/{dok.pk}/kecil/").status_code == 404
    assert Client().get(foto_url(dok, "lain")).status_code == 404
    assert Client().get(f"/{SLUG}/luna-maya/foto/99999999999999999999/kecil/").status_code == 404


def test_a_video_downloads_and_a_link_says_where_it_leads(kunjungan, area):
    from luna_maya.services.dokumentasi import Unggahan, add_berkas, state_orang  # noqa: PLC0415

    video = add_berkas(
        kunjungan, [Unggahan("a.mp4", mp4())], teks_alt="Suasana malam", by=kunjungan.lurah
    ).baru[0]
    tautan = add_tautan(
        kunjungan, "https://youtu.be/dQw4w9WgXcQ", teks_alt="Video kunjungan", by=kunjungan.lurah
    )
    for dok in (video, tautan):
        state_orang(dok, "kosong", by=kunjungan.lurah)
    halaman = render(kunjungan, area)
    assert "video di www.youtube.com" in halaman
    jawab = Client().get(foto_url(video, "penuh"))
    assert jawab["Content-Disposition"].startswith("attachment")
    assert read(jawab) == mp4()


@pytest.mark.parametrize(
    ("peran", "di"),
    [("lurah", "63.06.05.1003"), ("moderator", "35.77.03.1009"), ("camat", "63.06.05"),
     ("data_officer", "63.06"), ("petugas", UTARA)],
)  # fmt: skip
def test_who_has_no_business_there_gets_nothing(kunjungan, peran, di):
    dok = make_foto(kunjungan)
    WilayahFactory(kode=di)
    client = masuk(PenggunaFactory(peran=peran, di=di))
    for url in (
        alamat(kunjungan), alamat(kunjungan, "formulir/"), alamat(kunjungan, "laporan/pdf/"),
        f"/admin/luna_maya/dokumentasi/{dok.pk}/change/",
        f"/admin/luna_maya/dokumentasi/{dok.pk}/berkas/penuh/",
    ):  # fmt: skip
        assert client.get(url).status_code in (403, 404), url
    assert client.post(alamat(kunjungan), {"aksi": "ringkasan"}).status_code == 404
    assert Client().get(alamat(kunjungan)).status_code == 302


def test_markup_in_a_caption_is_text_everywhere(kunjungan, area):
    dok = make_foto(kunjungan)
    client = masuk(kunjungan.lurah)
    isi = {"keterangan": JAHAT, "teks_alt": '"><script>1</script>', "urut": 3, "sampul": "on"}
    jawab = client.post(f"/admin/luna_maya/dokumentasi/{dok.pk}/langkah/ubah/", isi)
    assert jawab.status_code == 302
    for halaman in (client.get(alamat(kunjungan)).content.decode(), render(kunjungan, area)):
        assert "<script>alert" not in halaman
        assert "<script>1" not in halaman


def test_after_deleting_a_picture_one_is_back_at_the_visit(kunjungan):
    dok = make_foto(kunjungan)
    client = masuk(kunjungan.lurah)
    url = f"/admin/luna_maya/dokumentasi/{dok.pk}/"
    jawab = client.post(f"{url}langkah/hapus/", {"alasan": "Buram"}, follow=True)
    assert jawab.redirect_chain[-1][0] == alamat(kunjungan)
    assert "Belum ada foto" in jawab.content.decode()
    assert client.get(f"{url}change/").status_code == 404


def test_a_testimony_is_written_down_and_published_by_form(kunjungan):
    client = masuk(kunjungan.lurah)
    isi = {"kunjungan": kunjungan.pk, "kata": "Terima kasih, jalan kami terang.", "cara": "lisan"}
    assert client.post("/admin/luna_maya/testimoni/add/", isi).status_code == 302
    satu = luna.Testimoni.objects.public().get()
    assert satu.wilayah_id == RT
    url = f"/admin/luna_maya/testimoni/{satu.pk}/"
    assert client.post(f"{url}langkah/cabut/", {"cara": "pesan"}).status_code == 302
    assert not luna.Testimoni.objects.public().exists()
    assert "Izin dicabut" in client.get(f"{url}change/").content.decode()
    salah = client.post("/admin/luna_maya/testimoni/add/", {"kata": "x"})
    assert "Pilih RT" in salah.content.decode()


def test_the_lists_need_no_query_more_for_fifteen_rows(django_assert_max_num_queries):
    lurah = PenggunaFactory(peran="lurah", di=UTARA)
    client = masuk(lurah)
    for n in range(15):
        rumah = make_tuan_rumah(f"Rumah {n}")
        kunjungan = make_selesai(tuan_rumah=rumah, lurah=lurah, mulai_at=malam(n * 2 + 1))
        make_foto(kunjungan)
        add_testimoni(KataWarga(f"Kata {n}"), wilayah=kunjungan.wilayah, by=lurah)
    client.get("/admin/luna_maya/dokumentasi/")
    with django_assert_max_num_queries(18):
        assert client.get("/admin/luna_maya/dokumentasi/").content.decode().count("dok-mini") >= 15
    with django_assert_max_num_queries(18):
        assert client.get("/admin/luna_maya/testimoni/").status_code == 200


def test_a_visits_page_needs_as_many_queries_for_one_photo_as_for_many(kunjungan):
    client = masuk(kunjungan.lurah)
    make_foto(kunjungan)
    client.get(alamat(kunjungan))
    satu = count(client, kunjungan)
    for _ in range(6):
        make_foto(kunjungan, izin=("publik", "publik"))
    assert count(client, kunjungan) == satu


def count(client, kunjungan):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as tangkap:
        assert client.get(alamat(kunjungan)).status_code == 200
    return len(tangkap)
