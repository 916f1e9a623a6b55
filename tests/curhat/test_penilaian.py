"""Rating the answer: one mark for each, changeable for a day, counted for staff only."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from curhat.models import Curhat, Penilaian
from curhat.services.nilai import NilaiTetap, rate_jawaban
from pesan.proses import process_batch
from tests.curhat.conftest import terima
from tests.curhat.halaman import laporan_baru, masuk_lacak
from tests.curhat.percakapan import Percakapan, kirim_yang_tiba, maju
from tests.curhat.test_bersamaan import in_threads
from tests.factories import PenggunaFactory

CERITA = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"
PEKA = "Saya dipukuli suami tiap malam, saya takut pulang"


@pytest.fixture
def chat(kelurahan):
    return Percakapan(process_batch)


@pytest.mark.parametrize(
    ("kata", "nilai"),
    [
        ("4", 4), ("nilai 3", 3), ("5 sangat membantu", 5), ("[tombol] 2 Kurang membantu", 2),
        ("biji 5 pak, matur nuwun", 5), ("1", 1),
    ],
)  # fmt: skip
def test_a_digit_or_a_tap_rates_the_advice(chat, kata, nilai):
    chat.play(f"""
        > {CERITA}
        < terima
        + 2 menit
        < jawaban: Balas angka 1 sampai 5
        > {kata}
        < nilai_dicatat: nilai {nilai}
        < -
    """)
    baris = Penilaian.objects.get()
    assert baris.nilai == nilai
    assert baris.curhat.riwayat.get(peristiwa="dinilai").catatan == f"Nilai {nilai}"


def test_a_low_mark_says_how_to_get_a_person(chat):
    chat.play(f"> {CERITA}\n< terima\n+ 2 menit\n< jawaban\n> 2\n< nilai_dicatat: Ketik BELUM")
    assert Penilaian.objects.get().nilai == 2


def test_before_the_advice_a_digit_is_no_mark(chat):
    chat.play(f"> {CERITA}\n< terima\n> 4\n< tanpa_tanya\n< -")
    assert not Penilaian.objects.exists()


def test_a_mark_may_change_within_a_day_and_then_stands(chat):
    chat.play(f"""
        > {CERITA}
        < terima
        + 2 menit
        < jawaban
        > 2
        < nilai_dicatat
        + 3 jam
        > 5
        < nilai_dicatat: nilai 5
        + 2 hari
        > 1
        < nilai_tetap: nilai 5
    """)
    assert Penilaian.objects.get().nilai == 5


def test_two_taps_at_once_are_one_mark(nyata, kelurahan):
    terima(CERITA)
    curhat = Curhat.objects.get()
    in_threads(lambda: rate_jawaban(curhat, nilai=4), lambda: rate_jawaban(curhat, nilai=4))
    assert Penilaian.objects.count() == 1
    assert curhat.riwayat.filter(peristiwa="dinilai").count() == 1


def test_a_mark_outside_one_to_five_is_refused(kelurahan):
    terima(CERITA)
    curhat = Curhat.objects.get()
    with pytest.raises(ValueError, match="1 sampai 5"):
        rate_jawaban(curhat, nilai=6)
    with pytest.raises(IntegrityError, match="penilaian_nilai_1_5"), transaction.atomic():
        Penilaian.objects.create(curhat=curhat, jawaban=curhat.jawaban.get(), nilai=0)


def test_the_page_of_a_report_rates_its_answer(client, kelurahan):
    _, _, kode, pin = laporan_baru()
    masuk_lacak(kode, pin, client)
    page = client.get("/lacak/", follow=True).content.decode()
    assert "Seberapa membantu jawaban kami?" in page
    assert client.post("/lacak/nilai/", {}).status_code == 422
    jawab = client.post("/lacak/nilai/", {"nilai": "4"})
    assert jawab.status_code == 303
    assert "penilaian Anda sudah kami catat" in client.get(jawab["Location"]).content.decode()
    assert Penilaian.objects.get().nilai == 4
    maju(days=2)
    assert "Seberapa membantu" not in client.get("/lacak/", follow=True).content.decode()
    client.post("/lacak/nilai/", {"nilai": "1"})
    assert Penilaian.objects.get().nilai == 4


def test_without_code_and_pin_nothing_is_rated(client, kelurahan):
    laporan_baru()
    assert client.post("/lacak/nilai/", {"nilai": "4"}).status_code == 303
    assert not Penilaian.objects.exists()


def rate(teks, nilai, dari):
    terima(teks, dari=dari)
    kirim_yang_tiba()
    rate_jawaban(Curhat.objects.latest("id"), nilai=nilai)


def test_staff_see_the_share_of_good_marks_and_the_api_too(client, kelurahan, lurah):
    for n, nilai in enumerate((5, 4, 4, 2)):
        rate(CERITA, nilai, f"62812000{n}")
    client.force_login(lurah)
    home = client.get("/admin/").content.decode()
    assert "saran dinilai 4 atau 5" in home
    assert "75%" in home
    assert "4 penilaian dalam 30 hari, sasaran 80%" in home
    angka = client.get("/api/v1/dashboard/summary/").json()["kepuasan"]
    assert angka == {"jumlah": 4, "persen_puas": 0.75, "rata_rata": 3.75, "sasaran": 0.8}


def test_marks_of_private_cases_are_counted_only_for_who_may_see_them(client, kelurahan, lurah):
    rate(PEKA, 5, "628120001")
    rate(CERITA, 5, "628120002")
    petugas = PenggunaFactory(peran="data_officer", di="35.77")
    assert Penilaian.objects.visible_to(lurah).count() == 2
    assert Penilaian.objects.visible_to(petugas).count() == 1


def test_a_mark_after_a_day_raises(kelurahan):
    rate(CERITA, 3, "628120001")
    Penilaian.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    with pytest.raises(NilaiTetap):
        rate_jawaban(Curhat.objects.get(), nilai=4)
    assert rate_jawaban(Curhat.objects.get(), nilai=3).nilai == 3
