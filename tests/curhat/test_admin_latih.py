"""Corrections and model versions on the staff pages: figures, filters, export, switching."""

import pytest

from curhat import model_aktif
from curhat.laporan_latih import build_laporan
from curhat.models import VersiModel
from curhat.services.curhat import correct_curhat
from curhat.services.latih import train_versi
from curhat.services.tempat import Letak
from tests.curhat.conftest import PANDEAN, TAMAN
from tests.curhat.latih_uji import labelled, use_small_model
from tests.factories import CurhatFactory, PenggunaFactory

KOREKSI = "/admin/curhat/koreksi/"
VERSI = "/admin/curhat/versimodel/"


@pytest.fixture
def kecil(monkeypatch, tmp_path, kelurahan, settings):
    settings.LATIH_UJI_MINIMUM = 5
    yield use_small_model(monkeypatch, tmp_path)
    model_aktif._dasar.cache_clear()
    model_aktif.forget_model()


@pytest.fixture
def pusat(kelurahan):
    return PenggunaFactory(is_superuser=True, nama="Operator Pusat")


@pytest.fixture
def versi(kecil, moderator):
    labelled(50, moderator)
    return train_versi()


def test_the_list_of_corrections_shows_before_and_after_and_the_agreement(
    kelurahan, moderator, client
):
    correct_curhat(CurhatFactory(), by=moderator, subkategori="sampah", urgensi=3)
    correct_curhat(CurhatFactory(), by=moderator)
    client.force_login(moderator)
    jawab = client.get(KOREKSI)
    teks = jawab.content.decode()
    assert "Banjir dan saluran air → Sampah" in teks
    assert "3 (benar)" in teks
    (minggu,) = jawab.context["setuju"].minggu
    assert (minggu.n, minggu.kategori, minggu.urgensi, minggu.tempat) == (2, 50, 100, 100)
    assert "2 penilaian, 1 di antaranya seluruhnya benar" in teks


def test_without_a_correction_the_list_says_where_they_come_from(kelurahan, moderator, client):
    client.force_login(moderator)
    assert "Belum ada penilaian" in client.get(KOREKSI).content.decode()


@pytest.mark.parametrize(
    ("nilai", "ada"), [("benar", "benar"), ("kategori", "kategori"), ("urgensi", "urgensi"),
                       ("tempat", "tempat")],
)  # fmt: skip
def test_the_filter_finds_what_was_corrected(kelurahan, moderator, client, nilai, ada):
    baris = {nama: CurhatFactory() for nama in ("benar", "kategori", "urgensi", "tempat")}
    correct_curhat(baris["benar"], by=moderator)
    correct_curhat(baris["kategori"], by=moderator, subkategori="sampah")
    correct_curhat(baris["urgensi"], by=moderator, urgensi=2)
    correct_curhat(baris["tempat"], by=moderator, letak=Letak(TAMAN, "02"))
    client.force_login(moderator)
    hasil = client.get(KOREKSI, {"nilai": nilai}).context["cl"].result_list
    assert [k.curhat.kode for k in hasil] == [baris[ada].kode]


def test_each_person_sees_the_corrections_of_their_area_and_private_ones_only_who_may(
    kelurahan, moderator, client
):
    kode = {}
    for nama, isi in (
        ("taman", {}), ("pandean", {"di": PANDEAN}), ("rahasia", {"rahasia": True})
    ):  # fmt: skip
        kode[nama] = CurhatFactory(**isi)
        correct_curhat(kode[nama], by=moderator)

    def seen(peran, di):
        client.force_login(PenggunaFactory(peran=peran, di=di))
        teks = client.get(KOREKSI).content.decode()
        return {nama for nama, satu in kode.items() if satu.kode in teks}

    assert seen("moderator", TAMAN) == {"taman", "rahasia"}
    assert seen("lurah", PANDEAN) == {"pandean"}
    assert seen("data_officer", "35.77") == {"taman", "pandean"}
    client.force_login(PenggunaFactory(peran="petugas_kecamatan", di="35.77.03"))
    assert client.get(KOREKSI).status_code == 403


