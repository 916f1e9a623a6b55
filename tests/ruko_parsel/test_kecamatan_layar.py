"""The kecamatan's screens: who sees what, lists behind numbers, files, queries."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.models import Permintaan
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from wilayah.models import CatatanEkspor

pytestmark = pytest.mark.django_db
LAYAR = "admin:ruko_parsel_laporanruko_kecamatan"
DAFTAR = "admin:ruko_parsel_laporanruko_daftar"
UNDUH = "admin:ruko_parsel_laporanruko_unduh_tabel"


@pytest.fixture
def petugas(client):
    orang = make_petugas()
    client.force_login(orang)
    return orang


def lihat(client, nama=LAYAR, *args, **query):
    return client.get(reverse(nama, args=args), query)


def test_the_view_shows_villages_sections_and_standards(client, petugas):
    make_permintaan(di=INAN)
    make_permintaan(di=PANGGUNG, masalah="stunting")
    isi = lihat(client).content.decode()
    assert "Waktu tunggu" in isi
    assert "Seksi Pemerintahan" in isi
    assert "Dibanding standar layanan" in isi


def test_nothing_filed_says_so(client, petugas):
    WilayahFactory(kode=INAN)
    isi = lihat(client).content.decode()
    assert "Belum ada permintaan pada jangka waktu ini" in isi
    assert "hubungi lebih dulu" in isi


def test_a_kecamatan_sees_its_own_only(client, petugas):
    make_permintaan(di=f"{TETANGGA}.2001", judul="Milik kecamatan tetangga")
    assert lihat(client, di=TETANGGA).status_code == 404
    assert lihat(client, DAFTAR, di=TETANGGA).status_code == 404
    assert "Milik kecamatan tetangga" not in lihat(client, DAFTAR).content.decode()


@pytest.mark.parametrize("peran", ["moderator", "lurah"])
def test_village_staff_see_no_view_of_the_kecamatan(client, peran):
    client.force_login(make_desa(peran=peran))
    for nama in (LAYAR, DAFTAR):
        assert lihat(client, nama).status_code in {403, 404}


def test_a_stranger_is_asked_to_sign_in(client):
    assert lihat(client).status_code == 302


def test_the_list_behind_a_cell_holds_just_what_was_counted(client, petugas):
    make_permintaan(di=INAN, judul="Dari Inan")
    make_permintaan(di=PANGGUNG, judul="Dari Panggung")
    isi = lihat(client, DAFTAR, desa=INAN, bidang="pemerintahan").content.decode()
    assert "Dari Inan" in isi
    assert "Dari Panggung" not in isi


def test_late_requests_can_be_listed_apart(client, petugas):
    telat = make_permintaan(judul="Sudah lewat")
    make_permintaan(judul="Masih ada waktu")
    lama = timezone.now() - dt.timedelta(days=40)
    Permintaan.objects.filter(pk=telat.pk).update(
        created_at=lama, due_at=lama + dt.timedelta(days=7)
    )
    isi = lihat(client, DAFTAR, keadaan="lewat").content.decode()
    assert "Sudah lewat" in isi
    assert "Masih ada waktu" not in isi


@pytest.mark.parametrize(
    "query", [{"dari": "kemarin"}, {"masa": "x"}, {"desa": "a\x00b"}, {"hal": "99999"},
              {"dari": "0001-01-01", "sampai": "0001-01-02"}, {"dari": "9999-12-31"}]
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_usual(client, petugas, query):
    make_permintaan()
    assert lihat(client, LAYAR, **query).status_code == 200
    assert lihat(client, DAFTAR, **query).status_code == 200


def test_markup_in_a_subject_stays_text(client, petugas):
    make_permintaan(judul="<script>alert(1)</script>")
    assert "<script>alert(1)" not in lihat(client, DAFTAR).content.decode()


@pytest.mark.parametrize(
    "tabel", ["desa", "bidang", "desa-bidang", "standar", "belum-bertanya", "pola", "bulan"]
)
def test_each_table_can_be_taken_as_a_file_and_is_on_record(client, petugas, tabel):
    make_permintaan()
    for bentuk in ("csv", "xlsx"):
        jawab = lihat(client, UNDUH, tabel, bentuk)
        assert jawab.status_code == 200
        assert f"-{tabel}.{bentuk}" in jawab["Content-Disposition"]
    catatan = CatatanEkspor.objects.filter(by=petugas)
    assert catatan.count() == 2


def test_the_file_of_requests_runs_no_formula_and_hides_private_subjects(client):
    client.force_login(make_camat())  # an officer does not even see that there is one
    make_permintaan(judul="=SUM(A1)")
    make_permintaan(judul="Perkara pribadi", rahasia=True)
    buku = openpyxl.load_workbook(io.BytesIO(lihat(client, UNDUH, "permintaan", "xlsx").content))
    pokok = {baris[4] for baris in buku.active.iter_rows(min_row=2, values_only=True)}
    assert pokok == {"'=SUM(A1)", "(rahasia)"}


def test_an_unknown_table_or_kind_of_file_is_not_found(client, petugas):
    WilayahFactory(kode=INAN)
    assert lihat(client, UNDUH, "rahasia", "csv").status_code == 404
    assert lihat(client, UNDUH, "desa", "exe").status_code == 404


@pytest.mark.parametrize("nama", [LAYAR, DAFTAR])
def test_the_screens_cost_the_same_queries_for_one_and_fifteen(
    client, petugas, nama, django_assert_max_num_queries
):
    make_permintaan()
    lihat(client, nama)
    with django_assert_max_num_queries(40) as satu:
        lihat(client, nama)
    for n in range(14):
        make_permintaan(di=f"{KECAMATAN}.20{n + 10}", masalah="stunting")
    with django_assert_max_num_queries(len(satu.captured_queries)):
        lihat(client, nama)


def test_a_camat_sees_the_same_view(client):
    client.force_login(make_camat())
    WilayahFactory(kode=INAN)
    assert lihat(client).status_code == 200
