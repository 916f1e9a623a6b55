"""Registering for a batch: seats, the women's seats, the waiting list, and two who come at once."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ekonomi.models import Peserta
from ekonomi.services.pelatihan import cancel_angkatan, change_angkatan, create_angkatan
from ekonomi.services.peserta import (
    Calon,
    PendaftaranTutup,
    SudahTerdaftar,
    accept_peserta,
    find_peserta,
    register_peserta,
    remove_peserta,
    renew_pin,
    withdraw_peserta,
)
from pesan.models import Persetujuan, PesanKeluar
from pesan.muat import load_templat
from pesan.pin import PinSalah
from pesan.services.templat import forget_templat
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_pelatihan import (
    PANDEAN,
    TAMAN,
    buat_angkatan,
    buat_kursus,
    daftarkan,
    isi_kursi,
    kontak,
)
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.halaman import forget_area
from wilayah.models import Wilayah

SLUG = "taman-madiun"


@pytest.fixture
def taman(db):
    WilayahFactory(kode=f"{TAMAN}.02.03")
    Wilayah.objects.filter(pk=TAMAN).update(slug=SLUG)
    forget_area()
    load_templat()
    forget_templat()
    yield Wilayah.objects.get(pk=TAMAN)
    forget_area()
    forget_templat()


@pytest.fixture
def angkatan(taman):
    return buat_angkatan(kuota=3)


def alamat(angkatan):
    return f"/{SLUG}/pelatihan/{angkatan.nomor}/"


def isian(**lain):
    return {
        "token": "3b241101-e2bb-4255-8caf-4136c566a962", "nama": "Siti Rahmawening",
        "jenis_kelamin": "P", "tahun_lahir": "1990", "setuju": "on", **lain,
    }  # fmt: skip


def test_registering_on_the_web_gives_code_and_pin_that_open_it(client, angkatan):
    jawab = client.post(alamat(angkatan), isian(rt="3", rw="2", kontak="0812 0000 4321"))
    assert jawab.status_code == 302
    isi = client.get(jawab.url).content.decode()
    kode, pin = re.search(r"PLT-\w{4}-\w{4}", isi)[0], re.search(r"<dd>(\d{6})</dd>", isi)[1]
    client.post("/pelatihan/saya/", {"kode": kode.lower().replace("-", " "), "pin": pin})
    halaman = client.get("/pelatihan/saya/").content.decode()
    assert "Siti Rahmawening" in halaman
    peserta = Peserta.objects.get()
    assert (peserta.status, peserta.kursi, peserta.asal_wilayah_id) == (
        "diterima", 1, f"{TAMAN}.02.03",
    )  # fmt: skip
    assert Persetujuan.objects.filter(kontak=peserta.kontak, rujukan=kode).exists()
    assert peserta.persetujuan_versi == "pelatihan-web-1"


def test_the_same_form_sent_twice_is_one_registration(client, angkatan):
    satu, dua = (client.post(alamat(angkatan), isian()) for _ in range(2))
    assert Peserta.objects.count() == 1
    pin = [
        re.search(r"<dd>(\d{6})</dd>", client.get(j.url).content.decode())[1] for j in (satu, dua)
    ]
    assert pin[0] == pin[1]


def test_the_same_person_on_another_form_is_refused_by_name(client, angkatan):
    client.post(alamat(angkatan), isian())
    jawab = client.post(alamat(angkatan), isian(token="", nama="  siti   RAHMAWENING "))
    assert jawab.status_code == 422
    assert "sudah terdaftar" in jawab.content.decode()


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("nama", " ", "Tulis nama lengkap"),
        ("nama", "12345", "Tulis nama lengkap"),
        ("jenis_kelamin", "", "Pilih salah satu"),
        ("tahun_lahir", "90", "ditulis lengkap"),
        ("tahun_lahir", "sembilan", "angka tahunnya"),
        ("rt", "abc", "nomor RT"),
        ("kontak", "halo", "0812"),
        ("setuju", "", "Centang dulu"),
        ("situs", "http://x", "Situs web"),
    ],
)
def test_bad_input_names_its_field(client, angkatan, kolom, nilai, kata):
    jawab = client.post(alamat(angkatan), isian(**{kolom: nilai}))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Peserta.objects.exists()


def test_markup_in_a_name_is_text(client, angkatan):
    jawab = client.post(alamat(angkatan), isian(nama="<script>alert(1)</script> Siti"))
    isi = client.get(jawab.url).content.decode() + client.get(alamat(angkatan)).content.decode()
    assert "<script>alert" not in isi


def test_who_comes_when_all_seats_are_taken_waits_and_moves_up(taman):
    angkatan = buat_angkatan(kuota=2)
    satu, _dua = isi_kursi(angkatan, 2)
    tiga = daftarkan(angkatan, "Endah Pramesti", kontak=kontak())
    assert tiga.status == "cadangan"
    withdraw_peserta(satu, alasan="Sakit")
    tiga.refresh_from_db()
    assert (tiga.status, tiga.kursi) == ("diterima", 1)
    assert PesanKeluar.objects.filter(templat="pelatihan_dapat_kursi").count() == 1
    assert PesanKeluar.objects.filter(templat="pelatihan_cadangan").count() == 1


def test_men_do_not_take_the_seats_kept_for_women(taman):
    angkatan = buat_angkatan(kuota=4, kuota_perempuan=2)
    laki = isi_kursi(angkatan, 3, jk="L")
    assert [p.status for p in laki] == ["diterima", "diterima", "cadangan"]
    assert daftarkan(angkatan, "Endah Pramesti").status == "diterima"
    withdraw_peserta(laki[0])
    laki[2].refresh_from_db()
    assert laki[2].status == "diterima"


def test_more_seats_go_to_the_queue_and_fewer_than_people_are_refused(taman):
    angkatan = buat_angkatan(kuota=1)
    isi_kursi(angkatan, 3)
    angkatan.kuota = 2
    change_angkatan(angkatan, by=None)
    assert Peserta.objects.filter(status="diterima").count() == 2
    angkatan.kuota = 1
    with pytest.raises(ValueError, match="Kuota"):
        change_angkatan(angkatan, by=None)


def test_a_smaller_quota_moves_people_to_the_seats_that_are_left(taman):
    angkatan = buat_angkatan(kuota=3)
    satu, _dua, tiga = isi_kursi(angkatan, 3)
    withdraw_peserta(satu)
    angkatan.kuota = 2
    change_angkatan(angkatan, by=None)
    tiga.refresh_from_db()
    assert tiga.kursi == 1


def test_with_selection_staff_choose(taman):
    angkatan = buat_angkatan(seleksi=True, kuota=1)
    satu, dua = isi_kursi(angkatan, 2)
    assert satu.status == dua.status == "daftar"
    staf = PenggunaFactory()
    assert accept_peserta(dua, by=staf).status == "diterima"
    with pytest.raises(ValueError, match="kursi"):
        accept_peserta(satu, by=staf)


def test_residents_register_only_while_it_is_open_and_staff_also_later(taman):
    angkatan = buat_angkatan(tutup_at=timezone.now() + dt.timedelta(seconds=1))
    type(angkatan).objects.filter(pk=angkatan.pk).update(tutup_at=timezone.now())
    calon = Calon(nama="Joko Lelanasari", jenis_kelamin="L")
    with pytest.raises(PendaftaranTutup):
        register_peserta(angkatan, calon, asal="web")
    assert register_peserta(angkatan, calon, asal="petugas", by=PenggunaFactory()).peserta.kursi
    draf = buat_angkatan(buka=False)
    with pytest.raises(PendaftaranTutup):
        register_peserta(draf, calon, asal="petugas", by=PenggunaFactory())


def test_who_left_may_register_again(taman):
    angkatan = buat_angkatan()
    withdraw_peserta(daftarkan(angkatan))
    assert daftarkan(angkatan).status == "diterima"
    with pytest.raises(SudahTerdaftar):
        daftarkan(angkatan)


def test_taking_somebody_off_needs_a_reason_they_read(taman):
    angkatan = buat_angkatan()
    peserta = daftarkan(angkatan, kontak=kontak())
    with pytest.raises(ValueError, match="alasan"):
        remove_peserta(peserta, alasan=" ", by=PenggunaFactory())
    remove_peserta(peserta, alasan="Bukan warga", by=PenggunaFactory())
    assert PesanKeluar.objects.filter(templat="pelatihan_dikeluarkan").count() == 1


def test_a_batch_called_off_tells_everybody(taman):
    angkatan = buat_angkatan(kuota=1)
    for nama in ("Siti Rahmawening", "Endah Pramesti"):
        daftarkan(angkatan, nama, kontak=kontak())
    cancel_angkatan(angkatan, alasan="Pelatih sakit", by=PenggunaFactory())
    assert PesanKeluar.objects.filter(templat="pelatihan_dibatalkan").count() == 2


def test_cancelling_with_code_and_pin_gives_the_seat_away(client, angkatan):
    jawab = client.post(alamat(angkatan), isian())
    isi = client.get(jawab.url).content.decode()
    kode, pin = re.search(r"PLT-\w{4}-\w{4}", isi)[0], re.search(r"<dd>(\d{6})</dd>", isi)[1]
    client.post("/pelatihan/saya/", {"kode": kode, "pin": pin})
    assert "sudah dibatalkan" in client.post("/pelatihan/saya/batal/", follow=True).content.decode()
    assert Peserta.objects.get().status == "mundur"


def test_a_stranger_gets_no_further_than_the_door(client, angkatan):
    daftarkan(angkatan)
    for url in ("/pelatihan/saya/", "/pelatihan/saya/sertifikat/"):
        assert "Siti" not in client.get(url, follow=True).content.decode()
    assert client.post("/pelatihan/saya/batal/").status_code == 302
    assert Peserta.objects.get().status == "diterima"


def test_a_new_pin_ends_the_old_one(taman):
    calon = Calon(nama="Siti Rahmawening", jenis_kelamin="P")
    hasil = register_peserta(buat_angkatan(), calon, asal="web")
    baru = renew_pin(hasil.peserta, by=PenggunaFactory())
    assert find_peserta(hasil.peserta.kode, baru, asal="x") == hasil.peserta
    if baru != hasil.pin:
        with pytest.raises(PinSalah):
            find_peserta(hasil.peserta.kode, hasil.pin, asal="x")


def test_drafts_and_other_areas_are_not_there(client, taman):
    draf = buat_angkatan(buka=False)
    lain = buat_angkatan(di=WilayahFactory(kode=PANDEAN))
    assert client.get(alamat(draf)).status_code == 404
    lain_nomor = type(lain)(nomor=lain.nomor + 50)
    assert client.get(alamat(lain_nomor)).status_code == 404


def test_the_list_names_no_participant_and_hides_small_numbers(client, angkatan):
    daftarkan(angkatan)
    isi = client.get(f"/{SLUG}/pelatihan/").content
    assert b"Siti" not in isi
    assert b"Sisa 2 dari 3 kursi" in isi
    assert len(isi) < 60_000


def test_batches_are_numbered_one_after_another(taman):
    kursus = buat_kursus()
    assert [buat_angkatan(kursus=kursus).nomor for _ in range(3)] == [1, 2, 3]


def test_an_impossible_batch_is_refused_by_field(taman):
    hari = timezone.localdate()
    with pytest.raises(ValidationError, match="Hari terakhir"):
        create_angkatan(
            kursus=buat_kursus(), by=None, tempat="Balai", mulai=hari,
            selesai=hari - dt.timedelta(days=1), kuota=5, tutup_at=timezone.now(),
        )  # fmt: skip


def test_two_for_the_last_seat_are_one_seat_and_one_place_in_the_queue(nyata):
    load_templat()
    angkatan = buat_angkatan(kuota=2)
    daftarkan(angkatan, "Sudah Duduk")
    orang = ["Siti Rahmawening", "Endah Pramesti", "Joko Lelanasari", "Wening Larasjati"]
    in_threads(*[lambda nama=nama: daftarkan(angkatan, nama) for nama in orang])
    assert sorted(Peserta.objects.values_list("status", flat=True)) == [
        "cadangan", "cadangan", "cadangan", "diterima", "diterima",
    ]  # fmt: skip
    assert sorted(Peserta.objects.seated().values_list("kursi", flat=True)) == [1, 2]


def test_the_same_form_at_the_same_instant_is_one_person(nyata):
    load_templat()
    angkatan = buat_angkatan()
    calon = Calon(nama="Siti Rahmawening", jenis_kelamin="P")
    in_threads(*[
        lambda: register_peserta(angkatan, calon, asal="web", token="token-uji") for _ in range(3)
    ])  # fmt: skip
    assert Peserta.objects.count() == 1


def test_batches_made_at_the_same_instant_have_their_own_numbers(nyata):
    kursus = buat_kursus()
    in_threads(*[lambda: buat_angkatan(kursus=kursus, buka=False) for _ in range(4)])
    assert sorted(kursus.angkatan.values_list("nomor", flat=True)) == [1, 2, 3, 4]
