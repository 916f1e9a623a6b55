"""Voice notes: kept, heard by staff in any case, written down where a model can."""

import pytest
from django.test import Client

from curhat.models import Curhat, Jawaban, TugasModel
from pesan.models import Lampiran, PesanKeluar
from pesan.pengirim import hash_identity
from pesan.simulasi.suara import silent_voice_note
from pesan.tasks import fetch_batch
from tests.curhat.conftest import DARI, kepada_warga, terima, terima_isi
from tests.curhat.model_uji import GOT, hasil, kerjakan, nyalakan

SUARA = {
    "type": "audio",
    "audio": {"id": "92001", "mime_type": "audio/ogg; codecs=opus", "voice": True},
}


@pytest.fixture
def berkas(graph):
    """The recording as the provider hands it out."""
    graph.berkas["92001"] = silent_voice_note(3)
    return graph


@pytest.fixture
def mendengar(kelurahan, settings, peladen, berkas):
    settings.MODEL_TINJAU_BANYAK = 0
    nyalakan(settings, peladen)
    return peladen


def kirim_suara():
    terima_isi(**SUARA)
    fetch_batch()


def templat():
    return [t for t, _b in kepada_warga()]


def test_a_voice_note_alone_is_a_report_that_staff_can_hear(kelurahan, berkas, moderator):
    kirim_suara()
    curhat = Curhat.objects.get()
    assert curhat.perlu_tinjau
    assert curhat.ringkasan == "Pesan suara, perlu didengarkan"
    lampiran = curhat.lampiran.get()
    assert (lampiran.jenis, lampiran.status) == ("suara", "ada")
    client = Client()
    client.force_login(moderator)
    assert curhat.kode in client.get("/admin/curhat/curhat/?perhatian=tinjau").content.decode()
    jawab = client.get(f"/lampiran/{lampiran.pk}/")
    assert b"".join(jawab.streaming_content).startswith(b"OggS")
    jawab.close()


def test_without_a_model_it_is_acknowledged_and_asked_kindly_to_type(kelurahan, berkas):
    kirim_suara()
    assert templat() == ["terima", "salam_suara"]
    assert Curhat.objects.get().kode in kepada_warga()[0][1]
    assert not Jawaban.objects.exists()


def test_the_words_typed_afterwards_are_the_story_of_the_same_report(kelurahan, berkas):
    kirim_suara()
    terima(GOT)
    curhat = Curhat.objects.get()
    assert "mampet" in curhat.isi
    assert curhat.subkategori_id == "banjir_drainase"
    assert curhat.lampiran.filter(jenis="suara").exists()
    assert templat().count("jawaban") == 1


def test_with_a_model_it_is_written_down_read_back_and_answered(mendengar):
    kirim_suara()
    kerjakan()
    curhat = Curhat.objects.get()
    assert "mampet" in curhat.isi
    assert curhat.subkategori_id == "banjir_drainase"
    kata = dict(kepada_warga())
    assert "Kami mendengar: “Got di depan rumah mampet" in kata["suara_didengar"]
    assert "UBAH" in kata["suara_didengar"]
    assert "jawaban" in kata
    assert "salam_suara" not in kata
    assert templat().index("suara_didengar") < templat().index("jawaban")
    assert curhat.perlu_tinjau  # a machine may mishear
    assert curhat.lampiran.get().status == "ada"  # the original stays
    assert "ok" in hasil()


def test_a_transcript_is_masked_like_any_words(mendengar):
    mendengar.transkrip = "Nama saya Siti Rahmawati hp 081234567890 got RT 3 RW 2 mampet"
    kirim_suara()
    kerjakan()
    isi = Curhat.objects.get().isi
    assert "081234567890" not in isi
    assert "Rahmawati" not in isi
    assert "081234567890" not in dict(kepada_warga())["suara_didengar"]


def test_an_emergency_that_is_spoken_opens_a_ticket(mendengar):
    mendengar.transkrip = "Tolong kebakaran rumah di RT 4 RW 1 ada anak di dalam"
    kirim_suara()
    kerjakan()
    curhat = Curhat.objects.get()
    assert curhat.darurat
    assert curhat.tiket.exists()


def test_a_sensitive_story_is_not_read_back_to_the_phone(mendengar):
    mendengar.transkrip = "Anak tetangga dipukuli bapaknya tiap malam tolong dilindungi"
    kirim_suara()
    kerjakan()
    assert Curhat.objects.get().rahasia
    assert "suara_didengar" not in templat()


def test_a_voice_note_to_an_open_report_is_added_to_it(mendengar):
    terima(GOT)
    mendengar.transkrip = "Sekarang airnya sudah masuk ke dapur"
    kirim_suara()
    kerjakan()
    curhat = Curhat.objects.get()
    assert curhat.isi.startswith("Got depan rumah")
    assert "masuk ke dapur" in curhat.isi


@pytest.mark.parametrize("mode", ["galat", "bagus"])
def test_what_cannot_be_written_down_asks_to_type_and_stays_for_staff(mendengar, settings, mode):
    mendengar.mode, mendengar.transkrip = mode, "..."
    settings.MODEL_BATAS_SUARA_DETIK = 1.0
    kirim_suara()
    kerjakan()
    assert "salam_suara" in templat()
    assert Curhat.objects.get().perlu_tinjau
    assert TugasModel.objects.get().status == "selesai"


def test_a_recording_that_is_too_long_is_for_people(mendengar, settings):
    settings.SUARA_MAKS_DETIK = 2
    kirim_suara()
    kerjakan()
    assert "salam_suara" in templat()
    assert mendengar.mentah == []


def test_it_waits_while_the_file_is_still_at_the_provider(mendengar):
    terima_isi(**SUARA)
    kerjakan()
    assert TugasModel.objects.get().status == "menunggu"
    assert mendengar.mentah == []
    fetch_batch()
    TugasModel.objects.update(boleh_at="2026-01-01T00:00Z")
    kerjakan()
    assert "suara_didengar" in templat()


def test_the_server_hears_the_recording_and_nothing_about_who_spoke(mendengar):
    kirim_suara()
    kerjakan()
    dikirim = b"\n".join(mendengar.mentah)
    assert b"OggS" in dikirim
    assert DARI.encode() not in dikirim
    assert hash_identity("whatsapp", DARI).encode() not in dikirim


def test_erasing_takes_recording_and_transcript(mendengar):
    kirim_suara()
    kerjakan()
    terima("HAPUS DATA SAYA")
    curhat = Curhat.objects.get()
    assert "mampet" not in curhat.isi
    assert Lampiran.objects.get().status == "dihapus"
    assert not PesanKeluar.objects.filter(badan__contains="mampet").exists()
