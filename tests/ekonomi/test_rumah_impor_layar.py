"""The import's screens: upload, match, try, read what is wrong, keep, give back."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from ekonomi.impor.retensi import purge_impor
from ekonomi.models import Impor, Rumah
from ekonomi.services.impor import run_antrean
from tests.ekonomi.pabrik_rumah import BARIS, PANDEAN, TAMAN, seed_file, try_file, upload
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import CatatanEkspor

pytestmark = pytest.mark.django_db
DAFTAR = "/admin/ekonomi/impor/"


@pytest.fixture(autouse=True)
def taman():
    for kode, slug in ((TAMAN, "taman-madiun"), (PANDEAN, "pandean-madiun")):
        wilayah = WilayahFactory(kode=kode)
        if not wilayah.slug:
            wilayah.slug = slug
            wilayah.save(update_fields=["slug"])
    WilayahFactory(kode=f"{TAMAN}.02.03")


@pytest.fixture
def client():
    client = Client()
    client.force_login(PenggunaFactory(peran="fasilitator", di=TAMAN))
    return client


def send(client, isi, nama="data.csv"):
    jawab = client.post(f"{DAFTAR}add/", {"wilayah": TAMAN, "berkas": upload(isi, nama)})
    assert jawab.status_code == 302, jawab.content.decode()[:3000]
    return Impor.objects.get()


def mapped(impor):
    return {f"k_{kolom}": n for kolom, n in impor.peta.items()}


def test_a_file_goes_all_the_way(client):
    isi = b"\xef\xbb\xbf" + seed_file(BARIS, akhir="\r\n").replace(b",", b";")
    impor = send(client, isi.replace(b"dasar;Digital", b"dasar"))
    teks = client.get(impor.get_absolute_url()).content.decode()
    assert "Sarwo Uji" in teks  # the first rows, to match columns by
    langkah = f"{DAFTAR}{impor.pk}/langkah/"
    assert client.post(f"{langkah}petakan/", mapped(impor)).status_code == 302
    assert (
        "Halaman ini memuat ulang sendiri" in client.get(impor.get_absolute_url()).content.decode()
    )
    run_antrean()
    teks = client.get(impor.get_absolute_url()).content.decode()
    assert "Siap disimpan" in teks
    assert not Rumah.objects.exists()
    client.post(f"{langkah}simpan/")
    run_antrean()
    impor.refresh_from_db()
    assert (impor.status, impor.baru) == ("selesai", 1)
    keluar = b"".join(client.get(f"{DAFTAR}{impor.pk}/ekspor/"))
    assert keluar == isi.replace(b"dasar;Digital", b"dasar")
    assert CatatanEkspor.objects.get().apa == "rumah tangga satu impor"


def test_what_is_wrong_is_on_the_screen_and_in_a_file(client):
    impor = send(client, seed_file(BARIS.replace("1500000", "=1+1")))
    client.post(f"{DAFTAR}{impor.pk}/langkah/petakan/", mapped(impor))
    run_antrean()
    teks = client.get(impor.get_absolute_url()).content.decode()
    assert "Belum dapat disimpan" in teks
    assert "modal_received" in teks
    isi = b"".join(client.get(f"{DAFTAR}{impor.pk}/galat/")).decode("utf-8-sig")
    assert "2;modal_received;'=1+1;" in isi
    client.post(f"{DAFTAR}{impor.pk}/langkah/simpan/")
    run_antrean()
    assert not Rumah.objects.exists()


def test_a_mapping_that_cannot_be_is_refused_with_the_choices_kept(client):
    impor = send(client, seed_file(BARIS))
    data = mapped(impor) | {"k_nama_kepala_keluarga": ""}
    jawab = client.post(f"{DAFTAR}{impor.pk}/langkah/petakan/", data)
    assert jawab.status_code == 422
    assert "Nama kepala keluarga" in jawab.content.decode()


def test_no_file_and_no_table_are_said_at_the_field(client):
    assert (
        "Pilih dulu berkasnya" in client.post(f"{DAFTAR}add/", {"wilayah": TAMAN}).content.decode()
    )
    jawab = client.post(f"{DAFTAR}add/", {"wilayah": TAMAN, "berkas": upload(b"%PDF-1.7 x")})
    assert "bukan CSV atau XLSX" in jawab.content.decode()


def test_another_kelurahans_file_is_not_there_and_cannot_be_sent(client):
    impor = try_file(seed_file(BARIS))
    lain = Client()
    lain.force_login(PenggunaFactory(peran="lurah", di=PANDEAN))
    for alamat in ("change/", "galat/", "ekspor/", "langkah/simpan/"):
        assert lain.post(f"{DAFTAR}{impor.pk}/{alamat}").status_code == 404
    jawab = lain.post(f"{DAFTAR}add/", {"wilayah": TAMAN, "berkas": upload(seed_file(BARIS))})
    assert jawab.status_code == 422


@pytest.mark.parametrize("peran", ["camat", "data_officer", "admin_wilayah", "operator_kios"])
def test_who_may_not_know_households_imports_none(peran):
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di="35.77"))
    for alamat in (DAFTAR, f"{DAFTAR}add/"):
        assert client.get(alamat).status_code in {403, 404}


def test_saving_twice_stores_once(client):
    impor = send(client, seed_file(BARIS))
    client.post(f"{DAFTAR}{impor.pk}/langkah/petakan/", mapped(impor))
    run_antrean()
    for _ in range(2):
        client.post(f"{DAFTAR}{impor.pk}/langkah/simpan/")
        run_antrean()
    assert Rumah.objects.get().riwayat.count() == 1


def test_a_dead_workers_import_says_so_and_begins_again(client):
    impor = send(client, seed_file(BARIS))
    client.post(f"{DAFTAR}{impor.pk}/langkah/petakan/", mapped(impor))
    lama = timezone.now() - dt.timedelta(minutes=5)
    Impor.objects.update(status="menyimpan", simpan=True, detak_at=lama)
    assert "Berhenti di tengah jalan" in client.get(impor.get_absolute_url()).content.decode()
    run_antrean()
    impor.refresh_from_db()
    assert impor.status == "berhenti"
    assert not Rumah.objects.exists()
    client.post(f"{DAFTAR}{impor.pk}/langkah/ulang/")
    run_antrean()
    impor.refresh_from_db()
    assert impor.status == "selesai"


def test_given_up_the_file_goes_and_after_its_time_too(client, django_capture_on_commit_callbacks):
    impor = send(client, seed_file(BARIS))
    gudang, nama = impor.berkas.storage, str(impor.berkas.name)
    assert gudang.exists(nama)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{DAFTAR}{impor.pk}/langkah/batal/")
    assert not gudang.exists(nama)
    impor.refresh_from_db()
    assert (impor.status, str(impor.berkas)) == ("batal", "")
    kedua = try_file(seed_file(BARIS.replace("Merpati 12 RT 03 RW 02", "Merpati 12")))
    assert kedua.galat.exists()
    assert purge_impor(timezone.now()) == {"impor": 0}
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_impor(timezone.now() + dt.timedelta(days=15)) == {"impor": 1}
    kedua.refresh_from_db()
    assert not kedua.berkas
    assert not kedua.galat.exists()


def test_the_list_asks_as_much_for_fifteen_imports_as_for_one(
    client, django_assert_max_num_queries
):
    try_file(seed_file(BARIS))
    client.get(DAFTAR)
    with django_assert_max_num_queries(14) as satu:
        client.get(DAFTAR)
    for _ in range(14):
        try_file(seed_file(BARIS))
    with django_assert_max_num_queries(len(satu)):
        client.get(DAFTAR)
