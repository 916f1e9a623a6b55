"""Slow, wrong, rude, dead: whatever the server does, the rules answer stays and goes in time."""

import time

import pytest

from curhat.model_bahasa import pemutus
from curhat.models import Curhat, PanggilanModel, TugasModel
from curhat.services import tugas_model
from pesan.hitungan import count_up, forget_hitungan
from tests.curhat.conftest import terima
from tests.curhat.model_uji import GOT, hasil, kerjakan, nyalakan, saran
from tests.peladen_openai import KASAR


@pytest.fixture
def langsung(kelurahan, settings, peladen):
    settings.MODEL_TINJAU_BANYAK = 0
    settings.MODEL_BATAS_DETIK = 1.5
    nyalakan(settings, peladen)
    return peladen


def unchanged():
    """Do one turn of work; whether the advice and its time are as the rules left them."""
    terima(GOT)
    semula, curhat = saran(), Curhat.objects.get()
    mulai = time.monotonic()
    kerjakan()
    lama = time.monotonic() - mulai
    assert (saran().badan, saran().kirim_setelah) == (semula.badan, semula.kirim_setelah)
    assert Curhat.objects.get().subkategori_id == curhat.subkategori_id
    assert TugasModel.objects.get().status == "selesai"
    return lama


@pytest.mark.parametrize(
    ("mode", "catatan"),
    [
        ("gantung", "lambat"),
        ("tetes", "lambat"),
        ("galat", "galat"),
        ("penuh", "penuh"),
        ("bukan_json", "skema"),
        ("rusak", "skema"),
        ("salah_bentuk", "skema"),
        ("menolak", "ditolak"),
    ],
)
def test_a_broken_server_leaves_the_rules_answer(langsung, mode, catatan):
    langsung.mode = mode
    assert unchanged() < 3.5  # the deadline of 1.5 s counts for all tries together
    assert hasil() == [catatan]


@pytest.mark.parametrize("jenis", sorted(KASAR))
def test_a_rude_or_inventing_reply_does_not_pass_the_check(langsung, jenis):
    langsung.mode = jenis
    unchanged()
    assert hasil() == ["periksa"]
    assert PanggilanModel.objects.get().keterangan


def test_a_dead_server_leaves_the_rules_answer(langsung):
    langsung.tutup()
    unchanged()
    assert hasil() == ["galat"]


def test_a_model_that_is_not_sure_leaves_the_rules_answer(langsung):
    langsung.ganti = {"keyakinan": 0.4}
    unchanged()
    assert hasil() == ["ragu"]


@pytest.mark.parametrize(
    "ganti",
    [
        {"urgensi": 9}, {"urgensi": "4"}, {"subkategori": "pertanian"}, {"langkah": ["satu"]},
        {"keyakinan": 7}, {"tambahan": "x"}, {"perkiraan_terdampak": -3},
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_not_of_the_shape(langsung, ganti):
    langsung.ganti = ganti
    unchanged()
    assert hasil() == ["skema"]


def test_a_passing_error_is_tried_again_within_the_deadline(langsung, settings):
    settings.MODEL_BATAS_DETIK = 8
    langsung.gagal_dulu = 1
    terima(GOT)
    kerjakan()
    assert hasil() == ["ok"]
    assert PanggilanModel.objects.get().percobaan == 2


def test_an_endpoint_without_json_schema_is_asked_for_json_objects(langsung):
    langsung.tanpa_skema = True
    terima(GOT)
    terima("Lampu jalan RT 04 RW 01 mati, gelap", dari="62815")
    kerjakan()
    assert hasil() == ["ok", "ok"]
    bentuk = [isi["response_format"]["type"] for isi in langsung.diterima]
    assert bentuk.count("json_object") == 2


def test_after_some_failures_the_server_is_left_alone_by_all(langsung):
    langsung.mode = "galat"
    for n in range(8):
        terima(f"{GOT} nomor {n}", dari=f"6281500{n}")
        kerjakan()
    assert hasil()[:5] == ["galat"] * 5
    assert set(hasil()[5:]) == {"pemutus"}
    assert pemutus.is_open()


def test_one_call_that_succeeds_after_the_pause_closes_the_breaker(langsung):
    for _ in range(pemutus.GAGAL_MAKS):
        pemutus.note_gagal()
    assert not pemutus.may_call()
    forget_hitungan("model:pemutus:jeda")  # the pause is over
    assert pemutus.may_call()
    assert not pemutus.may_call()  # half open: one at a time
    pemutus.note_baik()
    assert pemutus.may_call()
    assert pemutus.may_call()


def test_out_of_budget_the_server_is_not_asked(kelurahan, settings, peladen):
    settings.MODEL_TINJAU_BANYAK = 0
    nyalakan(settings, peladen, anggaran_token=100)
    unchanged()
    assert hasil() == ["anggaran"]
    assert peladen.diterima == []


def test_what_was_reserved_and_not_used_is_given_back(langsung):
    terima(GOT)
    kerjakan()
    assert tugas_model.anggaran.used_today("35.77.03.1009") == 1200


def test_a_story_changed_meanwhile_is_asked_about_anew(langsung, monkeypatch):
    terima(GOT)
    asli = tugas_model._finish

    def finish(siap, jawab):
        Curhat.objects.filter(pk=siap.curhat.pk).update(isi="Lain sama sekali")
        asli(siap, jawab)

    monkeypatch.setattr(tugas_model, "_finish", finish)
    teks = saran().badan
    kerjakan()
    assert hasil() == ["batal"]
    assert saran().badan == teks


def test_switched_off_in_between_nothing_is_asked(langsung, settings):
    terima(GOT)
    settings.OPENAI_MODEL = ""
    kerjakan()
    assert hasil() == ["batal"]
    assert langsung.diterima == []


def test_a_task_whose_time_is_over_is_given_up(langsung):
    terima(GOT)
    TugasModel.objects.update(tenggat_at="2026-01-01T00:00Z")
    kerjakan()
    assert hasil() == ["lewat"]


def test_what_a_killed_worker_held_is_found_after_its_lease(langsung):
    terima(GOT)
    assert len(tugas_model._claim(5)) == 1
    assert tugas_model._claim(5) == []
    TugasModel.objects.update(boleh_at="2026-01-01T00:00Z")
    kerjakan()
    assert hasil() == ["ok"]


def test_calls_overlap(langsung, settings):
    settings.MODEL_BATAS_DETIK = 8
    langsung.jeda = 1.5
    for n in range(8):
        terima(f"{GOT} nomor {n}", dari=f"6281500{n}")
    mulai = time.monotonic()
    kerjakan()
    assert hasil() == ["ok"] * 8
    assert langsung.serentak_maks >= 4
    assert time.monotonic() - mulai < 8  # one after the other they take twelve seconds


def test_the_breaker_counts_failures_in_a_row_only(db):
    for _ in range(pemutus.GAGAL_MAKS - 1):
        pemutus.note_gagal()
    pemutus.note_baik()
    assert not pemutus.note_gagal()
    assert count_up({"model:pemutus:gagal": 0}, pemutus.DALAM)["model:pemutus:gagal"] == 1
