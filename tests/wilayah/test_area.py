"""Services that answer questions about an area."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import InstansiFactory, PenggunaFactory, WilayahFactory
from wilayah.models import Instansi, Wilayah
from wilayah.services.area import (
    clear_gazetir,
    emergency_numbers,
    ensure_rt_rw,
    gazetir_rows,
    instansi_for,
    lurah_of,
    sapaan_lurah,
)

TAMAN = "35.77.03.1009"


@pytest.fixture
def taman(db):
    clear_gazetir()
    yield WilayahFactory(kode=TAMAN)
    clear_gazetir()


@pytest.mark.parametrize(
    ("rw", "rt", "kode"),
    [
        ("2", "3", ".02.03"), ("RW II", "RT.03", ".02.03"), ("002", "iii", ".02.03"),
        ("RW 02", None, ".02"), ("02", "", ".02"), (None, None, ""), ("", "  ", ""),
        ("105", "112", ".105.112"), ("00", "4", ".00.04"),
    ],
)  # fmt: skip
def test_rt_and_rw_are_made_once_whatever_their_spelling(taman, rw, rt, kode):
    pertama = ensure_rt_rw(TAMAN, rw=rw, rt=rt)
    kedua = ensure_rt_rw(TAMAN, rw=rw, rt=rt)
    assert pertama.pk == kedua.pk == TAMAN + kode
    assert Wilayah.objects.filter(pk=pertama.pk).count() == 1


def test_names_and_parents_of_new_rows_are_right(taman):
    rt = ensure_rt_rw(TAMAN, rw="2", rt="3")
    assert (rt.nama, rt.tingkat, rt.induk.nama, rt.induk.induk_id) == (
        "RT 03",
        "rt",
        "RW 02",
        TAMAN,
    )
    assert ensure_rt_rw(TAMAN, rw="00", rt=None).nama == "Tanpa RW"


def test_an_rt_without_its_rw_is_found_where_only_one_rw_has_it(taman):
    rt = ensure_rt_rw(TAMAN, rw="2", rt="3")
    assert ensure_rt_rw(TAMAN, rw=None, rt="III") == rt
    ensure_rt_rw(TAMAN, rw="4", rt="3")
    assert ensure_rt_rw(TAMAN, rw=None, rt="III") == taman
    assert ensure_rt_rw(TAMAN, rw=None, rt="9") == taman


def test_in_a_desa_without_rw_the_rt_hangs_under_00(taman):
    ensure_rt_rw(TAMAN, rw="00", rt=None)
    assert ensure_rt_rw(TAMAN, rw=None, rt="7").pk == f"{TAMAN}.00.07"


@pytest.mark.parametrize(
    ("rw", "rt"), [("1000", None), ("2", "9999"), ("mawar", None), ("1", "-3x")]
)
def test_nonsense_is_refused_and_nothing_is_made(taman, rw, rt):
    with pytest.raises(ValueError, match="bukan nomor"):
        ensure_rt_rw(TAMAN, rw=rw, rt=rt)
    assert not Wilayah.objects.filter(tingkat="rw", induk=taman).exists()


def test_only_a_known_kelurahan_gets_an_rw(taman):
    with pytest.raises(ValueError, match="bukan kode"):
        ensure_rt_rw("35.77.03", rw="1", rt=None)
    with pytest.raises(Wilayah.DoesNotExist):
        ensure_rt_rw("35.77.03.1999", rw="1", rt=None)


def test_two_reports_at_the_same_instant_make_one_rt(nyata):
    WilayahFactory(kode=TAMAN)
    mulai, hasil = threading.Barrier(4), []

    def kirim():
        mulai.wait(10)
        try:
            hasil.append(ensure_rt_rw(TAMAN, rw="7", rt="8").pk)
        finally:
            connections.close_all()

    utas = [threading.Thread(target=kirim) for _ in range(4)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join(20)
    assert hasil == [f"{TAMAN}.07.08"] * 4
    assert Wilayah.objects.filter(kode__startswith=f"{TAMAN}.07").count() == 2


def test_the_lurah_is_todays_and_called_by_name_without_titles(taman):
    kemarin = timezone.localdate() - timedelta(days=1)
    PenggunaFactory(
        nama="Bu Lama", peran="lurah", di=TAMAN, peran__selesai=kemarin, peran__mulai=kemarin
    )
    PenggunaFactory(nama="Camat Jauh", peran="lurah", di="35.77.03")
    assert lurah_of(TAMAN) is None
    assert sapaan_lurah(TAMAN) == "Pak/Bu Lurah"
    baru = PenggunaFactory(
        nama="Wira Laksana, S.E., M.Si", peran="lurah", di=TAMAN, peran__sapaan="Pak"
    )
    assert lurah_of(f"{TAMAN}.02.03").pengguna == baru
    assert sapaan_lurah(f"{TAMAN}.02") == "Pak Wira Laksana"


def test_a_village_head_is_not_called_lurah_and_a_city_has_none(taman):
    assert sapaan_lurah("35.20.05.2009") == "Pak/Bu Kepala Desa"
    assert lurah_of("35.77") is None


def test_a_lurah_whose_account_is_off_is_not_named(taman):
    PenggunaFactory(peran="lurah", di=TAMAN, is_active=False)
    assert lurah_of(TAMAN) is None


def test_the_gazetteer_is_kept_and_read_again_when_areas_are_added(
    taman, django_assert_num_queries
):
    WilayahFactory(kode=f"{TAMAN}.01")
    rows = gazetir_rows("35.77")
    assert (TAMAN, "Taman", "kelurahan") in rows
    assert not [kode for kode, _nama, tingkat in rows if tingkat in {"rw", "rt"}]
    with django_assert_num_queries(1):
        assert gazetir_rows("35.77") is rows
    WilayahFactory(kode="35.77.03.1777")
    assert "35.77.03.1777" in {kode for kode, _nama, _tingkat in gazetir_rows("35.77")}
    assert "35" in {kode for kode, _nama, _tingkat in gazetir_rows(None)}


def test_the_nearest_agency_of_the_first_unit_that_exists_takes_it(taman):
    kota = InstansiFactory(kode="Damkar", di="35.77.01")
    assert instansi_for("Entah/Damkar", "35.77.01.1001") == kota
    lama = InstansiFactory(kode="UPTD-PPA-UJI", di="35.77")
    dekat = InstansiFactory(kode="uptd-ppa-uji", di=TAMAN)
    assert instansi_for("UPTD PPA UJI", f"{TAMAN}.02.03") == dekat
    Instansi.objects.filter(pk=dekat.pk).update(aktif=False)
    assert instansi_for("uptd ppa uji", TAMAN) == lama
    assert instansi_for("Tidak Ada", TAMAN) is None
    assert instansi_for("", TAMAN) is None


def test_emergency_numbers_are_the_nearest_first_and_each_once(taman):
    Instansi.objects.filter(jenis="darurat").update(aktif=False)
    InstansiFactory(kode="d1", nama="Nasional", jenis="darurat", telepon="112", di="35", urutan=1)
    InstansiFactory(kode="d2", nama="Polisi", jenis="darurat", telepon="110", di="35", urutan=2)
    InstansiFactory(kode="d3", nama="Posko Taman", jenis="darurat", telepon="021-1", di=TAMAN)
    InstansiFactory(kode="d4", nama="Kota", jenis="darurat", telepon="112", di="35.77")
    InstansiFactory(kode="d5", nama="Tanpa nomor", jenis="darurat", telepon="", di=TAMAN)
    InstansiFactory(kode="d6", nama="Sebelah", jenis="darurat", telepon="999", di="35.09")
    assert emergency_numbers(f"{TAMAN}.01") == [
        ("Posko Taman", "021-1"), ("Kota", "112"), ("Polisi", "110"),
    ]  # fmt: skip
