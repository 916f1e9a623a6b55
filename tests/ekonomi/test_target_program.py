"""Targets of a programme: set by the lurah, every change with who, from, to and why."""

import pytest
from django.test import Client

from ekonomi.models import Indikator, JejakAnggaran, PosAnggaran
from tests.ekonomi.pabrik_anggaran import PANDEAN, TAMAN, buat_program
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.peran import apply_izin

A = "/admin/ekonomi/program/"


@pytest.fixture
def program(db):
    apply_izin()
    WilayahFactory(kode=PANDEAN)
    return buat_program()


@pytest.fixture
def target(program):
    return program.target.exclude(indikator__satuan="persen").first()


def masuk(peran, di=TAMAN):
    client = Client()
    client.orang = PenggunaFactory(peran=peran, di=di)
    client.force_login(client.orang)
    return client


def isi(**lain):
    return {"nilai": "120", "bulan": "9", "keterangan": "", "alasan": "Musrenbang"} | lain


def test_the_lurah_changes_a_target_and_the_trail_says_who_from_to_and_why(program, target):
    lurah, dulu = masuk("lurah"), f"{target.nilai.normalize():f} dalam {target.bulan} bulan"
    target.titik.all().delete()
    halaman = lurah.get(f"{A}{program.pk}/change/").content.decode()
    assert f"{A}{program.pk}/target/" in halaman
    jawab = lurah.post(f"{A}{program.pk}/target/{target.pk}/", isi())
    assert jawab.status_code == 302
    target.refresh_from_db()
    assert (target.nilai, target.bulan) == (120, 9)
    satu = JejakAnggaran.objects.get(peristiwa="target")
    assert satu.by == lurah.orang
    assert satu.catatan == f"{dulu} menjadi 120 dalam 9 bulan: Musrenbang"
    assert "Musrenbang" in lurah.get(f"{A}{program.pk}/target/").content.decode()


def test_saving_without_a_change_writes_no_history(program, target):
    lurah = masuk("lurah")
    for _ in range(2):
        lurah.post(
            f"{A}{program.pk}/target/{target.pk}/",
            isi(nilai=target.nilai, bulan=target.bulan, keterangan=target.keterangan),
        )
    assert not JejakAnggaran.objects.filter(peristiwa="target").exists()


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("nilai", "0", "lebih dari nol"),
        ("nilai", "banyak", "angka"),
        ("bulan", "0", "1"),
        ("bulan", "61", "60"),
        ("alasan", " ", "errorlist"),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_changes(program, target, kolom, nilai, kata):
    jawab = masuk("lurah").post(f"{A}{program.pk}/target/{target.pk}/", isi(**{kolom: nilai}))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    dulu = target.nilai
    target.refresh_from_db()
    assert target.nilai == dulu
    assert not JejakAnggaran.objects.filter(peristiwa="target").exists()


def test_an_indicator_becomes_a_target_once(program):
    baru = Indikator.objects.exclude(pk__in=program.target.values("indikator")).first()
    lurah = masuk("lurah")
    data = isi(indikator=baru.pk, nilai="10")
    assert lurah.post(f"{A}{program.pk}/target/tambah/", data).status_code == 302
    assert lurah.post(f"{A}{program.pk}/target/tambah/", data).status_code == 422
    assert program.target.filter(indikator=baru).count() == 1
    assert "belum ada menjadi 10" in JejakAnggaran.objects.get(peristiwa="target").catatan


def test_more_than_all_is_no_percentage(program):
    persen = program.target.filter(indikator__satuan="persen").first()
    jawab = masuk("lurah").post(f"{A}{program.pk}/target/{persen.pk}/", isi(nilai="101"))
    assert "paling banyak 100" in jawab.content.decode()


@pytest.mark.parametrize(
    ("peran", "di"), [("lurah", PANDEAN), ("moderator", TAMAN), ("bendahara", TAMAN)]
)
def test_another_area_and_other_roles_change_no_target(program, target, peran, di):
    client = masuk(peran, di)
    assert client.get(f"{A}{program.pk}/target/{target.pk}/").status_code == 404
    assert client.post(f"{A}{program.pk}/target/{target.pk}/", isi()).status_code == 404
    assert client.post(f"{A}{program.pk}/target/tambah/", isi()).status_code == 404


def test_markup_in_the_reason_stays_words(program, target):
    target.titik.all().delete()
    lurah = masuk("lurah")
    lurah.post(f"{A}{program.pk}/target/{target.pk}/", isi(alasan="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in lurah.get(f"{A}{program.pk}/target/").content.decode()


def test_a_budget_line_has_no_page_that_edits_its_amount(program):
    pos = PosAnggaran.objects.filter(program=program).first()
    assert masuk("lurah").get(f"/admin/ekonomi/posanggaran/{pos.pk}/change/").status_code == 404
