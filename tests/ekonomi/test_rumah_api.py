"""Households for machines and for those who may only count: columns, scope, no names, few cells."""

import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ekonomi.models import Rumah
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_rumah import BARIS, TAMAN, seed_file
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.kunci_api import create_kunci
from wilayah.models import CatatanEkspor

pytestmark = pytest.mark.django_db
ALAMAT = "/api/v1/rumah/"
ANGKA = "/admin/ekonomi/angkarumah/"


def as_machine(peran, di=TAMAN):
    pengguna = PenggunaFactory(peran=peran, di=di)
    _kunci, token = create_kunci(pengguna=pengguna, nama="uji")
    return Client(headers={"authorization": f"Bearer {token}"})


def as_role(peran, di):
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


def make_many(n=6, **isi):
    return [
        RumahFactory(
            nama_kepala="Nama Rahasia", alamat="Jl. Rahasia 1", omzet=1_000_000, dtks=True, **isi
        )
        for _ in range(n)
    ]


def test_the_lurah_reads_the_seeds_columns_of_their_own_kelurahan():
    rumah = RumahFactory(alamat="Jl. A 1", pelatihan=["Digital"], omzet=None)
    RumahFactory(di="35.77.03.1002.01.01")
    [satu] = as_machine("lurah").get(ALAMAT).json()["results"]
    assert satu == {
        "household_id": rumah.nomor,
        "nama_kepala_keluarga": rumah.nama_kepala,
        "alamat_rt_rw": "Jl. A 1 RT 03 RW 02",
        "dtks_status": False,
        "potensi_usaha": "",
        "pelatihan_participation": ["Digital"],
        "modal_received": 0,
        "omzet_monthly": None,
        "umkm_onboarded": False,
        "date_updated": "2026-11-01",
    }
    assert CatatanEkspor.objects.get().apa == "rumah tangga lewat API"


@pytest.mark.parametrize(("peran", "di"), [("data_officer", "35.77"), ("camat", "35.77.03")])
def test_who_may_only_count_gets_rows_without_anybody(peran, di):
    rumah = make_many(1)[0]
    teks = as_machine(peran, di).get(ALAMAT).content.decode()
    assert "Rahasia" not in teks
    assert rumah.nomor not in teks
    assert "RT 03" not in teks
    assert rumah.samaran in teks


@pytest.mark.parametrize("peran", ["operator_kios", "petugas"])
def test_other_roles_are_refused(peran):
    make_many(1)
    assert as_machine(peran).get(ALAMAT).status_code == 403
    assert Client().get(ALAMAT).status_code == 401


def test_the_summary_is_the_seeds_and_hides_few_from_who_may_only_count():
    make_many(4)
    RumahFactory(omzet=0)
    isi = {"percent_active": 80.0, "avg_omzet": 1_000_000.0, "dtks_count": 4}
    assert as_machine("lurah").get(f"{ALAMAT}summary_kpi/").json() == isi
    jawab = as_machine("data_officer", "35.77").get(f"{ALAMAT}summary_kpi/").json()
    assert jawab == dict.fromkeys(isi)
    make_many(1)
    assert as_machine("camat", "35.77.03").get(f"{ALAMAT}summary_kpi/").json()["dtks_count"] == 5


def test_the_figures_page_hides_cells_below_five_and_names_nobody():
    make_many(6)
    make_many(2, di=f"{TAMAN}.05.01")
    teks = as_role("camat", "35.77.03").get(ANGKA).content.decode()
    assert "Rahasia" not in teks
    assert "&lt; 5" in teks
    assert "Kel. Taman RW 02" in teks


def test_the_masked_file_names_nobody_and_is_on_record():
    rumah = make_many(5)[0]
    client = as_role("data_officer", "35.77")
    isi = b"".join(client.get(f"{ANGKA}unduh/csv/")).decode()
    assert "Rahasia" not in isi
    assert rumah.nomor not in isi
    assert f"{rumah.samaran},,RW 02,True" in isi
    assert CatatanEkspor.objects.get().apa == "rumah tangga tersamar"
    kpi = client.get(f"{ANGKA}unduh/kpi/").content
    assert kpi == b"percent_active,avg_omzet,dtks_count\n100.0,1000000.0,5\n"
    assert client.get(f"{ANGKA}{rumah.pk}/change/").status_code == 404


def test_the_figures_page_of_nobody_says_so():
    assert "Belum ada rumah tangga" in as_role("camat", "35.77.03").get(ANGKA).content.decode()


def test_files_of_every_form_come_down():
    WilayahFactory(kode=f"{TAMAN}.02.03")
    RumahFactory(nama_kepala="Sarwo", omzet=5)
    client = as_role("lurah", TAMAN)
    unduh = "/admin/ekonomi/rumah/unduh/"
    excel = b"".join(client.get(f"{unduh}excel/"))
    assert excel.startswith(b"\xef\xbb\xbfhousehold_id;nama_kepala_keluarga;")
    assert excel.endswith(b"\r\n")
    buku = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{unduh}xlsx/"))))
    assert buku.active["H2"].value == 5
    assert client.get(f"{unduh}kpi/").content.startswith(b"percent_active,")
    assert client.get(f"{unduh}pdf/").status_code == 404
    assert CatatanEkspor.objects.count() == 3


def test_the_commands_bring_in_and_give_back_the_same_file(tmp_path, capsys):
    WilayahFactory(kode=f"{TAMAN}.02.03")
    masuk, keluar = tmp_path / "masuk.csv", tmp_path / "keluar.csv"
    masuk.write_bytes(seed_file(BARIS, BARIS.replace("9001", "9002").replace("Sarwo", "Wiji")))
    call_command("impor_rumah", masuk, kelurahan=TAMAN, uji_coba=True)
    assert not Rumah.objects.exists()
    call_command("impor_rumah", masuk, kelurahan=TAMAN)
    assert "2 baris tersimpan: 2 baru" in capsys.readouterr().out
    call_command("ekspor_rumah", kelurahan=TAMAN, ke=keluar)
    assert keluar.read_bytes() == masuk.read_bytes()
    call_command("ekspor_rumah", kelurahan=TAMAN, ke=keluar, kpi=True)
    assert keluar.read_bytes() == b"percent_active,avg_omzet,dtks_count\n100.0,2000000.0,2\n"


def test_the_import_command_names_row_and_column_and_stores_nothing(tmp_path, capsys):
    WilayahFactory(kode=TAMAN)
    berkas = tmp_path / "salah.csv"
    berkas.write_bytes(seed_file(BARIS.replace("1500000", "banyak")))
    with pytest.raises(CommandError, match="tidak ada yang disimpan"):
        call_command("impor_rumah", berkas, kelurahan=TAMAN)
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("impor_rumah", berkas, kelurahan="35.77.03.9999")
    assert "Baris 2, kolom modal_received" in capsys.readouterr().err
    assert not Rumah.objects.exists()
