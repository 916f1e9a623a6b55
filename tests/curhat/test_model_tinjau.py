"""People in the loop: a moderator approves, edits or rejects, in time or too late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from curhat.models import Curhat, Jawaban, TinjauanJawaban
from curhat.services import jawaban_model
from curhat.services.tinjauan import (
    SudahDiputus,
    approve_tinjauan,
    count_tinjauan,
    expire_tinjauan,
    reject_tinjauan,
)
from pesan.kirim import send_batch
from pesan.models import PesanKeluar
from tests.curhat.conftest import PANDEAN, terima
from tests.curhat.halaman import laporan_baru
from tests.curhat.model_uji import GOT, TAMAN, kerjakan, nyalakan, saran
from tests.factories import PenggunaFactory

DAFTAR = "/admin/curhat/tinjauanjawaban/"


@pytest.fixture
def tinjau(kelurahan, settings, peladen, monkeypatch):
    """A review waiting for Kel. Taman's moderators, in office hours."""
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    terima(GOT)
    kerjakan()
    return TinjauanJawaban.objects.get()


@pytest.fixture
def meja(moderator):
    client = Client()
    client.force_login(moderator)
    return client


def putuskan(client, tinjauan, kunci, **isi):
    return client.post(f"{DAFTAR}{tinjauan.pk}/putuskan/{kunci}/", isi, follow=True)


def test_approved_it_goes_at_once_and_unchanged(tinjau, meja, moderator):
    putuskan(meja, tinjau, "setuju")
    tinjau.refresh_from_db()
    assert (tinjau.keputusan, tinjau.by, tinjau.terkirim) == ("setuju", moderator, True)
    assert (tinjau.jarak, tinjau.kategori_sama) == (0, True)
    pesan = saran()
    assert pesan.badan.startswith(tinjau.teks_model)
    assert pesan.kirim_setelah <= timezone.now()
    assert Jawaban.objects.get().teks == tinjau.teks_model
    assert Curhat.objects.get().riwayat.filter(peristiwa="ditinjau", by=moderator).exists()


def test_edited_the_moderators_words_go(tinjau, meja):
    teks = tinjau.teks_model.replace("akhir pekan ini", "hari Sabtu pagi")
    jawab = putuskan(meja, tinjau, "ubah", teks=teks, subkategori="sampah")
    assert jawab.status_code == 200
    tinjau.refresh_from_db()
    assert tinjau.keputusan == "ubah"
    assert "hari Sabtu pagi" in saran().badan
    assert 0 < tinjau.jarak < 0.2
    assert tinjau.kategori_sama is False
    assert Curhat.objects.get().subkategori_id == "sampah"


@pytest.mark.parametrize(
    "kata",
    ["Hubungi 0812-3456-7890 ya", "Pasti selesai besok", "Transfer ke rekening BRI", "a.com"],
)
def test_an_edit_is_checked_too(tinjau, meja, kata):
    semula = saran().badan
    jawab = putuskan(meja, tinjau, "ubah", teks=f"{tinjau.teks_model} {kata}"[-990:],
                     subkategori="banjir_drainase")  # fmt: skip
    assert jawab.status_code == 422
    assert saran().badan == semula
    tinjau.refresh_from_db()
    assert tinjau.keputusan == "menunggu"


def test_rejected_the_rules_answer_goes_at_once(tinjau, meja):
    putuskan(meja, tinjau, "tolak")
    tinjau.refresh_from_db()
    assert tinjau.keputusan == "tolak"
    assert saran().badan.startswith(tinjau.teks_aturan)
    assert saran().kirim_setelah <= timezone.now()


def test_nobody_looked_the_rules_answer_goes_by_itself(tinjau):
    lewat = tinjau.tenggat_at + timedelta(seconds=1)
    assert expire_tinjauan(lewat) == 1
    tinjau.refresh_from_db()
    assert tinjau.keputusan == "lewat"
    assert saran().badan.startswith(tinjau.teks_aturan)
    assert saran().kirim_setelah <= lewat


def test_a_judgement_that_comes_too_late_only_counts(tinjau, meja):
    PesanKeluar.objects.filter(templat="jawaban").update(status="sent")
    expire_tinjauan(tinjau.tenggat_at)
    jawab = putuskan(meja, tinjau, "setuju")
    tinjau.refresh_from_db()
    assert (tinjau.keputusan, tinjau.terkirim) == ("setuju", False)
    assert saran().badan.startswith(tinjau.teks_aturan)
    assert "sudah lebih dulu terkirim" in jawab.content.decode()


def test_two_moderators_at_one_item_one_wins_the_other_is_told(tinjau, meja, moderator):
    lain = PenggunaFactory(nama="Moderator Kedua", peran="moderator", di=TAMAN)
    approve_tinjauan(tinjau, by=lain)
    jawab = putuskan(meja, tinjau, "tolak")
    assert "Sudah disetujui oleh Moderator Kedua" in jawab.content.decode()
    tinjau.refresh_from_db()
    assert tinjau.by == lain
    assert saran().badan.startswith(tinjau.teks_model)
    with pytest.raises(SudahDiputus):
        reject_tinjauan(tinjau, by=moderator)


