"""Loading the area table: both published forms, again and again, without losing our own columns."""

import gzip
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import WilayahFactory
from wilayah.models import Instansi, Wilayah
from wilayah.muat import load_instansi, load_wilayah_pilot
from wilayah.services.area import instansi_for

pytestmark = pytest.mark.django_db
NASIONAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "wilayah.csv.gz"
KECIL = """code,name,level,parent
91,Papua,provinsi,
91.99,Kabupaten Uji,kabupaten,91
91.99.01,Uji Barat,kecamatan,91.99
91.99.01.2001,Desa Satu,desa,91.99.01
91.99.01.3001,Kampung Adat,desa_adat,91.99.01
91.99.02.2001,Desa Tanpa Induk,desa,91.99.02
91.99.01.2002,Desa Aneh,planet,91.99.01
9x.99,Kode Rusak,kabupaten,91
"""


def run(nama, *args, **options):
    out = StringIO()
    call_command(nama, *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def tabel(tmp_path):
    path = tmp_path / "tabel.csv"
    path.write_text(KECIL)
    return path


def test_the_table_is_loaded_and_what_does_not_fit_is_reported(tabel):
    keluaran = run("muat_wilayah", tabel)
    assert Wilayah.objects.in_wilayah("91").count() == 5
    assert Wilayah.objects.get(pk="91.99.01.3001").tingkat == "desa"
    assert Wilayah.objects.get(pk="91.99.01.2001").induk_id == "91.99.01"
    for baris in (
        "baris 7: 91.99.02.2001",
        "baris 8: 91.99.01.2002 “planet”",
        "baris 9: kode “9x.99”",
        "desa: 2",
        "5 wilayah baru",
    ):
        assert baris in keluaran


def test_loading_again_changes_nothing_and_keeps_what_is_ours(tabel):
    run("muat_wilayah", tabel)
    batas = {"type": "Polygon", "coordinates": []}
    Wilayah.objects.filter(pk="91.99.01.2001").update(
        slug="desa-satu-uji", lat=-2, lng=140, batas=batas, label="dekat sungai"
    )
    rt = WilayahFactory(kode="91.99.01.2001.01.02")
    keluaran = run("muat_wilayah", tabel)
    area = Wilayah.objects.get(pk="91.99.01.2001")
    assert "0 wilayah baru" in keluaran
    assert "berganti nama" not in keluaran
    assert (area.slug, area.batas, area.label, int(area.lat)) == (
        "desa-satu-uji", batas, "dekat sungai", -2,
    )  # fmt: skip
    assert Wilayah.objects.filter(pk=rt.pk).exists()


def test_a_changed_name_is_taken_and_named_and_nothing_is_deleted(tabel):
    run("muat_wilayah", tabel)
    tabel.write_text("code,name,level,parent\n91.99.01.2001,Desa Baru,desa,91.99.01\n")
    keluaran = run("muat_wilayah", tabel)
    assert "91.99.01.2001: Desa Satu → Desa Baru" in keluaran
    assert Wilayah.objects.get(pk="91.99.01.2001").nama == "Desa Baru"
    assert Wilayah.objects.filter(pk="91.99.01.3001").exists()


def test_a_dry_run_writes_nothing(tabel):
    assert "5 wilayah baru" in run("muat_wilayah", tabel, periksa=True)
    assert not Wilayah.objects.filter(pk="91.99").exists()


def test_one_branch_brings_its_parents_and_no_siblings(tabel):
    run("muat_wilayah", tabel, induk="91.99.01.2001")
    assert set(Wilayah.objects.in_wilayah("91").values_list("kode", flat=True)) == {
        "91", "91.99", "91.99.01", "91.99.01.2001",
    }  # fmt: skip


def test_compressed_and_with_a_byte_order_mark_is_the_same(tmp_path):
    path = tmp_path / "tabel.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + KECIL).encode()))
    assert "5 wilayah baru" in run("muat_wilayah", path)


@pytest.mark.parametrize("titik", [True, False], ids=["dotted", "undotted"])
def test_the_npm_packages_files_are_read_dotted_or_not(tmp_path, titik):
    def kode(teks):
        return teks if titik else teks.replace(".", "")

    (tmp_path / "provinces.csv").write_text("code,name\n91,PAPUA\n")
    (tmp_path / "regencies.csv").write_text(
        f"code,province_code,name\n{kode('91.71')},91,KOTA UJI RAYA\n"
    )
    (tmp_path / "districts.csv").write_text(
        f"code,regency_code,name\n{kode('91.71.01')},{kode('91.71')},Uji II\n"
    )
    (tmp_path / "villages.csv").write_text(
        f'code,district_code,name\n{kode("91.71.01.1001")},{kode("91.71.01")},"Soka""an"\n'
        f"{kode('91.71.01.2002')},{kode('91.71.01')},Desa Dua\n"
    )
    run("muat_wilayah", tmp_path)
    assert list(
        Wilayah.objects.in_wilayah("91.71").order_by("kode").values_list("kode", "nama", "tingkat")
    ) == [
        ("91.71", "Kota Uji Raya", "kota"), ("91.71.01", "Uji II", "kecamatan"),
        ("91.71.01.1001", 'Soka"an', "kelurahan"), ("91.71.01.2002", "Desa Dua", "desa"),
    ]  # fmt: skip


def test_one_npm_file_alone_reports_rows_whose_parents_are_unknown(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_text("code,district_code,name\n9171011001,917101,Satu\n")
    assert "baris 2: 91.71.01.1001" in run("muat_wilayah", path)
    assert not Wilayah.objects.filter(pk="91.71.01.1001").exists()


@pytest.mark.parametrize("isi", ["a,b\n1,2\n", "", "level,name\nx,y\n", "\x00\x01\x02"])
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, isi):
    path = tmp_path / "lain.csv"
    path.write_text(isi)
    with pytest.raises(CommandError):
        run("muat_wilayah", path)


def test_a_missing_file_or_an_empty_folder_is_refused(tmp_path):
    for path in (tmp_path / "tidak-ada.csv", tmp_path):
        with pytest.raises(CommandError):
            run("muat_wilayah", path)


@pytest.mark.skipif(not NASIONAL.exists(), reason="tabel nasional (../shared/data) tidak ada")
def test_the_national_table_loads_in_under_thirty_seconds():
    mulai = time.monotonic()
    keluaran = run("muat_wilayah", NASIONAL)
    lama = time.monotonic() - mulai
    print(f"muat_wilayah 91.599 baris: {lama:.1f} detik")  # noqa: T201
    assert lama < 30
    resmi = Wilayah.objects.exclude(tingkat__in=["rw", "rt"])
    assert resmi.count() >= 91_599
    assert "tanpa induk" not in keluaran
    assert Wilayah.objects.get(slug="taman-madiun").pk == "35.77.03.1009"


def test_the_pilot_places_are_seeded_once_and_staff_changes_stay():
    load_wilayah_pilot()
    load_instansi()
    jumlah = Wilayah.objects.count(), Instansi.objects.count()
    Wilayah.objects.filter(pk="35.77.03.1009").update(slug=None, nama="Taman Asri")
    Instansi.objects.filter(wilayah="35.77", kode="DLH").update(nama="DLH Kota", aktif=False)
    assert load_wilayah_pilot() == 0
    assert load_instansi() == 0
    assert (Wilayah.objects.count(), Instansi.objects.count()) == jumlah
    assert Wilayah.objects.get(pk="35.77.03.1009").slug is None
    assert Instansi.objects.get(wilayah="35.77", kode="DLH").nama == "DLH Kota"


def test_the_pilot_places_are_the_listed_ones_with_slug_and_centre():
    load_wilayah_pilot()
    for kode, kelurahan, desa in (
        ("35.77", 27, 0), ("35.09.21", 7, 0), ("63.11.07", 1, 15), ("35.20.05", 3, 17),
        ("63.06.05.1002", 1, 0),
    ):  # fmt: skip
        areas = Wilayah.objects.in_wilayah(kode)
        assert areas.filter(tingkat="kelurahan").count() == kelurahan, kode
        assert areas.filter(tingkat="desa").count() == desa, kode
        assert not areas.kelurahan().filter(slug=None).exists()
        assert not areas.kelurahan().filter(lat=None).exists()
    assert Wilayah.objects.get(slug="kota-madiun").pk == "35.77"
    assert Wilayah.objects.get(slug="kec-taman-madiun").pk == "35.77.03"


def test_every_unit_of_the_taxonomy_is_found_in_every_pilot_place():
    load_wilayah_pilot()
    load_instansi()
    tajuk, *rows = (Path(settings.BASE_DIR) / "fixtures" / "taksonomi.csv").read_text().splitlines()
    kolom = tajuk.split(",").index("unit_penanggung_jawab")
    units = {row.split(",")[kolom] for row in rows}
    for kode in (
        "35.77.03.1009",
        "35.09.21.1002",
        "63.11.07.2004",
        "35.20.05.2009",
        "63.06.05.1002",
    ):
        hilang = [unit for unit in units if instansi_for(unit, kode) is None]
        assert not hilang, (kode, hilang)
