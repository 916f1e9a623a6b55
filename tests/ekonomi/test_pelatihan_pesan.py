"""Training by chat: a list to tap, a registration that asks each thing once, giving up."""

import datetime as dt

import pytest
from django.utils import timezone

from curhat.models import Curhat
from ekonomi.models import DaftarLewatPesan, Peserta
from ekonomi.services.pelatihan import schedule_angkatan
from ekonomi.services.peserta import withdraw_peserta
from ekonomi.tugas.pelatihan import remind_besok
from hadir.services import move_sesi
from pesan.models import PesanKeluar
from tests.curhat.conftest import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    kelurahan,
    lurah,
    moderator,
    nomor,
    taman,
    terima,
)
from tests.ekonomi.pabrik_pelatihan import buat_angkatan, buat_kursus, daftarkan, isi_kursi, kontak
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.usefixtures("kelurahan")


@pytest.fixture
def angkatan(request):
    request.getfixturevalue("kelurahan")
    return buat_angkatan(kursus=buat_kursus(nama="Wirausaha Dasar"), kuota=2)


def jawaban(n=1):
    return [p.badan for p in PesanKeluar.objects.order_by("-id")[:n]][::-1]


def templat():
    return list(PesanKeluar.objects.order_by("id").values_list("templat", flat=True))


def test_pelatihan_lists_what_is_open_to_tap(angkatan):
    buat_angkatan(buka=False)
    terima("Pelatihan")
    assert "[[DAFTAR 1: Wirausaha Dasar" in jawaban()[0]
    assert not Curhat.objects.exists()


def test_with_nothing_open_it_says_so():
    terima("info pelatihan")
    assert templat() == ["pelatihan_kosong"]


def test_a_registration_asks_for_what_is_missing_once_each(angkatan):
    terima("DAFTAR 1")
    terima("Siti Rahmawening")
    terima("perempuan")
    terima("1990")
    peserta = Peserta.objects.get()
    assert (peserta.nama, peserta.jenis_kelamin, peserta.tahun_lahir, peserta.asal) == (
        "Siti Rahmawening", "P", 1990, "pesan",
    )  # fmt: skip
    assert templat() == [
        "pelatihan_tanya_nama", "pelatihan_tanya_kelamin", "pelatihan_tanya_lahir",
        "pelatihan_terdaftar",
    ]  # fmt: skip
    assert peserta.kode in jawaban()[0]
    assert not DaftarLewatPesan.objects.exists()


def test_what_was_said_at_once_is_not_asked(angkatan):
    terima("daftar pelatihan 1 Joko Lelanasari L")
    terima("lewati")
    peserta = Peserta.objects.get()
    assert (peserta.nama, peserta.jenis_kelamin, peserta.tahun_lahir) == (
        "Joko Lelanasari", "L", None,
    )  # fmt: skip


def test_a_last_name_that_sounds_like_a_sex_stays_a_name(angkatan):
    terima("DAFTAR 1 Dewi Putri")
    assert templat() == ["pelatihan_tanya_kelamin"]
    assert DaftarLewatPesan.objects.get().nama == "Dewi Putri"


def test_a_story_in_between_goes_to_curhat_and_the_question_still_stands(angkatan):
    terima("DAFTAR 1 Siti Rahmawening")
    terima("Got di depan rumah saya mampet sejak kemarin dan airnya masuk ke teras, RT 03 RW 02")
    assert Curhat.objects.count() == 1
    terima("P")
    terima("36 tahun")
    assert Peserta.objects.get().tahun_lahir == timezone.localdate().year - 36


def test_tidak_jadi_keeps_nothing(angkatan):
    terima("DAFTAR 1 Siti Rahmawening")
    terima("tidak jadi")
    assert not DaftarLewatPesan.objects.exists()
    assert not Peserta.objects.exists()


def test_a_batch_that_is_not_open_is_named(angkatan):
    terima("DAFTAR 77 Siti Rahmawening")
    assert "77" in jawaban()[0]


