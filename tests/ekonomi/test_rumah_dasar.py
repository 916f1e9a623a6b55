"""What the register of households is built of: cells, groups, aid, products."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client

from ekonomi.impor.baca import BerkasDitolakError, Ragam, detect_ragam, first_rows
from ekonomi.impor.bersih import (
    TolakError,
    is_formula,
    read_alamat,
    read_daftar,
    read_nomor_induk,
    read_tanggal,
    read_telepon,
    read_uang,
)
from ekonomi.impor.kepala import find_kepala
from ekonomi.kelompok import suggest_kelompok
from ekonomi.models import AnggotaRumah, BantuanDiterima, ProdukLokal
from tests.ekonomi.pabrik import RumahFactory
from tests.factories import PenggunaFactory, WilayahFactory

HARI = dt.date(2026, 11, 26)
TAMAN = "35.77.03.1009"


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("1500000", 1_500_000), ("1500000.0", 1_500_000), ("Rp 1.500.000", 1_500_000),
        ("Rp1.500.000,00", 1_500_000), ("1,500,000", 1_500_000), ("1,5 juta", 1_500_000),
        ("500rb", 500_000), ("100.000", 100_000), ("Rp 750.000,-", 750_000),
        ("", None), ("-", None),
    ],
)  # fmt: skip
def test_money_is_read_in_the_ways_people_write_it(teks, nilai):
    assert read_uang(teks) == nilai


@pytest.mark.parametrize(
    "teks", ["abc", "-5", "1,5E+06", "1500,5", "1.500.00", "1.50.000", "9" * 14]
)
def test_money_that_is_not_clear_is_refused(teks):
    with pytest.raises(TolakError):
        read_uang(teks)


@pytest.mark.parametrize(
    "teks", ["2025-10-07", "07/10/2025", "7 Oktober 2025", "7-Okt-25", "45937"]
)
def test_a_day_is_read_in_every_form(teks):
    assert read_tanggal(teks) == dt.date(2025, 10, 7)


@pytest.mark.parametrize(
    ("teks", "tempat"),
    [
        ("Jl. A 12 RT 03 RW 02", ("Jl. A 12", "03", "02")),
        ("Gg. B 4, RT.03/RW.02", ("Gg. B 4", "03", "02")),
        ("RT/RW 03/02", ("", "03", "02")),
        ("Jl C 03/02", ("Jl C", "03", "02")),
        ("RW 02 RT 03 Jl. D", ("Jl. D", "03", "02")),
        ("Jl. E RT III / RW II", ("Jl. E", "03", "02")),
        ("Jl. F no 5", ("Jl. F no 5", "", "")),
    ],
)
def test_rt_and_rw_are_found_in_an_address(teks, tempat):
    assert read_alamat(teks) == tempat


@pytest.mark.parametrize("teks", ["Jl. A RT abc", "Jl. A RT 300 RW 2"])
def test_an_rt_that_cannot_be_is_refused(teks):
    with pytest.raises(TolakError):
        read_alamat(teks)


def test_lists_numbers_and_formulas():
    assert read_daftar("a; b;;a") == ("a", "b")
    assert read_daftar("a (b, c), d", koma=True) == ("a (b, c)", "d")
    assert read_telepon("+62 812-0000-7001") == read_telepon("081200007001") == "6281200007001"
    assert is_formula("=1+1")
    assert is_formula("-2+3")
    assert not is_formula("-1.500.000")
    with pytest.raises(TolakError, match="dibulatkan"):
        read_nomor_induk("3,57701E+15", apa="NIK")


def test_a_merged_header_below_titles_is_found():
    rows = [
        (1, ["Pendataan", "", ""]),
        (2, ["", "Data Keluarga", ""]),
        (3, ["household_id", "nama_kepala_keluarga", ""]),
        (4, ["R1", "Sarwo", "x"]),
    ]
    kepala = find_kepala(rows, frozenset({"household id", "nama kepala keluarga"}))
    assert kepala.baris == 3
    assert kepala.judul == ["household_id", "nama_kepala_keluarga", "(kolom 3)"]


def test_how_a_file_is_written_is_seen():
    ragam = detect_ragam(b"\xef\xbb\xbfa;b\r\n1;2\r\n")
    assert ragam == Ragam(pemisah=";", bom=True, baris_baru="\r\n")
    assert detect_ragam('"a"\t"b"\n'.encode("utf-16")).enkode == "utf-16"


def test_a_worksheet_that_unpacks_to_a_flood_is_refused_unopened():
    tampung = io.BytesIO()
    with zipfile.ZipFile(tampung, "w", zipfile.ZIP_DEFLATED) as arsip:
        arsip.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    tampung.seek(0)
    with pytest.raises(BerkasDitolakError, match="terlalu besar"):
        first_rows(tampung, "xlsx", Ragam())


def orang(**isi):
    baku = {"nama": "Uji", "hubungan": "anak", "jenis_kelamin": "P", "kerja": "mencari"}
    return AnggotaRumah(**(baku | isi))


def groups(*anggota, dtks=False, usaha=False):
    usulan = suggest_kelompok(dtks=dtks, anggota=anggota, usaha_belum_digital=usaha, on=HARI)
    return [satu.kelompok for satu in usulan]


@pytest.mark.parametrize(
    ("lahir", "pemuda"),
    [
        ("2011-11-26", True), ("2011-11-27", False),  # fifteen today, tomorrow
        ("1990-11-27", True), ("1990-11-26", False),  # thirty-five still, thirty-six today
    ],
)  # fmt: skip
def test_youth_is_from_fifteen_to_thirty_five_on_the_day(lahir, pemuda):
    assert groups(orang(lahir=dt.date.fromisoformat(lahir))) == (["pemuda"] if pemuda else [])


def test_groups_follow_what_members_do():
    assert groups(orang(lahir=dt.date(2008, 1, 1), masih_sekolah=True)) == []
    assert groups(orang(hubungan="pasangan", kerja="rumah", lahir=dt.date(1980, 1, 1))) == ["ibu"]
    assert groups(orang(lahir=dt.date(1960, 1, 1), kerja="tidak")) == ["lansia"]
    assert groups(orang(lahir=dt.date(1960, 1, 1), disabilitas="berat", kerja="tidak")) == []
    assert groups(orang(kerja="bekerja", disabilitas="ringan")) == ["disabilitas"]
    assert groups(dtks=True, usaha=True) == ["miskin", "umkm"]


@pytest.mark.django_db
def test_aid_counts_from_its_first_day_to_its_last():
    BantuanDiterima.objects.create(
        rumah=RumahFactory(), jenis="pkh", mulai=dt.date(2026, 1, 31), sampai=dt.date(2026, 2, 28)
    )
    jumlah = [
        BantuanDiterima.objects.running(dt.date(2026, bulan, hari)).count()
        for bulan, hari in ((1, 30), (1, 31), (2, 28), (3, 1))
    ]
    assert jumlah == [0, 1, 1, 0]


@pytest.mark.django_db
def test_the_inventory_is_kept_exported_and_belongs_to_its_kelurahan():
    WilayahFactory(kode=TAMAN)
    WilayahFactory._meta.model.objects.filter(pk=TAMAN).update(slug="taman-madiun")
    client = Client()
    client.force_login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    isi = {"wilayah": TAMAN, "nama": "Brem", "kategori": "kuliner", "satuan": "kotak"}
    alamat = "/admin/ekonomi/produklokal/"
    salah = client.post(f"{alamat}add/", {**isi, "harga_dari": 9000, "harga_sampai": 8000})
    assert "Harga tertinggi" in salah.content.decode()
    assert client.post(f"{alamat}add/", {**isi, "harga_dari": 9000}).status_code == 302
    produk = ProdukLokal.objects.get()
    assert "Brem" in client.get(alamat).content.decode()
    unduh = client.post(f"{alamat}export/", {"format": "0", "resource": "0"} | dict.fromkeys(
        ("ProdukLokalResource_nama", "ProdukLokalResource_rw"), "on"
    ))  # fmt: skip
    assert unduh.status_code == 200
    lain = Client()
    lain.force_login(PenggunaFactory(peran="lurah", di="35.77.03.1002"))
    assert lain.get(f"{alamat}{produk.pk}/change/").status_code == 404
