"""Hosts, who comes along, vehicles, kinds: the desk's forms, scoping, and hosts from a file."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luna_maya.alamat_tuan import TERTUTUP
from luna_maya.forms.jenis import read_pertanyaan, write_pertanyaan
from luna_maya.models import JenisKunjungan, Kendaraan, Tokoh, TuanRumah
from luna_maya.services.kunjungan import move_kunjungan
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    jenis,
    make_kunjungan,
    make_lurah,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from wilayah.models import Wilayah

pytestmark = pytest.mark.django_db
RUMAH = "/admin/luna_maya/tuanrumah/"
TOKOH = "/admin/luna_maya/tokoh/"
KEPALA = "nama,tempat,rw,rt,alamat,ada_anak,kesediaan"


@pytest.fixture
def moderator():
    WilayahFactory(kode=RT)
    Wilayah.objects.filter(pk=UTARA, slug__isnull=True).update(slug="kandangan-utara-uji")
    return PenggunaFactory(peran="moderator", di=UTARA)


@pytest.fixture
def meja(client, moderator):
    client.force_login(moderator)
    return client


def teks(jawab):
    return jawab.content.decode()


def isi_rumah(**lain):
    return {"nama": "Keluarga Pak Ahim", "wilayah": RT, "tempat": "rumah", "kesediaan": "belum",
            "asal": "petugas", "alamat": "Jalan Melati 2", **lain}  # fmt: skip


def test_a_host_is_written_down_with_address_and_number_that_stay_hidden(meja):
    jawab = meja.post(f"{RUMAH}add/", isi_rumah(nomor="0812 3456 7890"))
    assert jawab.status_code == 302, teks(jawab)[-4000:]
    rumah = TuanRumah.objects.get()
    assert rumah.alamat == "Jalan Melati 2"
    assert rumah.kontak is not None
    isi = teks(meja.get(f"{RUMAH}{rumah.pk}/change/"))
    assert "Melati" not in isi
    assert TERTUTUP in isi
    assert "34567" not in isi


def test_saving_a_hidden_address_empty_leaves_it(meja):
    rumah = make_tuan_rumah(alamat="Gang Purnama 7", lat="-2.77571", lng="115.26951")
    meja.post(f"{RUMAH}{rumah.pk}/change/", isi_rumah(nama=rumah.nama, alamat="", kesediaan="ya"))
    rumah.refresh_from_db()
    assert (rumah.alamat, rumah.kesediaan) == ("Gang Purnama 7", "ya")
    assert rumah.lat is not None
    meja.post(f"{RUMAH}{rumah.pk}/change/", isi_rumah(nama=rumah.nama, alamat="Gang Baru 1"))
    rumah.refresh_from_db()
    assert rumah.alamat == "Gang Baru 1"


def test_who_goes_reads_and_changes_the_address(client, moderator):
    kunjungan = make_kunjungan()
    client.force_login(kunjungan.lurah)
    rumah = kunjungan.tuan_rumah
    assert "Gang Purnama 7" in teks(client.get(f"{RUMAH}{rumah.pk}/change/"))
    client.post(f"{RUMAH}{rumah.pk}/change/", isi_rumah(nama=rumah.nama, alamat=""))
    rumah.refresh_from_db()
    assert rumah.alamat == ""


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nama": "keluarga pak DURAHMAN"}, "sudah ada di RT ini"),
        ({"wilayah": UTARA}, "Pilih RT"),
        ({"nomor": "12"}, "belum benar"),
        ({"lat": "-2.7"}, "keduanya"),
    ],
)
def test_a_wrong_host_is_an_error_of_its_field(meja, isi, kata):
    make_tuan_rumah()
    jawab = meja.post(f"{RUMAH}add/", isi_rumah(**isi))
    assert jawab.status_code == 200
    assert kata in teks(jawab)
    assert TuanRumah.objects.count() == 1


def test_a_host_without_a_name_is_an_error_of_that_field(meja):
    jawab = meja.post(f"{RUMAH}add/", isi_rumah(nama=""))
    assert list(jawab.context["adminform"].form.errors) == ["nama"]


def test_another_kelurahan_sees_no_host_and_no_person(client, moderator):
    rumah, tokoh = make_tuan_rumah(), make_tokoh()
    client.force_login(make_lurah(di="63.06.05.1001"))
    assert client.get(f"{RUMAH}{rumah.pk}/change/").status_code == 404
    assert client.get(f"{TOKOH}{tokoh.pk}/change/").status_code == 404
    assert rumah.nama not in teks(client.get(RUMAH))
    jawab = client.post(f"{RUMAH}add/", isi_rumah())  # an RT that is not theirs
    assert jawab.status_code == 200
    assert TuanRumah.objects.count() == 1


def test_the_list_shows_the_last_and_the_next_visit_and_who_was_never_visited(meja):
    kunjungan = make_kunjungan(mulai_at=malam(-9))
    for status in ("pasti", "selesai"):
        kunjungan = move_kunjungan(kunjungan, to=status, by=kunjungan.lurah)
    make_kunjungan(mulai_at=malam(9), lurah=kunjungan.lurah)
    make_tuan_rumah("Pos kamling Melati", tempat="pos_kamling")
    baris = teks(meja.get(RUMAH)).split('id="result_list"')[1]
    assert "19.00 WITA" in baris
    assert "Belum pernah" in baris
    belum = teks(meja.get(f"{RUMAH}?dikunjungi=belum")).split('id="result_list"')[1]
    assert "Pos kamling Melati" in belum
    assert "Durahman" not in belum


@pytest.mark.parametrize("alamat", [RUMAH, TOKOH])
def test_lists_cost_the_same_for_one_and_for_fifteen(meja, alamat):
    def count():
        with CaptureQueriesContext(connection) as query:
            assert meja.get(alamat).status_code == 200
        return len(query)

    make_tuan_rumah(), make_tokoh()
    meja.get(alamat)
    satu = count()
    for n in range(14):
        make_tuan_rumah(f"Keluarga {n}"), make_tokoh(f"Orang {n}")
    assert count() == satu


def test_a_head_serves_an_rt_and_is_written_down_once(meja):
    isi = {"nama": "Utuh Amat", "unsur": "ketua_rt", "wilayah": RT, "mulai": "2024-11-01",
           "nomor": "081234567891"}  # fmt: skip
    assert "Pilih RT" in teks(meja.post(f"{TOKOH}add/", isi | {"wilayah": UTARA}))
    assert meja.post(f"{TOKOH}add/", isi).status_code == 302
    assert Tokoh.objects.get().kontak is not None
    assert "sudah tercatat" in teks(meja.post(f"{TOKOH}add/", isi))
    salah = isi | {"nama": "Lain", "selesai": "2020-01-01"}
    assert "Akhir jabatan" in teks(meja.post(f"{TOKOH}add/", salah))
    assert Tokoh.objects.count() == 1


def test_a_vehicle_and_a_local_name_twice_are_form_errors(meja):
    for n, kata in ((1, ""), (2, "sudah ada")):
        isi = {"nama": "Motor dinas", "kursi": 2, "wilayah": UTARA, "aktif": "on"}
        jawab = meja.post("/admin/luna_maya/kendaraan/add/", isi)
        assert kata in teks(jawab), n
    assert Kendaraan.objects.count() == 1
    isi = {"wilayah": UTARA, "jenis": jenis("sambang").pk, "nama": "Jaga Kampung"}
    assert meja.post("/admin/luna_maya/sebutankunjungan/add/", isi).status_code == 302
    jawab = meja.post("/admin/luna_maya/sebutankunjungan/add/", isi)
    assert "sudah punya sebutan" in teks(jawab)


def unggah(client, isi, nama="tuan.csv"):
    berkas = SimpleUploadedFile(nama, isi.encode())
    return client.post(f"{RUMAH}impor/", {"wilayah": UTARA, "berkas": berkas})


def test_hosts_come_from_a_file_all_or_none(meja):
    isi = f"{KEPALA}\nKeluarga Ahim,rumah,1,2,Gang A,ya,belum\nPos Melati,Pos kamling,RW 01,4,,,\n"
    buruk = unggah(
        meja, f"{isi}Keluarga X,istana,01,03,,ya,\n,rumah,01,tiga puluh ribu,,mungkin,\n"
    )
    assert buruk.status_code == 422
    assert "Baris 4, kolom tempat: “istana” tidak dikenal" in teks(buruk)
    assert "Baris 5, kolom nama: nama kosong" in teks(buruk)
    assert "Baris 5, kolom rt:" in teks(buruk)
    assert "Baris 5, kolom ada_anak:" in teks(buruk)
    assert not TuanRumah.objects.exists()
    assert unggah(meja, isi).status_code == 302
    assert set(TuanRumah.objects.values_list("wilayah", "tempat")) == {
        (RT, "rumah"), (f"{UTARA}.01.04", "pos_kamling"),
    }  # fmt: skip
    jawab = unggah(meja, isi)
    assert jawab.status_code == 302  # the same file again adds nothing
    assert TuanRumah.objects.count() == 2


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ("nama,tempat\nA B,rumah\n", "kolom rw: kolom ini wajib ada"),
        (f"{KEPALA},nomor\nA,rumah,1,1,,,,0812\n", "kolom nomor: kolom ini tidak dikenal"),
        ("\x00\x01\x02", "bukan CSV atau XLSX"),
        ("PK\x03\x04 rusak", "rusak"),
    ],
)
def test_a_file_that_is_no_table_of_hosts_is_refused(meja, isi, kata):
    jawab = unggah(meja, isi)
    assert jawab.status_code == 422
    assert kata in teks(jawab)


def test_the_sample_file_can_be_imported_as_it_is(meja):
    contoh = meja.get(f"{RUMAH}contoh-impor/").content.decode()
    assert unggah(meja, contoh).status_code == 302
    assert TuanRumah.objects.count() == 1


def test_nobody_imports_into_another_kelurahan(client, moderator):
    client.force_login(make_lurah(di="63.06.05.1001"))
    assert unggah(client, f"{KEPALA}\nKeluarga Ahim,rumah,1,2,,,\n").status_code == 422
    assert not TuanRumah.objects.exists()


def test_questions_are_written_as_text_and_keep_their_keys():
    lama = jenis().tanya()
    tulis = write_pertanyaan(lama)
    assert read_pertanyaan(tulis, lama) == lama
    baru = read_pertanyaan(tulis.replace("Apa satu hal", "Hal apa"), lama)
    assert [t["kunci"] for t in baru] == [t["kunci"] for t in lama]
    tambah = read_pertanyaan(f"Sudah makan?\n- Basa-basi dulu\n\n{tulis}", lama)
    assert tambah[0] == {
        "kunci": "sudah_makan",
        "teks": "Sudah makan?",
        "petunjuk": "Basa-basi dulu",
    }
    assert tambah[1:] == lama


def test_only_a_superuser_writes_kinds(meja, client):
    satu = jenis()
    alamat = f"/admin/luna_maya/jeniskunjungan/{satu.pk}/change/"
    assert satu.tanya()[0]["teks"] in teks(meja.get(alamat))
    assert meja.post(alamat, {"nama": "Lain"}).status_code == 403
    client.force_login(PenggunaFactory(is_superuser=True))
    isi = {
        "nama": satu.nama, "keterangan": satu.keterangan, "mulai_biasa": "20:00",
        "lama_menit": 600, "tempat": ["rumah"], "hadir": ["lurah"], "urut": 1, "aktif": "on",
        "pertanyaan": "Apa kabar?\n- Dengarkan dulu",
    }  # fmt: skip
    assert "antara 15 menit" in teks(client.post(alamat, isi | {"lama_menit": 5}))
    assert "belum punya pertanyaan" in teks(client.post(alamat, isi | {"pertanyaan": "- hanya"}))
    jawab = client.post(alamat, isi)
    assert jawab.status_code == 302, teks(jawab)[-3000:]
    satu = JenisKunjungan.objects.get(pk=satu.pk)
    assert satu.mulai_biasa == dt.time(20)
    assert satu.tanya()[0]["kunci"] == "apa_kabar"
