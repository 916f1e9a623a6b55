"""What a model made of somebody's words goes with them; what calls cost stays without words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curhat.models import Curhat, PanggilanModel, SimpananModel, TinjauanJawaban
from curhat.retensi import blank_curhat, purge_model
from curhat.services import jawaban_model
from pesan.models import PesanKeluar
from tests.curhat.conftest import terima
from tests.curhat.model_uji import GOT, kerjakan, nyalakan


@pytest.fixture
def ditinjau(kelurahan, settings, peladen, monkeypatch):
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    terima(GOT)
    kerjakan()
    return peladen


def words_left():
    """Where the model's or the resident's words still are."""
    isi = [
        *TinjauanJawaban.objects.values_list("teks_aturan", "teks_model", "teks_akhir", "bagian"),
        *TinjauanJawaban.objects.values_list("temuan", flat=True),
        *SimpananModel.objects.values_list("isi", flat=True),
    ]
    return "tersumbat" in str(isi) or "mampet" in str(isi)


def test_erasing_a_person_takes_what_the_model_made_of_their_words(ditinjau):
    assert words_left()
    terima("HAPUS DATA SAYA")
    assert not words_left()
    assert TinjauanJawaban.objects.get().keputusan == "batal"
    assert not SimpananModel.objects.exists()
    assert PanggilanModel.objects.count() == 1
    assert not PesanKeluar.objects.filter(badan__contains="tersumbat").exists()


def test_a_report_erased_while_the_model_thinks_is_left_alone(ditinjau):
    terima("Lampu jalan RT 04 RW 01 mati, gelap sekali", dari="62819999")
    curhat = Curhat.objects.order_by("-id").first()
    terima("HAPUS DATA SAYA", dari="62819999")
    kerjakan()
    assert not TinjauanJawaban.objects.filter(curhat=curhat).exists()
    assert curhat.jawaban.get().teks == "(dihapus atas permintaan warga)"


def test_old_reports_lose_the_models_words_too(ditinjau):
    Curhat.objects.update(diterima_at=timezone.now() - timedelta(days=800))
    blank_curhat(timezone.now())
    assert not words_left()


def test_kept_answers_and_old_calls_have_their_time(ditinjau):
    nanti = timezone.now() + timedelta(days=8)
    assert purge_model(nanti) == {"simpanan_model": 1, "panggilan_model": 0}
    nanti = timezone.now() + timedelta(days=731)
    assert purge_model(nanti)["panggilan_model"] == 1
