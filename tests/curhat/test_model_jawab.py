"""The language model's answer instead of the rules' one, where all goes well."""

import pytest
from django.utils import timezone

from curhat.models import (
    Curhat,
    Jawaban,
    PanggilanModel,
    SimpananModel,
    TinjauanJawaban,
    TugasModel,
)
from curhat.services import jawaban_model
from curhat.services.model_bahasa import forget_model_bahasa, set_sakelar
from pesan.models import PesanKeluar
from tests.curhat.conftest import PANDEAN, terima
from tests.curhat.model_uji import GOT, MINGGU, SENIN_PAGI, hasil, kerjakan, nyalakan, saran
from wilayah.models import Wilayah


@pytest.fixture
def langsung(kelurahan, settings, peladen):
    """Kel. Taman past its first answers: the model's go without waiting."""
    settings.MODEL_TINJAU_BANYAK = 0
    nyalakan(settings, peladen)
    return peladen


def test_the_model_is_off_until_it_is_configured_and_switched_on(kelurahan, settings, peladen):
    terima(GOT)
    assert not TugasModel.objects.exists()
    nyalakan(settings, peladen, wilayah=PANDEAN)
    terima(GOT, dari="62812222")
    assert not TugasModel.objects.exists()
    kerjakan()
    assert peladen.diterima == []


def test_its_answer_takes_the_place_of_the_one_that_waits(langsung):
    terima(GOT)
    semula = saran()
    kerjakan()
    baru = saran()
    assert hasil() == ["ok"]
    assert baru.badan != semula.badan
    assert "Kemungkinan besar karena saluran yang tersumbat" in baru.badan
    assert "Rp 10–40 juta" in baru.badan
    assert len(baru.badan.split("[[")[0]) < 1000  # without what is tapped
    assert baru.kirim_setelah == semula.kirim_setelah
    assert baru.badan.startswith(Jawaban.objects.get().teks)
    assert "bukan keputusan" in baru.badan  # the rules' fixed lines stay


def test_the_acknowledgement_has_gone_long_before(langsung):
    terima(GOT)
    ack = PesanKeluar.objects.get(templat="terima")
    assert ack.kirim_setelah <= timezone.now()


def test_each_call_is_on_record_with_its_cost_and_without_words(langsung, settings):
    settings.MODEL_HARGA_MASUK, settings.MODEL_HARGA_KELUAR = 10_000, 40_000
    terima(GOT)
    kerjakan()
    satu = PanggilanModel.objects.get()
    assert (satu.token_masuk, satu.token_keluar) == (900, 300)
    assert float(satu.biaya) == 21.0
    assert satu.prompt.versi == 1
    assert satu.latensi_ms > 0
    assert "mampet" not in " ".join(str(v) for v in satu.__dict__.values())


def test_the_same_question_is_answered_from_what_was_kept(langsung):
    terima(GOT)
    kerjakan()
    terima(GOT, dari="6281277777")
    kerjakan()
    assert hasil() == ["ok", "simpanan"]
    assert len(langsung.diterima) == 1
    assert SimpananModel.objects.count() == 1


def test_an_emergency_and_a_sensitive_story_are_never_shown_to_it(langsung):
    terima("Kebakaran! Rumah di RT 04 RW 01 terbakar, ada anak di dalam", dari="62811")
    terima("Anak tetangga dipukuli bapaknya tiap malam, tolong dilindungi", dari="62812")
    kerjakan()
    assert not TugasModel.objects.exists()
    assert langsung.diterima == []


def test_its_subject_and_lower_urgency_count_where_nothing_was_begun(langsung):
    langsung.ganti = {"subkategori": "sampah", "urgensi": 2}
    terima(GOT)
    lama = Curhat.objects.get()
    kerjakan()
    curhat = Curhat.objects.get()
    assert curhat.subkategori_id == "sampah"
    assert curhat.urgensi == max(2, lama.urgensi - 1)
    assert "→ sampah" in curhat.riwayat.get(peristiwa="model").catatan


def test_a_critical_rule_raises_what_the_model_says_and_never_the_reverse(langsung):
    langsung.ganti = {"urgensi": 1}
    teks = "Got mampet di RT 03 RW 02, sudah ada tiga anak sakit demam berdarah, mohon segera"
    terima(teks)
    lama = Curhat.objects.get()
    assert lama.eskalasi
    kerjakan()
    assert Curhat.objects.get().urgensi == lama.urgensi


def test_what_the_model_finds_more_urgent_counts_at_once(langsung):
    langsung.ganti = {"urgensi": 4}
    terima(GOT)
    assert not Curhat.objects.get().tiket.exists()
    kerjakan()
    curhat = Curhat.objects.get()
    assert curhat.urgensi == 4
    assert curhat.eskalasi
    assert curhat.tiket.exists()


def test_what_the_model_finds_sensitive_is_answered_by_the_rules_at_once(langsung):
    langsung.ganti = {"peka": True, "subkategori": "perempuan_anak"}
    terima(GOT)
    kerjakan()
    curhat, pesan = Curhat.objects.get(), saran()
    assert curhat.rahasia
    assert pesan.kirim_setelah <= timezone.now()
    assert "Kemungkinan besar karena" not in pesan.badan
    assert not TinjauanJawaban.objects.exists()


def test_a_second_opinion_never_goes_out_twice(langsung):
    terima(GOT)
    PesanKeluar.objects.filter(templat="jawaban").update(status="sent")
    teks = saran().badan
    kerjakan()
    assert hasil() == ["lewat"]
    assert saran().badan == teks
    assert langsung.diterima == []


def test_the_first_answers_wait_for_a_moderator_in_office_hours(
    kelurahan, settings, peladen, monkeypatch
):
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    terima(GOT)
    aturan = saran().badan
    kerjakan()
    tinjauan, pesan = TinjauanJawaban.objects.get(), saran()
    assert tinjauan.keputusan == "menunggu"
    assert pesan.badan == aturan
    assert aturan.startswith(tinjauan.teks_aturan)
    assert tinjauan.teks_model != aturan
    assert pesan.kirim_setelah == tinjauan.tenggat_at
    menit = (pesan.kirim_setelah - timezone.now()).total_seconds() / 60
    assert 14 < menit <= 15


def test_outside_office_hours_the_rules_answer_goes_without_waiting(
    kelurahan, settings, peladen, monkeypatch
):
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: False)
    terima(GOT)
    semula = saran()
    kerjakan()
    assert TinjauanJawaban.objects.get().keputusan == "lewat"
    assert (saran().badan, saran().kirim_setelah) == (semula.badan, semula.kirim_setelah)


def test_office_hours_follow_the_area_calendar(taman):
    assert jawaban_model.is_jam_kerja(SENIN_PAGI, taman.pk)
    assert not jawaban_model.is_jam_kerja(MINGGU, taman.pk)
    assert not jawaban_model.is_jam_kerja(SENIN_PAGI.replace(hour=0, minute=29), taman.pk)
    assert not jawaban_model.is_jam_kerja(SENIN_PAGI.replace(hour=9), taman.pk)  # 16.00 WIB


def test_the_lurah_can_go_back_to_reviewing(langsung, monkeypatch, lurah):
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    set_sakelar(Wilayah.objects.get(pk="35.77.03.1009"), by=lurah, aktif=True, selalu_tinjau=True)
    forget_model_bahasa()
    terima(GOT)
    kerjakan()
    assert TinjauanJawaban.objects.get().keputusan == "menunggu"
