"""Letters on the resident's pages: chosen, begun without a report, filled, handed in, fetched."""

import re

import pytest
from django.test import Client

from curhat.models import Curhat, Jawaban
from dokumen.models import JenisSurat, Surat
from dokumen.muat import load_jenis
from dokumen.services import issue_surat, reject_surat
from pesan.models import PesanKeluar
from pesan.services.templat import forget_templat
from tests.curhat.conftest import kepada_staf
from tests.curhat.halaman import kode_pin, laporan_baru, masuk_lacak

DAFTAR = "/taman-madiun/surat/"
NIK = "3577035503850001"
ISIAN = {
    "nama": "Siti Zubaedah", "nik": NIK, "tempat_lahir": "Madiun", "tanggal_lahir": "1985-03-15",
    "kelamin": "Perempuan", "agama": "", "pekerjaan": "penjahit", "alamat": "Jalan Mawar 3",
    "rt": "3", "rw": "2", "keperluan": "SKCK", "tujuan": "", "berlaku": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def bekerja(kelurahan):
    load_jenis()
    forget_templat()


def mulai(jenis="pengantar", client=None, **isian):
    """Begin a letter without a report: (client, page with code and PIN)."""
    client = client or Client()
    jawab = client.post(f"{DAFTAR}?jenis={jenis}", isian)
    assert jawab.status_code == 303
    return client, client.get(jawab.url)


@pytest.fixture
def warga():
    """Somebody who has begun a pengantar: (client, address of the letter's page)."""
    client, _page = mulai()
    return client, f"/lacak/surat/{Surat.objects.get().pk}/"


def test_the_list_says_what_each_letter_needs(client):
    html = client.get(DAFTAR).content.decode()
    assert "Surat keterangan tidak mampu" in html
    assert "Surat dari kelurahan" in html
    assert "Nama lengkap, NIK, Tempat lahir" in html
    assert "penerusan" not in html
    assert len(html) < 60_000
    assert DAFTAR in client.get("/taman-madiun/").content.decode()


def test_the_list_costs_the_same_however_many_kinds_there_are(
    client, django_assert_max_num_queries
):
    client.get(DAFTAR)
    with django_assert_max_num_queries(3):
        client.get(DAFTAR)


@pytest.mark.parametrize("alamat", [f"{DAFTAR}?jenis=tidak-ada", "/tidak-ada/surat/"])
def test_what_does_not_exist_is_a_404(client, alamat):
    assert client.get(alamat).status_code == 404


def test_a_letter_begun_on_the_web_is_a_report_with_code_and_pin():
    client, page = mulai("sktm")
    kode, pin = kode_pin(page.content.decode())
    curhat = Curhat.objects.get()
    assert (curhat.kode, curhat.subkategori_id, curhat.saluran) == (kode, "surat_pengantar", "web")
    surat = Surat.objects.get()
    assert (surat.jenis.kode, surat.rujukan, surat.kontak) == ("sktm", kode, None)
    assert f"/lacak/surat/{surat.pk}/" in page.content.decode()
    assert client.get(f"/lacak/surat/{surat.pk}/").status_code == 200
    lain = masuk_lacak(kode, pin)
    assert "Draf, masih perlu dilengkapi" in lain.get("/taman-madiun/lacak/").content.decode()


def test_who_leaves_an_address_is_asked_there_too():
    mulai(kontak="siti@example.id")
    kepada = PesanKeluar.objects.filter(kontak__isnull=False).order_by("pk")
    assert [p.templat for p in kepada] == ["terima", "jawaban", "surat_isian"]


def test_a_wrong_address_and_a_robot_are_told_kindly(client):
    jawab = client.post(f"{DAFTAR}?jenis=sktm", {"kontak": "08"})
    assert jawab.status_code == 422
    assert client.post(f"{DAFTAR}?jenis=sktm", {"situs": "http://x"}).status_code == 422
    assert not Curhat.objects.exists()


def test_fields_are_kept_half_filled_and_wrong_ones_are_named(warga):
    client, alamat = warga
    jawab = client.post(alamat, ISIAN | {"nik": "12", "keperluan": ""})
    assert jawab.status_code == 422
    html = jawab.content.decode()
    assert "NIK terdiri dari 16 angka" in html
    assert 'value="Siti Zubaedah"' in html
    assert "Yang masih kurang: NIK, Keperluan." in html
    assert Surat.objects.get().isian["pekerjaan"] == "penjahit"
    jawab = client.post(alamat, ISIAN | {"keperluan": ""}, follow=True)
    html = jawab.content.decode()
    assert "Isian sudah kami simpan" in html
    assert "Yang masih kurang: Keperluan." in html
    assert "Ajukan ke kelurahan" not in html


def test_a_letter_is_handed_in_signed_and_fetched(warga, lurah):
    client, alamat = warga
    client.post(alamat, ISIAN)
    assert "Ajukan ke kelurahan" in client.get(alamat).content.decode()
    html = client.post(f"{alamat}ajukan/", follow=True).content.decode()
    assert "Menunggu tanda tangan" in html
    assert "Simpan isian" not in html
    assert kepada_staf("notif_surat") == [lurah.nama]
    surat = issue_surat(Surat.objects.get(), by=lurah)
    html = client.get(alamat).content.decode()
    assert surat.nomor in html
    for bentuk, awal, mime in (
        ("pdf", b"%PDF", "application/pdf"),
        ("docx", b"PK", "officedocument"),
    ):
        berkas = client.get(f"{alamat}unduh/{bentuk}/")
        assert b"".join(berkas.streaming_content).startswith(awal)
        assert mime in berkas["Content-Type"]
        assert "no-store" in berkas["Cache-Control"]
        assert "Zubaedah" not in berkas["Content-Disposition"]
    assert client.get(f"{alamat}unduh/exe/").status_code == 404


def test_what_is_missing_cannot_be_handed_in(warga):
    client, alamat = warga
    jawab = client.post(f"{alamat}ajukan/")
    assert jawab.status_code == 422
    assert "belum diisi" in jawab.content.decode()
    assert Surat.objects.get().status == "draf"


def test_a_letter_sent_back_shows_why_and_can_be_changed(warga, lurah):
    client, alamat = warga
    client.post(alamat, ISIAN)
    client.post(f"{alamat}ajukan/")
    assert client.post(alamat, ISIAN).status_code == 303  # too late: nothing is changed
    reject_surat(Surat.objects.get(), by=lurah, alasan="Alamatnya kurang lengkap.")
    html = client.get(alamat).content.decode()
    assert "Alamatnya kurang lengkap." in html
    assert "Simpan isian" in html


def test_a_letter_can_be_given_up(warga):
    client, alamat = warga
    html = client.post(f"{alamat}batal/", follow=True).content.decode()
    assert "Suratnya kami batalkan" in html
    assert Surat.objects.get().status == "batal"
    assert client.get(f"{alamat}unduh/pdf/").status_code == 404


def test_a_report_offers_its_letters_and_knows_the_place():
    client, _page, kode, pin = laporan_baru(rt="3", rw="2")
    client = masuk_lacak(kode, pin, client)
    html = client.get("/lacak/surat/").content.decode()
    assert "Permohonan sedot drainase" in html
    jawab = client.post("/lacak/surat/", {"jenis": "sedot"})
    surat = Surat.objects.get()
    assert jawab.url == f"/lacak/surat/{surat.pk}/"
    assert surat.isian["rt"] == "03"
    assert surat.isian["keadaan"]
    client.post("/lacak/surat/", {"jenis": "sedot"})
    assert Surat.objects.count() == 1


def test_the_answer_on_the_web_names_the_letter():
    _client, page, _kode, _pin = laporan_baru()
    assert "Perlu surat untuk urusan ini?" in page.content.decode()
    assert "Surat SEDOT bisa dibuat di halaman lacak." in Jawaban.objects.get().teks


@pytest.mark.parametrize("akhiran", ["", "ajukan/", "batal/", "unduh/pdf/"])
def test_nobody_else_reaches_the_letter(warga, akhiran):
    client, alamat = warga
    client.post(alamat, ISIAN)
    asing = Client()
    kirim = asing.post if akhiran in {"ajukan/", "batal/"} else asing.get
    assert kirim(f"{alamat}{akhiran}").status_code == 303  # to the door
    lain, _page = mulai("domisili")
    kirim = lain.post if akhiran in {"ajukan/", "batal/"} else lain.get
    assert kirim(f"{alamat}{akhiran}").status_code == 404
    assert Surat.objects.get(jenis__kode="pengantar").status == "draf"


def test_erasing_a_nameless_report_takes_its_letter(warga):
    client, alamat = warga
    client.post(alamat, ISIAN)
    client.post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    surat = Surat.objects.get()
    assert (surat.isian, surat.rujukan, surat.status) == ({}, "", "batal")
    assert client.get(alamat).status_code == 303


def test_what_is_typed_stands_in_no_other_row(warga):
    client, alamat = warga
    client.post(alamat, ISIAN)
    assert not Curhat.objects.filter(isi__contains="Zubaedah").exists()
    assert re.search(r"Zubaedah", client.get(alamat).content.decode())


def test_a_kind_of_ones_own_kelurahan_is_offered_there_alone(client):
    umum = JenisSurat.objects.get(kode="sktm", aktif=True)
    umum.pk, umum.kode, umum.nama, umum.alias = None, "khusus", "Surat khusus Taman", []
    umum.wilayah_id = "35.77.03.1009"
    umum._state.adding = True
    umum.save()
    assert "Surat khusus Taman" in client.get(DAFTAR).content.decode()
    assert "Surat khusus Taman" not in client.get("/pandean-madiun/surat/").content.decode()
