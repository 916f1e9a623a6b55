"""The resident's page of turnover: card, PIN, link, a month, a question, other people's cards."""

import re

import pytest
from django.test import Client

from ekonomi.models import KunjunganPendamping, Pengukuran
from ekonomi.muat_tingkat import load_tingkat
from ekonomi.services.akses_omzet import issue_akses, link_url, revoke_akses
from ekonomi.services.omzet import Asal, add_penjualan, record_omzet
from tests.ekonomi.pabrik import UsahaFactory
from tests.ekonomi.pabrik_omzet import (
    bulan_lalu,
    catat,
    kunjungan,
    mentor,
    pasangan,
    status_of,
    usaha_rumah,
)  # fmt: skip
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.usefixtures("taman")


def kartu(pemilik):
    return issue_akses(pemilik, by=PenggunaFactory())


def masuk(pemilik):
    """A browser that holds the card."""
    client, satu = Client(), kartu(pemilik)
    jawab = client.post("/omzet/", {"kode": satu.akses.kode, "pin": satu.pin})
    assert jawab.status_code == 303
    return client


def isi(client, apa, nilai, bulan=None):
    data = {"langkah": "isi", "apa": apa, "bulan": f"{bulan or bulan_lalu():%Y-%m}", "nilai": nilai}
    return client.post("/omzet/", data)


def test_the_door_takes_code_and_pin_however_written(client):
    usaha = usaha_rumah()
    satu = kartu(usaha)
    kode = satu.akses.kode.lower().replace("-", " ")
    jawab = client.post("/omzet/", {"kode": kode, "pin": f" {satu.pin} "})
    assert jawab["Location"] == "/omzet/"
    assert usaha.nama in client.get("/omzet/").content.decode()


def test_a_wrong_pin_says_the_same_for_any_code(client):
    satu = kartu(usaha_rumah())
    kata = []
    for kode in (satu.akses.kode, "OM-AAAA-BBBB"):
        jawab = client.post("/omzet/", {"kode": kode, "pin": "000000"})
        assert jawab.status_code == 422
        kata.append(re.findall(r"tidak cocok[^<]*", jawab.content.decode())[0])
    assert kata[0] == kata[1]


def test_a_personal_link_opens_the_page_and_an_old_one_does_not(client):
    usaha = usaha_rumah()
    satu = kartu(usaha)
    alamat = link_url(satu.akses).split("//", 1)[1].split("/", 1)[1]
    assert client.get(f"/{alamat}")["Location"] == "/omzet/"
    kartu(usaha)  # a new card ends the old link and the browser's hold
    assert client.get(f"/{alamat}")["Location"] == "/omzet/?kabar=tautan"
    assert "Buka catatan" in client.get("/omzet/").content.decode()


def test_a_withdrawn_card_ends_at_once():
    usaha = usaha_rumah()
    client = masuk(usaha)
    revoke_akses(usaha.akses.get())
    assert usaha.nama not in client.get("/omzet/").content.decode()


def test_a_month_is_saved_shown_and_sent_twice_without_harm():
    usaha = usaha_rumah()
    client = masuk(usaha)
    for _ in range(2):
        assert isi(client, f"u{usaha.pk}", "1,5 juta")["Location"] == "/omzet/?kabar=simpan"
    assert status_of(usaha) == [(1_500_000, "sah")]
    halaman = client.get("/omzet/").content.decode()
    assert "Rp 1.500.000" in halaman
    assert "<svg" in halaman


@pytest.mark.parametrize("nilai", ["", "banyak", "-5", "1,5", "9999999999999"])
def test_a_wrong_figure_names_the_field_and_keeps_the_words(nilai):
    usaha = usaha_rumah()
    jawab = isi(masuk(usaha), f"u{usaha.pk}", nilai)
    assert jawab.status_code == 422
    assert 'href="#id_nilai"' in jawab.content.decode()
    assert f'value="{nilai}"' in jawab.content.decode() or not nilai
    assert not Pengukuran.objects.exists()


def test_a_jump_is_asked_about_on_the_page_and_answered():
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    client = masuk(usaha)
    assert isi(client, f"u{usaha.pk}", "15.000.000")["Location"] == "/omzet/?kabar=tanya"
    halaman = client.get("/omzet/").content.decode()
    assert "Benar Rp 15.000.000 untuk" in halaman
    alamat = re.search(r'action="(/omzet/jawab/\d+/)"', halaman)[1]
    assert client.post(alamat, {"jawab": "ya"})["Location"] == "/omzet/?kabar=benar"
    assert client.post(alamat, {"jawab": "ya"})["Location"] == "/omzet/?kabar=berubah"
    assert status_of(usaha)[-1] == (15_000_000, "sah")


