"""The library: files known by content, versions, who may read and download, search."""

import datetime as dt
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from ruko_parsel.berkas_pustaka import BITA_MAKS, ODT, BerkasPustakaDitolak, check_pustaka
from ruko_parsel.models import Pustaka
from ruko_parsel.muat_pustaka import load_peraturan, load_templat_ruko
from ruko_parsel.services.pustaka import (
    IsiPustaka,
    PustakaDitolak,
    renew_pustaka,
    restore_pustaka,
    withdraw_pustaka,
)
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import KECAMATAN, TETANGGA, make_desa, make_petugas
from tests.ruko_parsel.pabrik_pengetahuan import make_pustaka, office_file

ADMIN, UMUM = "/admin/ruko_parsel/pustaka/", "/ruko-parsel/pustaka/"


def download(client, pustaka):
    jawab = client.get(f"{UMUM}{pustaka.pk}/unduh/")
    if jawab.streaming:
        b"".join(jawab.streaming_content)
    return jawab


def versi(judul="Berita acara musyawarah desa", **lain):
    return IsiPustaka(**({"jenis": "templat", "judul": judul, "berkas": b"%PDF-1.7 dua"} | lain))


@pytest.mark.parametrize(
    ("isi", "akhiran"),
    [
        (b"%PDF-1.4 x", "pdf"), (office_file(), "docx"), (office_file("xl/workbook.xml"), "xlsx"),
        (office_file("content.xml", mimetype=ODT), "odt"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(isi, akhiran):
    assert check_pustaka(isi).akhiran == akhiran


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (b"", "kosong"), (b"MZ\x90 program", "Hanya PDF"), (b"<html>", "Hanya PDF"),
        (b"PK\x03\x04 rusak", "rusak"), (office_file("lain.txt"), "Hanya PDF"),
        (office_file(**{"word/vbaProject.bin": "x"}), "makro"),
        (office_file("content.xml", mimetype=ODT, **{"Basic/m.xml": "x"}), "makro"),
        (b"%PDF-" + b"x" * BITA_MAKS, "20 MB"),
    ],
)  # fmt: skip
def test_other_files_are_refused_with_a_reason(isi, kata):
    with pytest.raises(BerkasPustakaDitolak, match=kata):
        check_pustaka(isi)


@pytest.mark.django_db
def test_a_download_is_ours_in_name_safe_and_counted(client):
    pustaka = make_pustaka('Berita acara "../..//<b>\r\n musdes', umum=True)
    jawab = download(client, pustaka)
    assert jawab.status_code == 200
    assert jawab["Content-Disposition"] == (
        'attachment; filename="templat-berita-acara-b-musdes-v1.pdf"'
    )
    assert jawab["X-Content-Type-Options"] == "nosniff"
    assert jawab["Content-Type"] == "application/pdf"
    assert client.head(f"{UMUM}{pustaka.pk}/unduh/").status_code == 200
    pustaka.refresh_from_db()
    assert pustaka.unduhan == 1  # a look at the head is no download


@pytest.mark.django_db
def test_what_is_not_public_is_for_the_kecamatan_and_its_villages(client):
    pustaka = make_pustaka()
    for siapa, status in (
        (None, 404), (make_desa(), 200), (make_desa(peran="lurah"), 200), (make_petugas(), 200),
        (make_petugas(di=TETANGGA), 404),
    ):  # fmt: skip
        client.logout()
        if siapa:
            client.force_login(siapa)
        assert download(client, pustaka).status_code == status, siapa
        assert client.get(f"{UMUM}{pustaka.pk}/").status_code == status
        assert (pustaka.judul in client.get(UMUM).content.decode()) is (status == 200)


@pytest.mark.django_db
def test_a_new_version_is_offered_from_its_first_day(client):
    hari = timezone.localdate()
    lama = make_pustaka(umum=True, berlaku_dari=hari - dt.timedelta(days=90))
    besok = hari + dt.timedelta(days=1)
    baru = renew_pustaka(lama, versi(berlaku_dari=besok, umum=True), by=make_petugas())
    sini = Pustaka.objects.exclude(wilayah=None)  # the national rules are there already
    assert list(sini.current(hari)) == [lama]
    assert list(sini.current(besok)) == [baru]
    lama.refresh_from_db()
    assert (baru.versi, lama.berlaku_sampai) == (2, hari)
    isi = client.get(f"{UMUM}{lama.pk}/").content.decode()
    assert "Sudah ada penggantinya" in isi
    assert f"{UMUM}{baru.pk}/" in isi
    with pytest.raises(PustakaDitolak, match="lebih baru"):
        renew_pustaka(lama, versi(), by=make_petugas())
    with pytest.raises(PustakaDitolak, match="sesudah"):
        renew_pustaka(baru, versi(berlaku_dari=besok), by=make_petugas())


@pytest.mark.django_db
def test_what_is_withdrawn_comes_back_by_one_step(client):
    pustaka = make_pustaka(umum=True)
    withdraw_pustaka(pustaka, by=make_petugas(), alasan="Salah unggah")
    assert client.get(f"{UMUM}{pustaka.pk}/").status_code == 404
    client.force_login(make_desa())
    assert client.get(f"{ADMIN}{pustaka.pk}/change/").status_code == 404
    restore_pustaka(pustaka, by=make_petugas())
    assert client.get(f"{UMUM}{pustaka.pk}/").status_code == 200


@pytest.mark.django_db
def test_the_desk_uploads_and_renews(client):
    client.force_login(make_petugas())
    WilayahFactory(kode=KECAMATAN)
    awal = {"jenis": "formulir", "judul": "Daftar hadir", "wilayah": KECAMATAN}
    jawab = client.post(f"{ADMIN}add/", awal)
    assert jawab.status_code == 422
    assert "Unggah berkasnya" in jawab.content.decode()
    palsu = SimpleUploadedFile("surat.pdf", b"MZ program")
    assert "Hanya PDF" in client.post(f"{ADMIN}add/", awal | {"berkas": palsu}).content.decode()
    asli = SimpleUploadedFile("../x.exe", office_file())
    assert client.post(f"{ADMIN}add/", awal | {"berkas": asli}).status_code == 302
    satu = Pustaka.objects.get(wilayah=KECAMATAN)
    assert satu.nama_unduh == "formulir-daftar-hadir-v1.docx"
    besok = timezone.localdate() + dt.timedelta(days=1)
    kirim = {"judul": "Daftar hadir", "berlaku_dari": besok.isoformat(),
             "berkas": SimpleUploadedFile("b.pdf", b"%PDF-1.7")}  # fmt: skip
    assert client.post(f"{ADMIN}{satu.pk}/langkah/versi/", kirim).status_code == 302
    assert Pustaka.objects.get(versi=2).menggantikan == satu
    sama = client.post(f"{ADMIN}add/", awal | {"berkas": SimpleUploadedFile("b.pdf", b"%PDF-1")})
    assert "sudah ada di pustaka" in sama.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("isian", "kata"),
    [
        ({"jenis": "peraturan", "tautan": "https://a.id/"}, "nomor dan tahun"),
        ({"tautan": "javascript:alert(1)"}, "URL"),
        ({"tautan": "https://a.id/", "berlaku_dari": "2026-02-01", "berlaku_sampai": "2026-01-31"},
         "sebelum"),
        ({"tahun": "abc"}, "bilangan"), ({"judul": "P\x00anduan"}, "null"),
    ],
)  # fmt: skip
def test_bad_input_is_said_in_words(client, isian, kata):
    client.force_login(make_petugas())
    WilayahFactory(kode=KECAMATAN)
    awal = {"jenis": "panduan", "judul": "Panduan", "wilayah": KECAMATAN}
    jawab = client.post(f"{ADMIN}add/", awal | isian)
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()