def test_the_export_holds_codes_and_no_words(kelurahan, moderator, client):
    correct_curhat(CurhatFactory(), by=moderator, subkategori="sampah")
    client.force_login(moderator)
    jawab = client.post(
        f"{KOREKSI}export/", {"format": "0", "koreksiresource_kode": "on",
                              "koreksiresource_subkategori_baru": "on", "resource": ""},
    )  # fmt: skip
    isi = b"".join(jawab.streaming_content if jawab.streaming else [jawab.content]).decode()
    assert jawab.status_code == 200
    assert "sampah" in isi
    assert "tersumbat" not in isi


def test_the_list_costs_the_same_at_1_and_15_rows(
    kelurahan, moderator, client, django_assert_max_num_queries
):
    client.force_login(moderator)
    for n in (1, 14):
        for _ in range(n):
            correct_curhat(CurhatFactory(), by=moderator, letak=Letak(TAMAN, "02", "03"))
        with django_assert_max_num_queries(20):
            assert client.get(KOREKSI).status_code == 200


def test_a_versions_page_shows_its_test_beside_the_one_in_use(versi, pusat, client):
    client.force_login(pusat)
    teks = client.get(f"{VERSI}{versi.pk}/change/").content.decode()
    for kata in (
        "Dibaca sebagai apa",
        "Menurut petugas",
        "Per kategori",
        "Sedang dipakai",
        "F1 makro",
    ):
        assert kata in teks
    assert "blekuthuk" not in teks  # figures only
    assert "Lebih baik" in teks


def test_the_confusion_table_counts_every_tested_label(versi):
    laporan = build_laporan(versi.metrik)
    assert sum(b.n for b in laporan.panas) == versi.metrik["diukur"]
    assert all(sum(s.n for s in b.sel) == b.n for b in laporan.panas)
    assert all(0 <= s.hangat <= 5 for b in laporan.panas for s in b.sel)


def test_a_version_without_a_test_has_a_page_too(kecil, moderator, pusat, client):
    labelled(1, moderator)
    client.force_login(pusat)
    teks = client.get(f"{VERSI}{train_versi().pk}/change/").content.decode()
    assert "belum dapat diukur" in teks


def test_no_version_yet_is_said_in_words(kecil, pusat, client):
    client.force_login(pusat)
    teks = client.get(VERSI).content.decode()
    assert "Belum ada versi" in teks
    assert "model bawaan" in teks


def test_a_person_goes_back_to_what_ships_and_forward_again(versi, pusat, client):
    client.force_login(pusat)
    assert "Kembali ke model bawaan" in client.get(VERSI).content.decode()
    client.post(f"{VERSI}0/pakai/", {"alasan": "Salah soal hama", "dari": versi.pk})
    assert not VersiModel.objects.filter(aktif=True).exists()
    jawab = client.post(
        f"{VERSI}{versi.pk}/pakai/", {"alasan": "Ternyata benar", "dari": 0}, follow=True
    )
    assert VersiModel.objects.get(aktif=True) == versi
    teks = jawab.content.decode()
    assert "Salah soal hama" in teks
    assert "Ternyata benar" in teks
    assert "Operator Pusat" in teks


@pytest.mark.parametrize("isi", [{"alasan": "", "dari": 0}, {"alasan": "coba lagi"}, {}])
def test_without_a_reason_nothing_is_switched(versi, pusat, client, isi):
    client.force_login(pusat)
    client.post(f"{VERSI}0/pakai/", isi)
    assert VersiModel.objects.get(aktif=True) == versi


@pytest.mark.parametrize(("peran", "lihat"), [("data_officer", 200), ("lurah", 403)])
def test_only_the_operator_switches(versi, client, peran, lihat):
    client.force_login(PenggunaFactory(peran=peran, di="35.77"))
    assert client.get(f"{VERSI}{versi.pk}/change/").status_code == lihat
    assert client.post(f"{VERSI}0/pakai/", {"alasan": "saya mau", "dari": 0}).status_code == 403
    assert VersiModel.objects.get(aktif=True) == versi


def test_the_list_of_versions_costs_the_same_at_1_and_15_rows(
    versi, pusat, client, django_assert_max_num_queries
):
    client.force_login(pusat)
    for n in (0, 14):
        for i in range(n):
            VersiModel.objects.create(versi=f"2026-01-{i + 1:02d}.1")
        with django_assert_max_num_queries(16):
            client.get(VERSI)