def test_nobody_answers_or_reports_for_another(client):
    satu, lain = usaha_rumah(), usaha_rumah()
    catat(lain, 1_000_000, n=2)
    ragu = record_omzet(lain, bulan=bulan_lalu(), nilai=15_000_000, asal=_chat())
    penyusup = masuk(satu)
    assert penyusup.post(f"/omzet/jawab/{ragu.pk}/", {"jawab": "ya"})["Location"].endswith(
        "berubah"
    )
    assert isi(penyusup, f"u{lain.pk}", "1").status_code == 422
    assert client.post(f"/omzet/jawab/{ragu.pk}/", {"jawab": "ya"})["Location"] == "/omzet/"
    assert status_of(lain)[-1] == (15_000_000, "ditanyakan")
    assert lain.nama not in penyusup.get("/omzet/").content.decode()


def _chat():
    return Asal("chat")


def test_a_household_card_reports_for_each_business_and_its_income():
    usaha = usaha_rumah()
    dua = UsahaFactory(rumah=usaha.rumah)
    client = masuk(usaha.rumah)
    isi(client, f"u{dua.pk}", "700rb")
    isi(client, "rp", "2 juta")
    assert Pengukuran.objects.filter(usaha=dua, nilai=700_000).exists()
    assert Pengukuran.objects.filter(rumah=usaha.rumah, jenis="pendapatan").exists()


def test_months_of_recorded_sales_say_so():
    usaha = usaha_rumah()
    add_penjualan(usaha, tanggal=bulan_lalu(), jumlah=250_000, sumber="toko", kunci="pesanan:1")
    assert "dari penjualan tercatat" in masuk(usaha).get("/omzet/").content.decode()


def test_names_with_markup_are_shown_as_words():
    usaha = usaha_rumah(nama="<script>alert(1)</script>")
    halaman = masuk(usaha).get("/omzet/").content.decode()
    assert "<script>alert" not in halaman
    assert "&lt;script&gt;alert" in halaman


def test_the_page_is_small_and_has_no_inline_code():
    usaha = usaha_rumah()
    for n in range(1, 13):
        catat(usaha, 1_000_000 + n, n=n)
    halaman = masuk(usaha).get("/omzet/").content
    assert len(halaman) < 60_000
    assert b" style=" not in halaman
    assert b"<script>" not in halaman


# --- the mentor's own page ---


def test_a_mentor_writes_a_visit_once_and_marks_its_step(django_assert_max_num_queries):
    load_tingkat()
    pair = pasangan()
    client = masuk(pair.mentor)
    assert client.get("/omzet/")["Location"] == "/omzet/mentor/"
    halaman = client.get("/omzet/mentor/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', halaman)[1]
    data = {"token": token, "pasangan": str(pair.pk), "tanggal": f"{pair.mulai:%Y-%m-%d}",
            "topik": "Catatan kas", "temuan": "Rapi", "tindak_lanjut": "Urus NIB",
            "tenggat": "2099-01-01"}  # fmt: skip
    for _ in range(2):
        assert client.post("/omzet/mentor/", data)["Location"].endswith("?kabar=simpan")
    satu = KunjunganPendamping.objects.get()
    assert satu.oleh is None
    alamat = f"/omzet/mentor/langkah/{satu.pk}/"
    assert client.post(alamat)["Location"].endswith("selesai")
    satu.refresh_from_db()
    assert satu.selesai_at
    with django_assert_max_num_queries(14):
        client.get("/omzet/mentor/")


def test_a_visit_with_mistakes_names_them_and_keeps_the_words():
    pair = pasangan()
    client = masuk(pair.mentor)
    token = "0a0a0a0a-0000-4000-8000-000000000000"
    data = {"token": token, "pasangan": str(pair.pk), "tanggal": "2099-01-01", "topik": "Kas",
            "temuan": "", "tenggat": "2026-01-01"}  # fmt: skip
    jawab = client.post("/omzet/mentor/", data)
    teks = jawab.content.decode()
    assert jawab.status_code == 422
    for kolom in ("id_tanggal", "id_temuan", "id_tindak_lanjut"):
        assert f'href="#{kolom}"' in teks
    assert 'value="Kas"' in teks


def test_a_mentor_reaches_no_other_mentors_visits(client):
    lain = kunjungan(pasangan(satu=mentor(nama="Lain")), tindak_lanjut="Rahasia dagang")
    penyusup = masuk(pasangan().mentor)
    assert penyusup.post(f"/omzet/mentor/langkah/{lain.pk}/").status_code == 404
    assert penyusup.get(f"/omzet/mentor/foto/{lain.pk}/").status_code == 404
    assert "Rahasia dagang" not in penyusup.get("/omzet/mentor/").content.decode()
    assert client.get("/omzet/mentor/")["Location"] == "/omzet/"
    assert masuk(usaha_rumah()).get("/omzet/mentor/")["Location"] == "/omzet/"