@pytest.mark.django_db
def test_national_rules_load_once_and_nobody_of_a_kecamatan_changes_them(client):
    load_peraturan()
    assert load_peraturan() == 0
    assert Pustaka.objects.filter(wilayah=None).count() >= 12
    aturan = Pustaka.objects.get(nomor="Permendagri Nomor 20 Tahun 2018")
    isi = client.get(UMUM, {"q": "keuangan desa permendagri"}).content.decode()
    assert aturan.judul in isi
    assert "JDIH" in client.get(f"{UMUM}{aturan.pk}/").content.decode()
    client.force_login(make_petugas())
    alamat = f"{ADMIN}{aturan.pk}/langkah/tarik/"
    assert client.post(alamat, {"alasan": "x"}).status_code == 404


@pytest.mark.django_db
def test_our_own_templates_are_made_and_open_as_word(client):
    tempat = WilayahFactory(kode=KECAMATAN)
    jumlah = load_templat_ruko(tempat, by=make_petugas())
    assert jumlah >= 5
    assert load_templat_ruko(tempat, by=make_petugas()) == 0
    for satu in Pustaka.objects.filter(jenis="templat"):
        assert satu.akhiran == "docx"
        assert satu.ukuran > 5_000


@pytest.mark.django_db
def test_search_and_filters_of_the_library(client):
    make_pustaka(umum=True, masalah=["fungsi_bpd"])
    make_pustaka("Panduan posyandu", umum=True, jenis="panduan", masalah=["stunting"])
    assert "Berita acara" in client.get(UMUM, {"q": "musdes"}).content.decode()
    assert "Panduan posyandu" in client.get(UMUM, {"q": "posyndu"}).content.decode()
    for saring in ({"jenis": "panduan"}, {"soal": "stunting"}):
        isi = client.get(UMUM, saring).content.decode()
        assert "Panduan posyandu" in isi
        assert "Berita acara" not in isi
    client.force_login(make_petugas())
    assert "Panduan posyandu" in client.get(f"{ADMIN}?q=posyandu&berlaku=ya").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("alamat", [ADMIN, UMUM])
def test_lists_ask_no_more_for_fifteen_rows(client, alamat, django_assert_max_num_queries):
    client.force_login(make_desa())
    make_pustaka("Templat 0")
    client.get(alamat)
    with django_assert_max_num_queries(15) as satu:
        client.get(alamat)
    for n in range(1, 15):
        make_pustaka(f"Templat {n}")
    with django_assert_max_num_queries(len(satu)):
        client.get(alamat)


def test_two_versions_at_once_leave_one_successor(nyata):
    lama = make_pustaka()
    orang = [make_petugas(), make_petugas()]
    mulai, hasil = threading.Barrier(2), []

    def renew(by):
        mulai.wait()
        try:
            renew_pustaka(lama, versi(), by=by)
            hasil.append("jadi")
        except PustakaDitolak:
            hasil.append("ditolak")
        connection.close()

    benang = [threading.Thread(target=renew, args=[by]) for by in orang]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(hasil) == ["ditolak", "jadi"]
