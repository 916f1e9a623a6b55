"""STOP and MULAI."""

import pytest

from pesan.kirim import send_batch
from pesan.models import Kontak, Persetujuan, PesanKeluar
from pesan.proses import process_batch
from tests.pesan.conftest import amplop, kirim, pesan


def ucap(teks):
    kirim(amplop(messages=[pesan(teks)]))
    process_batch()


@pytest.mark.parametrize("kata", ["STOP", "berhenti", " Berhenti! ", "Stop.", "BERHENTI\n"])
def test_stop_is_recorded_confirmed_and_the_address_goes(nomor, penangan, templat, graph, kata):
    ucap(kata)
    assert list(penangan) == []
    kontak = Kontak.objects.get()
    assert kontak.berhenti_at is not None
    assert kontak.simpan == "tidak"
    putusan = dict(Persetujuan.objects.values_list("jenis", "keputusan"))
    assert putusan == {"berhenti": "ya", "simpan_alamat": "tidak"}
    send_batch()
    assert PesanKeluar.objects.get(templat="berhenti").status == "sent"
    kontak.refresh_from_db()
    assert kontak.alamat == ""


def test_mulai_resumes(nomor, penangan, templat, graph):
    ucap("stop")
    send_batch()
    ucap("Mulai")
    kontak = Kontak.objects.get()
    assert (kontak.berhenti_at, kontak.simpan, kontak.alamat) == (None, "tiket", "6281200000001")
    send_batch()
    assert PesanKeluar.objects.get(templat="mulai").status == "sent"


@pytest.mark.parametrize("teks", ["mulai", "tolong berhenti membakar sampah", "stop kontak rusak"])
def test_other_words_are_left_to_the_next_handler(nomor, penangan, templat, teks):
    ucap(teks)
    assert [t for _pk, t, _m in penangan] == [teks]
    assert Kontak.objects.get().berhenti_at is None