def test_approved_exactly_one_answer_leaves(tinjau, meja, graph):
    putuskan(meja, tinjau, "setuju")
    while send_batch():
        pass
    jawaban = [isi for _p, _t, isi in graph.diterima if "Ringkasan:" in str(isi)]
    assert len(jawaban) == 1


def test_after_enough_judgements_answers_go_without_waiting(tinjau, meja, settings):
    settings.MODEL_TINJAU_BANYAK = 1
    putuskan(meja, tinjau, "setuju")
    terima("Lampu jalan RT 04 RW 01 mati, gelap sekali kalau malam", dari="628129999")
    kerjakan()
    kedua = TinjauanJawaban.objects.order_by("-id").first()
    assert (kedua.keputusan, kedua.terkirim) == ("langsung", True)


def test_one_sent_without_waiting_can_still_be_judged_for_the_figures(tinjau, meja, settings):
    settings.MODEL_TINJAU_BANYAK = 0
    terima("Lampu jalan RT 04 RW 01 mati, gelap sekali kalau malam", dari="628129999")
    kerjakan()
    kedua = TinjauanJawaban.objects.order_by("-id").first()
    teks = PesanKeluar.objects.filter(templat="jawaban").order_by("-id").first().badan
    putuskan(meja, kedua, "tolak")
    kedua.refresh_from_db()
    assert kedua.keputusan == "tolak"
    assert PesanKeluar.objects.filter(templat="jawaban").order_by("-id").first().badan == teks


def test_the_figures_say_how_much_was_agreed(tinjau, meja):
    putuskan(meja, tinjau, "setuju")
    angka = count_tinjauan(TinjauanJawaban.objects.all())
    assert (angka.diputus, angka.setuju, angka.tolak, angka.kategori) == (1, 1.0, 0.0, 1.0)
    isi = meja.get(DAFTAR).content.decode()
    assert "Disetujui" in isi
    assert "100%" in isi


def test_the_page_shows_both_answers_and_the_keys(tinjau, meja):
    isi = meja.get(f"{DAFTAR}{tinjau.pk}/change/").content.decode()
    assert "Jawaban model" in isi
    assert "Jawaban aturan" in isi
    assert "<mark>" in isi
    for tuts in ("s", "e", "t"):
        assert f'data-tuts="{tuts}"' in isi
    assert "keyakinan 0,91" in isi


def test_another_kelurahans_moderator_sees_none_of_it(tinjau):
    client = Client()
    client.force_login(PenggunaFactory(peran="moderator", di=PANDEAN))
    assert client.get(f"{DAFTAR}{tinjau.pk}/change/").status_code == 404
    assert client.post(f"{DAFTAR}{tinjau.pk}/putuskan/setuju/").status_code == 404
    tinjau.refresh_from_db()
    assert tinjau.keputusan == "menunggu"


def test_the_web_page_shows_the_rules_answer_until_the_approved_one(
    kelurahan, settings, peladen, monkeypatch, meja
):
    nyalakan(settings, peladen)
    monkeypatch.setattr(jawaban_model, "is_jam_kerja", lambda *_: True)
    client, page, _kode, _pin = laporan_baru()
    assert "Pilihan jalan keluar" in page.content.decode()
    kerjakan()
    alamat = page.request["PATH_INFO"]
    assert "saluran yang tersumbat di sekitar" not in client.get(alamat).content.decode()
    putuskan(meja, TinjauanJawaban.objects.get(), "setuju")
    assert "saluran yang tersumbat di sekitar" in client.get(alamat).content.decode()


def test_a_story_that_turned_sensitive_is_not_sent_by_an_approval(tinjau, meja):
    Curhat.objects.update(rahasia=True)
    putuskan(meja, tinjau, "setuju")
    assert saran().badan.startswith(tinjau.teks_aturan)


@pytest.fixture
def banyak(tinjau, peladen):
    def buat(n):
        for i in range(n):
            terima(f"Got RT 03 RW 02 mampet nomor {i}", dari=f"62817000{i}")
        kerjakan()

    return buat


def test_the_list_and_the_page_ask_as_much_for_one_as_for_fifteen(
    tinjau, meja, banyak, django_assert_max_num_queries
):
    satu = f"{DAFTAR}{tinjau.pk}/change/"
    for alamat in (DAFTAR, satu):
        meja.get(alamat)
    with django_assert_max_num_queries(34):
        meja.get(DAFTAR), meja.get(satu)
    banyak(14)
    assert TinjauanJawaban.objects.filter(keputusan="menunggu").count() == 15
    with django_assert_max_num_queries(34):
        meja.get(DAFTAR), meja.get(satu)
