"""The guest book: signed by QR or at the desk, read by the desk alone, forgotten after a year."""

import datetime as dt

import pytest
from django.db import connection

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.models import RiwayatTamu, Tamu, TandaRumah
from ruko_parsel.retensi_tamu import blank_buku_tamu
from ruko_parsel.services.tamu import IsiTamu, sign_in_tamu
from ruko_parsel.services.tanda_rumah import renew_tanda
from tests.ruko_parsel.pabrik import KECAMATAN, TETANGGA, make_desa, make_petugas
from tests.ruko_parsel.pabrik_rumah import make_pemesanan, make_ruang, pukul
from tests.serentak import at_once
from wilayah.models import CatatanEkspor

DAFTAR = "/admin/ruko_parsel/tamu/"
ISI = {
    "kunci": "kunci-uji", "nama": "Misran Balangtua", "asal": "Desa Inan",
    "keperluan": "Mengantar laporan",
}  # fmt: skip


def write(kunci="satu", di=KECAMATAN, **lain):
    isi = {"nama": "Misran Balangtua", "asal": "Desa Inan", "keperluan": "Laporan"} | lain
    return sign_in_tamu(di, IsiTamu(**isi), kunci=kunci, cara=Tamu.Cara.QR)


def door():
    make_ruang()
    return f"/ruko-parsel/tamu/{renew_tanda(KECAMATAN, TandaRumah.Jenis.TAMU, by=None).tanda}/"


@pytest.mark.django_db
def test_a_guest_signs_in_once_with_a_number_and_goes_out(client):
    alamat = door()
    assert len(client.get(alamat).content) < 60_000
    isi = ISI | {"antre": "on", "nomor": "0812 3456 7890"}
    jawab = client.post(alamat, isi)
    client.post(alamat, isi)
    tamu = Tamu.objects.get()
    assert (tamu.cara, tamu.antrean.nomor, tamu.nomor) == ("qr", 1, "0812 3456 7890")
    masuk = client.get(jawab["Location"]).content.decode()
    assert "Misran" not in masuk
    client.post(jawab["Location"])
    client.post(jawab["Location"])
    tamu.refresh_from_db()
    assert tamu.keluar_at is not None
    assert [r.apa for r in tamu.riwayat.all()] == ["Masuk", "Keluar"]
    assert "Sampai jumpa" in client.get(jawab["Location"]).content.decode()


@pytest.mark.django_db
def test_the_number_is_kept_encrypted():
    make_ruang()
    tamu = write(nomor="081234567890")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nomor FROM ruko_parsel_tamu WHERE id = %s", [tamu.pk])
        assert "0812" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_booking_code_lets_its_guests_in_without_a_number(client):
    alamat, pemesanan = door(), make_pemesanan()
    with simulated_clock() as jam:
        jam.sekarang = pukul(8, 50)
        isi = ISI | {"kode": pemesanan.kode.lower(), "antre": "on"}
        jawab = client.post(alamat, isi)
        assert "Ruang Musyawarah" in client.get(jawab["Location"]).content.decode()
    pemesanan.refresh_from_db()
    assert pemesanan.status == "berlangsung"
    assert Tamu.objects.get().antrean is None
    salah = client.post(alamat, ISI | {"kunci": "lain", "kode": "ABCDEFGH"})
    assert salah.status_code == 422
    assert "tidak ada untuk hari ini" in salah.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("nama", "", "Tulis nama Anda"),
        ("asal", " ", "Tulis dari mana"),
        ("keperluan", "", "Tulis keperluan"),
        ("nomor", "telepon saya", "Nomornya belum benar"),
        ("bidang", "tidak-ada", "id_bidang"),
    ],
)
def test_what_is_missing_is_named(client, kolom, nilai, kata):
    jawab = client.post(door(), ISI | {kolom: nilai})
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Tamu.objects.exists()


@pytest.mark.django_db
def test_markup_and_null_characters_stay_words(client):
    client.post(door(), ISI | {"nama": "<b>Mis\x00ran</b>", "keperluan": "=1+1"})
    client.force_login(make_petugas())
    teks = client.get(DAFTAR).content.decode()
    assert "&lt;b&gt;Misran&lt;/b&gt;" in teks
    cetak = client.get(f"{DAFTAR}cetak/").content.decode()
    assert "&lt;b&gt;Misran" in cetak


def test_one_form_sent_twice_at_once_is_one_guest(nyata):
    make_ruang()
    at_once(*(lambda: write("sama", antre=True) for _ in range(3)))
    assert Tamu.objects.count() == 1
    assert RiwayatTamu.objects.count() == 1


@pytest.mark.django_db
def test_the_desk_writes_a_guest_in_lists_and_exports_it_and_others_see_nothing(client):
    make_ruang()
    petugas = make_petugas()
    client.force_login(petugas)
    isi = {k: v for k, v in ISI.items() if k != "kunci"} | {"kunci": "meja-1"}
    client.post(f"{DAFTAR}add/", isi)
    client.post(f"{DAFTAR}add/", isi)
    tamu = Tamu.objects.get()
    assert (tamu.cara, tamu.by) == ("meja", petugas)
    assert "Misran" in client.get(DAFTAR).content.decode()
    assert "Misran" in client.get(f"{DAFTAR}{tamu.pk}/change/").content.decode()
    jawab = client.post(f"{DAFTAR}export/", {"format": "0"} | {
        f"tamuresource_{f}": "on" for f in ("nama", "asal", "masuk")
    } | {"resource": "0"})  # fmt: skip
    assert jawab.status_code == 200
    assert CatatanEkspor.objects.get().jumlah == 1
    for orang in (make_petugas(TETANGGA), make_desa()):
        client.force_login(orang)
        assert "Misran" not in client.get(DAFTAR).content.decode()
        assert client.get(f"{DAFTAR}{tamu.pk}/change/").status_code in {403, 404}
        assert "Misran" not in client.get(f"{DAFTAR}cetak/").content.decode()


@pytest.mark.django_db
def test_the_book_asks_the_same_at_one_and_fifteen_guests(client, django_assert_max_num_queries):
    make_ruang()
    client.force_login(make_petugas())
    write("a", antre=True)
    client.get(DAFTAR)
    with django_assert_max_num_queries(60) as satu:
        client.get(DAFTAR)
    for n in range(14):
        write(f"b{n}", antre=True)
    with django_assert_max_num_queries(len(satu)):
        client.get(DAFTAR)


@pytest.mark.django_db
def test_after_a_year_or_when_asked_the_person_is_gone_and_the_line_stays(client):
    make_ruang()
    with simulated_clock() as jam:
        kini = jam.sekarang
        jam.sekarang = kini - dt.timedelta(days=366)
        lama = write("lama", nomor="081234567890", bertemu="Camat")
    baru = write("baru")
    assert blank_buku_tamu(kini) == {"buku_tamu": 1}
    assert blank_buku_tamu(kini) == {"buku_tamu": 0}
    lama.refresh_from_db()
    assert (lama.nama, lama.nomor, lama.bertemu, lama.keperluan) == ("", "", "", "")
    assert lama.asal == "Desa Inan"
    client.force_login(make_petugas())
    client.post(f"{DAFTAR}{baru.pk}/langkah/hapus/")
    baru.refresh_from_db()
    assert baru.nama == ""
    assert "data sudah dihapus" in client.get(DAFTAR).content.decode()