def test_who_is_registered_hears_so_and_may_register_another(angkatan):
    terima("DAFTAR 1 Siti Rahmawening P")
    terima("lewati")
    terima("DAFTAR 1")
    assert templat()[-1] == "pelatihan_sudah"
    terima("DAFTAR 1 Siti Rahmawening P")
    terima("lewati")
    assert templat()[-1] == "pelatihan_nama_sama"
    terima("DAFTAR 1 Endah Pramesti P")
    terima("lewati")
    assert Peserta.objects.count() == 2


def test_a_full_batch_gives_a_place_in_the_queue(angkatan):
    isi_kursi(angkatan, 2)
    terima("DAFTAR 1 Siti Rahmawening P")
    terima("lewati")
    assert templat()[-1] == "pelatihan_cadangan"


def test_batal_pelatihan_gives_the_seat_up(angkatan):
    terima("DAFTAR 1 Siti Rahmawening P")
    terima("lewati")
    terima("BATAL PELATIHAN")
    assert Peserta.objects.get().status == "mundur"
    terima("BATAL PELATIHAN")
    assert templat()[-1] == "pelatihan_tidak_ada"


def test_of_several_one_is_chosen_by_its_code(angkatan):
    for nama in ("Siti Rahmawening", "Endah Pramesti"):
        terima(f"DAFTAR 1 {nama} P")
        terima("lewati")
    terima("batal pelatihan")
    assert templat()[-1] == "pelatihan_pilih_batal"
    kode = Peserta.objects.get(nama="Endah Pramesti").kode
    terima(f"BATAL {kode}")
    assert Peserta.objects.get(nama="Endah Pramesti").status == "mundur"
    assert Peserta.objects.get(nama="Siti Rahmawening").status == "diterima"


def test_somebody_elses_code_gives_up_nothing(angkatan):
    kode = daftarkan(angkatan, kontak=kontak()).kode
    terima(f"BATAL {kode}")
    assert Peserta.objects.get().status == "diterima"


@pytest.mark.parametrize(
    "teks", ["daftar surat apa saja ya pak", "kapan jalan diperbaiki", "batal"]
)
def test_other_words_are_for_the_next_handler(angkatan, teks):
    terima(teks)
    assert not [t for t in templat() if t.startswith("pelatihan")]


def test_an_old_question_is_forgotten(angkatan):
    terima("DAFTAR 1")
    DaftarLewatPesan.objects.update(hingga=timezone.now() - dt.timedelta(minutes=1))
    terima("Siti Rahmawening")
    assert not Peserta.objects.exists()


def test_a_moved_session_is_told_to_who_has_a_seat(angkatan):
    besok = timezone.localdate() + dt.timedelta(days=1)
    (sesi,) = schedule_angkatan(
        angkatan, hari=[besok], mulai=dt.time(9), selesai=dt.time(11), by=None
    )
    daftarkan(angkatan, kontak=kontak())
    lusa = sesi.mulai_at + dt.timedelta(days=1)
    move_sesi(sesi, mulai_at=lusa, selesai_at=lusa + dt.timedelta(hours=2), by=PenggunaFactory())
    assert templat()[-1] == "pelatihan_dipindah"


def test_the_day_before_everybody_with_a_seat_is_reminded_once(angkatan):
    besok = timezone.localdate() + dt.timedelta(days=1)
    schedule_angkatan(angkatan, hari=[besok], mulai=dt.time(9), selesai=dt.time(11), by=None)
    duduk = daftarkan(angkatan, "Siti Rahmawening", kontak=kontak())
    pergi = daftarkan(angkatan, "Endah Pramesti", kontak=kontak())
    withdraw_peserta(pergi)
    remind_besok()
    assert remind_besok() == 1
    rows = PesanKeluar.objects.filter(templat="pelatihan_ingat")
    assert [p.rujukan for p in rows] == [duduk.kode]
