"""The queue: gapless numbers, two officers two numbers, the screen without names."""

import datetime as dt

import pytest

from dasbor.demo.waktu import simulated_clock
from ruko_parsel.keadaan_antrean import read_keadaan, wait_words
from ruko_parsel.models import Antrean, Bidang, TandaRumah
from ruko_parsel.services.antrean import (
    AntreanKeliru,
    call_again,
    call_next,
    finish_antrean,
    move_antrean,
    serve_antrean,
    skip_antrean,
    take_antrean,
)
from ruko_parsel.services.tanda_rumah import renew_tanda, revoke_tanda
from tests.ruko_parsel.pabrik import KECAMATAN, TETANGGA, make_desa, make_petugas
from tests.ruko_parsel.pabrik_rumah import make_ruang, pukul
from tests.serentak import at_once

MEJA = "/admin/ruko_parsel/antrean/meja/"


def take(kunci, di=KECAMATAN, bidang=None):
    return take_antrean(di, kunci=kunci, bidang=bidang, by=None)


def take_many(n):
    return [take(f"uji-{ke}") for ke in range(n)]


def test_numbers_taken_at_once_have_no_gap_and_none_twice(nyata):
    make_ruang()
    at_once(*(lambda k=k: take(f"benang-{k}") for k in range(6)), lambda: take("benang-0"))
    assert sorted(Antrean.objects.values_list("nomor", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_two_officers_calling_at_once_get_two_different_numbers(nyata):
    make_ruang()
    take_many(3)
    petugas = [make_petugas(), make_petugas()]
    hasil = at_once(*(lambda p=p: call_next(KECAMATAN, by=p, ruang=None) for p in petugas))
    assert {satu.nomor for satu in hasil} == {1, 2}


def test_one_officer_pressing_twice_calls_one_number(nyata):
    make_ruang()
    take_many(3)
    petugas = make_petugas()
    hasil = at_once(*(lambda: call_next(KECAMATAN, by=petugas, ruang=None) for _ in range(2)))
    assert sorted(type(h).__name__ for h in hasil) == ["Antrean", "AntreanKeliru"]
    assert Antrean.objects.filter(status="dipanggil").count() == 1


@pytest.mark.django_db
def test_each_day_and_each_kecamatan_begins_at_one_past_midnight_too():
    make_ruang()
    make_ruang("Aula", di=TETANGGA)
    akhir = pukul(23, 59).replace(month=12, day=31)
    with simulated_clock() as jam:
        jam.sekarang = akhir
        assert [take("a").nomor, take("b").nomor, take("c", di=TETANGGA).nomor] == [1, 2, 1]
        jam.sekarang = akhir + dt.timedelta(minutes=2)
        assert take("d").nomor == 1
        assert take("a").nomor == 1  # the same form again is the number of yesterday


@pytest.mark.django_db
def test_a_guest_is_called_again_served_skipped_and_comes_back():
    make_ruang()
    satu, dua = take_many(2)
    petugas, lain = make_petugas(), make_petugas()
    assert call_next(KECAMATAN, by=petugas, ruang=None) == satu
    with pytest.raises(AntreanKeliru, match="masih dipanggil"):
        call_next(KECAMATAN, by=petugas, ruang=None)
    assert call_again(satu, by=petugas).panggilan == 2
    with pytest.raises(AntreanKeliru, match="petugas lain"):
        skip_antrean(satu, by=lain)
    skip_antrean(satu, by=petugas)
    call_next(KECAMATAN, by=petugas, ruang=None)
    serve_antrean(dua, by=petugas)
    with pytest.raises(AntreanKeliru, match="Selesaikan dulu"):
        call_again(satu, by=petugas)
    finish_antrean(dua, by=petugas)
    assert call_again(satu, by=petugas).status == "dipanggil"
    assert [r.apa for r in dua.riwayat.all()] == [
        "Diambil", "Dipanggil", "Mulai dilayani", "Selesai",
    ]  # fmt: skip


@pytest.mark.django_db
def test_calling_the_next_ends_the_one_being_served_only_when_somebody_waits():
    make_ruang()
    satu, dua = take_many(2)
    petugas = make_petugas()
    call_next(KECAMATAN, by=petugas, ruang=None)
    serve_antrean(satu, by=petugas)
    assert call_next(KECAMATAN, by=petugas, ruang=None) == dua
    satu.refresh_from_db()
    assert satu.status == "selesai"
    serve_antrean(dua, by=petugas)
    assert call_next(KECAMATAN, by=petugas, ruang=None) is None
    dua.refresh_from_db()
    assert dua.status == "dilayani"


@pytest.mark.django_db
def test_moved_to_a_field_it_waits_there_with_its_number():
    make_ruang()
    bidang, lain = Bidang.objects.all()[:2]
    satu = take("x", bidang=lain)
    take("y", bidang=bidang)
    petugas = make_petugas()
    call_next(KECAMATAN, by=petugas, ruang=None)
    move_antrean(satu, bidang=bidang, by=petugas)
    assert call_next(KECAMATAN, by=petugas, ruang=None, bidang=lain) is None
    assert call_next(KECAMATAN, by=petugas, ruang=None, bidang=bidang) == satu


@pytest.mark.django_db
def test_the_wait_is_told_in_words_from_todays_mean_or_honestly_not_at_all():
    make_ruang()
    petugas = make_petugas()
    with simulated_clock() as jam:
        jam.sekarang = pukul(8)
        take_many(6)
        assert "belum dapat" in wait_words(6, read_keadaan(KECAMATAN, jam.sekarang))
        for _ in range(3):
            satu = call_next(KECAMATAN, by=petugas, ruang=None)
            serve_antrean(satu, by=petugas)
            jam.sekarang += dt.timedelta(minutes=10)
            finish_antrean(satu, by=petugas)
        keadaan = read_keadaan(KECAMATAN, jam.sekarang)
    assert wait_words(3, keadaan) == "Kira-kira 30 menit lagi."
    assert wait_words(0, keadaan) == "Sebentar lagi giliran Anda."
    assert wait_words(9, keadaan) == "Kira-kira 1 jam 30 menit lagi."


@pytest.mark.django_db
def test_the_desk_calls_by_its_page_and_a_second_press_says_why_not(client):
    ruang, petugas = make_ruang(), make_petugas()
    take_many(2)
    client.force_login(petugas)
    client.post(MEJA, {"aksi": "panggil", "ruang": ruang.pk})
    antrean = Antrean.objects.get(nomor=1)
    assert (antrean.status, antrean.ruang, antrean.petugas) == ("dipanggil", ruang, petugas)
    kata = client.post(MEJA, {"aksi": "panggil"}, follow=True).content.decode()
    assert "masih dipanggil" in kata
    for aksi, status in (("mulai", "dilayani"), ("selesai", "selesai")):
        client.post(MEJA, {"aksi": aksi, "nomor_antrean": antrean.pk})
        antrean.refresh_from_db()
        assert antrean.status == status
    client.post(MEJA, {"aksi": "ambil", "kunci": "k1"})
    client.post(MEJA, {"aksi": "ambil", "kunci": "k1"})
    assert Antrean.objects.count() == 3
    assert client.post(MEJA, {"aksi": "mulai", "nomor_antrean": "x\x00"}).status_code == 404
    assert client.post(MEJA, {"aksi": "ngawur", "nomor_antrean": antrean.pk}).status_code == 404


@pytest.mark.django_db
def test_the_desk_is_for_the_kecamatans_own_officers(client):
    make_ruang()
    satu = take("x")
    for orang in (make_desa(), make_petugas(TETANGGA)):
        client.force_login(orang)
        assert client.get(f"{MEJA}?di={KECAMATAN}").status_code == 404
        jawab = client.post(MEJA, {"aksi": "panggil"})
        assert jawab.status_code in {302, 404}
    satu.refresh_from_db()
    assert satu.status == "menunggu"
    assert client.get(f"/admin/ruko_parsel/antrean/{satu.pk}/change/").status_code == 404


@pytest.mark.django_db
def test_the_desks_page_asks_the_same_whether_one_or_fifteen_wait(
    client, django_assert_max_num_queries
):
    make_ruang()
    client.force_login(make_petugas())
    take("x")
    client.get(MEJA)
    with django_assert_max_num_queries(60) as satu:
        client.get(MEJA)
    take_many(14)
    with django_assert_max_num_queries(len(satu)):
        client.get(MEJA)


@pytest.mark.django_db
def test_the_screen_shows_numbers_and_room_and_dies_when_taken_back(client):
    ruang, petugas = make_ruang("Ruang Meranti"), make_petugas(nama="Rahmadi Rahasia")
    take_many(2)
    call_next(KECAMATAN, by=petugas, ruang=ruang)
    tanda = renew_tanda(KECAMATAN, TandaRumah.Jenis.LAYAR, by=petugas)
    alamat = f"/ruko-parsel/layar/{tanda.tanda}/"
    for isi in (client.get(alamat), client.get(f"{alamat}?bagian=1")):
        teks = isi.content.decode()
        assert "Ruang Meranti" in teks
        assert ">1</p>" in teks
        assert "Rahmadi" not in teks
    assert client.get(f"/ruko-parsel/antre/{tanda.tanda}/").status_code == 404
    baru = renew_tanda(KECAMATAN, TandaRumah.Jenis.LAYAR, by=petugas)
    assert client.get(alamat).status_code == 404
    assert client.get(f"/ruko-parsel/layar/{baru.tanda}/").status_code == 200
    revoke_tanda(KECAMATAN, TandaRumah.Jenis.LAYAR, by=petugas)
    assert client.get(f"/ruko-parsel/layar/{baru.tanda}/").status_code == 404


@pytest.mark.django_db
def test_a_guest_takes_a_number_while_the_house_is_open(client):
    make_ruang()
    tanda = renew_tanda(KECAMATAN, TandaRumah.Jenis.ANTRE, by=None)
    alamat = f"/ruko-parsel/antre/{tanda.tanda}/"
    with simulated_clock() as jam:
        jam.sekarang = pukul(20)
        assert "sedang tutup" in client.get(alamat).content.decode()
        client.post(alamat, {"kunci": "abc"})
        assert not Antrean.objects.exists()
        jam.sekarang = pukul(9)
        halaman = client.get(alamat)
        assert len(halaman.content) < 60_000
        # with "no-referrer" a browser's form says `Origin: null` and is refused
        assert halaman["Referrer-Policy"] == "same-origin"
        jawab = client.post(alamat, {"kunci": "abc"})
        client.post(alamat, {"kunci": "abc"})
        assert Antrean.objects.count() == 1
        teks = client.get(jawab["Location"]).content.decode()
        assert "Anda berikutnya" in teks
        petugas = make_petugas()
        satu = call_next(KECAMATAN, by=petugas, ruang=None)
        assert "Giliran Anda" in client.get(jawab["Location"]).content.decode()
        serve_antrean(satu, by=petugas)
        assert "Anda sedang dilayani" in client.get(jawab["Location"]).content.decode()
        finish_antrean(satu, by=petugas)
        assert "sudah dilayani" in client.get(jawab["Location"]).content.decode()
    assert client.get("/ruko-parsel/karcis/karangan/").status_code == 404


@pytest.mark.django_db
def test_addresses_are_renewed_and_taken_back_by_the_desk_and_posters_printed(client):
    make_ruang()
    client.force_login(make_petugas())
    layar = "/admin/ruko_parsel/antrean/layar/"
    for jenis in ("layar", "antre", "tamu"):
        client.post(layar, {"jenis": jenis, "aksi": "baru"})
    teks = client.get(layar).content.decode()
    assert all(satu.tanda in teks for satu in TandaRumah.objects.all())
    pdf = client.get(f"{layar}tamu/poster.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"{layar}layar/poster.pdf").status_code == 404
    client.post(layar, {"jenis": "tamu", "aksi": "cabut"})
    assert client.get(f"{layar}tamu/poster.pdf").status_code == 404
    client.force_login(make_desa())
    assert client.get(layar).status_code == 404
