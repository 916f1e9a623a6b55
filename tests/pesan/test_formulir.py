"""Forms: stored once for each token, with code, PIN and checked files."""

import pytest
from django.core.exceptions import ValidationError

from curhat.forms.lapor import clean_kontak
from pesan.kanal.web import clean_alamat, data_laporan, store_laporan
from pesan.lampiran import LampiranDitolak
from pesan.models import Kontak, Lampiran, PesanMasuk
from pesan.proses import process_batch, process_one
from tests.pesan.test_lampiran import gambar


def simpan(taman, sandi="t1", files=(), **data):
    data = {"teks": "Lampu mati di RT 03 RW 02"} | data
    return store_laporan(wilayah=taman, data=data, files=files, token=sandi)


def test_a_form_is_stored_once_for_each_token(taman):
    satu, dua = simpan(taman), simpan(taman)
    assert satu.pk == dua.pk
    assert data_laporan(satu)["kode"] == data_laporan(dua)["kode"]
    assert simpan(taman, sandi="t2").pk != satu.pk


def test_code_and_pin_are_made_with_it(taman):
    isi = data_laporan(simpan(taman))
    assert isi["kode"].startswith("HL-")
    assert len(isi["kode"]) <= 14
    assert isi["pin"].isdigit()
    assert len(isi["pin"]) == 6


def test_the_handler_gets_what_the_form_says(taman, penangan):
    pesan = simpan(taman, lat="-7.64", lng="111.53", anonim=True, kontak="0812-0000-0001")
    process_one(pesan.pk)
    ((_pk, teks, m),) = penangan
    assert teks.startswith("Lampu mati")
    assert (m.isi.jenis, m.isi.lat, m.isi.lng, m.wilayah) == ("formulir", -7.64, 111.53, taman.kode)
    assert m.isi.pilihan["anonim"] is True
    assert m.isi.pilihan["kode"] == data_laporan(pesan)["kode"]
    assert m.kontak.alamat == "6281200000001"
    assert not m.kontak.hash.startswith("62")


def test_a_nameless_form_has_no_contact(taman, penangan):
    simpan(taman)
    process_batch()
    assert penangan[0][2].kontak is None
    assert not Kontak.objects.exists()


def test_photos_are_kept_at_once(taman):
    pesan = simpan(taman, files=[("foto", gambar()), ("berkas", b"%PDF-1.4")])
    assert [x.jenis for x in pesan.lampiran.order_by("id")] == ["foto", "berkas"]
    simpan(taman, files=[("foto", gambar())])
    assert Lampiran.objects.count() == 2


def test_a_bad_file_stores_nothing_and_says_why(taman):
    with pytest.raises(LampiranDitolak, match="JPG"):
        simpan(taman, files=[("foto", gambar()), ("foto", b"MZ")])
    assert not PesanMasuk.objects.exists()


def test_kiosk_and_api_are_forms_too(taman, penangan):
    for saluran in ("kios", "api"):
        data = {"teks": "x", "pengirim": "+62811"}
        store_laporan(wilayah=taman.kode, data=data, token="t", saluran=saluran)
    assert process_batch() == 2
    assert {m.kontak.saluran for _pk, _t, m in penangan} == {"kios", "api"}


@pytest.mark.parametrize(
    ("tulisan", "alamat"),
    [
        ("0812 0000 0001", "6281200000001"), ("+62 812-0000-0001", "6281200000001"),
        ("sari@contoh.id", "sari@contoh.id"), ("telepon saya", ""), ("12", ""), (None, ""),
        ("a@b", ""), ("<x@y.id>\nBcc: z@y.id", ""),
    ],
)  # fmt: skip
def test_an_address_is_read_or_left_out(tulisan, alamat):
    assert clean_alamat(tulisan) == alamat


@pytest.mark.parametrize(
    ("tulisan", "alamat"),
    [
        ("", ""), ("0812 0000 0001", "+6281200000001"), ("812-0000-0001", "+6281200000001"),
        ("+62 812-0000-0001", "+6281200000001"), (" sari@contoh.id ", "sari@contoh.id"),
    ],
)  # fmt: skip
def test_a_form_takes_the_same_addresses(tulisan, alamat):
    kontak = clean_kontak(tulisan)
    assert kontak == alamat
    assert clean_alamat(kontak) == alamat.lstrip("+")  # what the inbox then reads


@pytest.mark.parametrize(
    ("tulisan", "kata"),
    [
        ("bukan nomor", "Tulis nomor"), ("12", "Tulis nomor"), ("a@b", "surel"),
        ("<x@y.id>", "surel"), ("0812 0000 0001 0002", "angka"), ("(08) 1-2-3", "angka"),
    ],
)  # fmt: skip
def test_a_form_says_what_is_wrong_with_an_address(tulisan, kata):
    with pytest.raises(ValidationError, match=kata):
        clean_kontak(tulisan)
