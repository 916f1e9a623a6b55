"""The public figures of a kecamatan, and a village's own page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.angka_umum import hidden
from ruko_parsel.models import Permintaan
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
)

pytestmark = pytest.mark.django_db


def umum(client, kode=KECAMATAN, **query):
    return client.get(reverse("ruko_angka", args=[kode]), query)


def baris(jawab, nama):
    semua = [*jawab.context["umum"].bidang, jawab.context["umum"].semua]
    return next(b for b in semua if b.nama == nama)


def test_anybody_may_read_how_the_kecamatan_answers(client):
    for _n in range(6):
        make_permintaan()
    for _n in range(5):
        make_permintaan(masalah="stunting")
    jawab = umum(client)
    assert baris(jawab, "Seksi Pemerintahan").jumlah == "6"
    assert baris(jawab, "Semua bidang").jumlah == "11"
    assert len(jawab.content) < 60_000


def test_fewer_than_five_are_not_told_nor_what_would_give_them_away(client):
    for masalah, banyak in (("keuangan", 6), ("stunting", 7), ("siaga_bencana", 2)):
        for _n in range(banyak):
            make_permintaan(masalah=masalah)
    jawab = umum(client)
    assert baris(jawab, "Seksi Ketenteraman dan Ketertiban").jumlah == "< 5"
    assert baris(jawab, "Seksi Pemerintahan").jumlah == "tidak dirinci"
    assert baris(jawab, "Seksi Kesejahteraan Rakyat").jumlah == "7"


@pytest.mark.parametrize(
    ("jumlah", "samar"),
    [([0, 0], set()), ([9, 9], set()), ([9, 6, 2], {1, 2}), ([9, 4, 4], {1, 2}),
     ([9, 6, 1, 1], {1, 2, 3}), ([3], {0})],
)  # fmt: skip
def test_what_is_hidden(jumlah, samar):
    assert hidden(jumlah) == samar


def test_private_requests_and_village_names_are_nowhere(client):
    for _n in range(6):
        make_permintaan(rahasia=True)
    isi = umum(client).content.decode()
    assert "Belum ada permintaan" in isi
    for _n in range(6):
        make_permintaan(judul="Pokok yang tidak untuk umum")
    isi = umum(client).content.decode()
    assert "Inan" not in isi
    assert "Pokok yang tidak" not in isi


def test_the_figures_as_a_file(client):
    for _n in range(6):
        make_permintaan()
    jawab = umum(client, unduh="csv")
    assert jawab["Content-Type"].startswith("text/csv")
    assert "Seksi Pemerintahan,6" in jawab.content.decode()


@pytest.mark.parametrize("kode", ["99.99.99", INAN, "63", "a'b", "x" * 80])
def test_only_a_kecamatan_has_them(client, kode):
    make_permintaan()
    assert umum(client, kode).status_code == 404


def test_the_public_page_costs_the_same_for_one_and_fifteen(client, django_assert_max_num_queries):
    make_permintaan()
    umum(client)
    with django_assert_max_num_queries(10) as satu:
        umum(client)
    for _n in range(14):
        make_permintaan()
    with django_assert_max_num_queries(len(satu.captured_queries)):
        umum(client)


def desa_saya(client, orang, **query):
    client.force_login(orang)
    return client.get(reverse("ruko_desa_saya"), query)


def test_a_village_sees_its_own_requests_and_nothing_of_another(client):
    make_permintaan(judul="Milik Inan")
    make_permintaan(di=PANGGUNG, judul="Milik Panggung")
    jawab = desa_saya(client, make_desa())
    isi = jawab.content.decode()
    assert "Milik Inan" in isi
    assert "Panggung" not in isi
    assert jawab.context["angka"].jumlah == 1
    assert desa_saya(client, make_desa(), di=PANGGUNG).status_code == 404


def test_a_village_can_list_what_was_answered_late(client):
    satu = make_permintaan(judul="Lama sekali")
    make_permintaan(judul="Baru saja")
    lama = timezone.now() - dt.timedelta(days=30)
    Permintaan.objects.filter(pk=satu.pk).update(
        created_at=lama, due_at=lama + dt.timedelta(days=5)
    )
    isi = desa_saya(client, make_desa(), keadaan="lewat").content.decode()
    assert "Lama sekali" in isi
    assert "Baru saja" not in isi


@pytest.mark.parametrize("siapa", ["camat", "tetangga"])
def test_who_has_no_village_finds_no_page(client, siapa):
    make_permintaan()
    orang = make_camat() if siapa == "camat" else PenggunaFactory(peran="petugas", di=TETANGGA)
    assert desa_saya(client, orang).status_code == 404


def test_the_villages_page_costs_the_same_for_one_and_fifteen(
    client, django_assert_max_num_queries
):
    orang = make_desa()
    make_permintaan()
    desa_saya(client, orang)
    with django_assert_max_num_queries(20) as satu:
        client.get(reverse("ruko_desa_saya"))
    for _n in range(14):
        make_permintaan()
    with django_assert_max_num_queries(len(satu.captured_queries)):
        client.get(reverse("ruko_desa_saya"))
