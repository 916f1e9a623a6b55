"""The advice waits a little, can be hurried, exchanged and held, and goes exactly once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curhat.models import Curhat
from curhat.services.saran import has_gone, postpone_saran, release_saran, replace_saran
from pesan.models import PesanKeluar
from pesan.proses import process_batch
from tests.curhat.conftest import kepada_warga, terima
from tests.curhat.test_bersamaan import in_threads
from tests.pesan.conftest import amplop, kirim, pesan

CERITA = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"
DARURAT = "Tolong! Rumah di RT 04 RW 01 kebakaran, ada anak di dalam"


def saran():
    return PesanKeluar.objects.get(templat="jawaban")


@pytest.fixture
def laporan(kelurahan):
    terima(CERITA)
    return Curhat.objects.get()


def jeda(pesan_keluar):
    return (pesan_keluar.kirim_setelah - timezone.now()).total_seconds()


def test_the_acknowledgement_goes_at_once_and_the_advice_a_minute_later(laporan):
    assert jeda(PesanKeluar.objects.get(templat="terima")) <= 0
    assert 50 < jeda(saran()) <= 60


def test_an_emergency_does_not_wait(kelurahan):
    terima(DARURAT)
    assert jeda(saran()) <= 0


def test_a_sensitive_matter_does_not_wait(kelurahan):
    terima("Saya dipukuli suami tiap malam di RT 02 RW 03, saya takut")
    assert Curhat.objects.get().rahasia
    assert jeda(saran()) <= 0


def test_lanjut_brings_the_waiting_advice_at_once_and_only_once(laporan):
    terima("LANJUT")
    assert jeda(saran()) <= 0
    assert [t for t, _ in kepada_warga()] == ["terima", "jawaban"]


def test_lanjut_after_the_advice_gives_it_once_more(laporan):
    PesanKeluar.objects.update(status="sent")
    terima("LANJUT")
    assert [t for t, _ in kepada_warga()] == ["terima", "jawaban", "jawaban"]


def test_an_advice_that_waits_is_exchanged_with_its_stored_answer(laporan):
    assert replace_saran(laporan, teks="Saran lain.", varian="lain")
    assert saran().badan.startswith("Saran lain.\nSeberapa membantu")
    jawaban = laporan.jawaban.get()
    assert (jawaban.teks, jawaban.varian) == ("Saran lain.", "lain")
    assert jawaban.bagian["a"]


def test_an_advice_that_has_been_taken_up_is_not_exchanged(laporan):
    PesanKeluar.objects.filter(templat="jawaban").update(percobaan=1)
    assert has_gone(laporan)
    assert not replace_saran(laporan, teks="Terlambat.")
    assert not release_saran(laporan)
    assert "Terlambat" not in laporan.jawaban.get().teks


def test_an_advice_that_somebody_reads_waits_longer_but_lanjut_brings_it(laporan):
    until = timezone.now() + timedelta(minutes=15)
    assert postpone_saran(laporan, until=until)
    assert saran().kirim_setelah == until
    assert not release_saran(laporan, ditunda=False)
    assert saran().kirim_setelah == until
    assert release_saran(laporan)
    assert jeda(saran()) <= 0


def test_an_emergency_is_never_held_back(kelurahan):
    terima(DARURAT)
    curhat = Curhat.objects.get()
    assert not postpone_saran(curhat, until=timezone.now() + timedelta(minutes=15))
    assert jeda(saran()) <= 0


def test_two_at_once_exchange_it_one_after_the_other(nyata, kelurahan):
    kirim(amplop(messages=[pesan(CERITA)]))
    process_batch()
    curhat = Curhat.objects.get()
    in_threads(
        lambda: replace_saran(curhat, teks="Satu."), lambda: replace_saran(curhat, teks="Dua.")
    )
    assert saran().badan.startswith(curhat.jawaban.get().teks)
