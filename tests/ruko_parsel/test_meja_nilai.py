"""What the village thinks of it: once, changeable for a week, and opened again when not content."""

import datetime as dt
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from pesan.kanal.dasar import IsiMasuk, Masuk
from pesan.models import PesanMasuk
from ruko_parsel.models import PenilaianPermintaan, Permintaan, TanyaNilai
from ruko_parsel.nilai_masuk import handle, questions
from ruko_parsel.services.kabar import nilai_url
from ruko_parsel.services.nilai import PenilaianTertutup, rate_permintaan
from ruko_parsel.services.telaah import finish_permintaan, take_permintaan
from tests.factories import KontakFactory
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, make_camat, make_desa, make_petugas
from tests.ruko_parsel.pabrik_meja import (
    answer,
    make_ditelaah,
    make_selesai,
    make_warga,
    messages_to,
)

pytestmark = pytest.mark.django_db
S = Permintaan.Status


@pytest.fixture
def petugas():
    return make_petugas()


@pytest.fixture
def selesai(petugas):
    """A resident's request that has been answered and ended."""
    satu = make_warga()
    take_permintaan(satu, by=petugas)
    answer(satu, penyusun=petugas, pemeriksa=make_camat())
    return finish_permintaan(satu, hasil="Sudah beres.", by=petugas)


def test_rated_once_changed_within_a_week_and_closed_after(petugas):
    desa = make_desa()
    satu = make_selesai(petugas, make_camat(), by=desa)
    rate_permintaan(satu, nilai=3, kata="Cukup cepat", cara="portal", by=desa)
    satu = rate_permintaan(satu, nilai=4, kata="Cukup cepat", cara="portal", by=desa)
    rate_permintaan(satu, nilai=4, kata="Cukup cepat", cara="portal", by=desa)  # twice is once
    assert satu.nilai == 4
    assert PenilaianPermintaan.objects.count() == 2
    with transaction.atomic(), pytest.raises(ProgrammingError, match="append-only"):
        PenilaianPermintaan.objects.update(nilai=5)


def test_after_a_week_the_first_word_holds(petugas, monkeypatch):
    satu = make_selesai(petugas, make_camat())
    rate_permintaan(satu, nilai=3, cara="portal")
    nanti = timezone.now() + dt.timedelta(days=7, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: nanti)
    with pytest.raises(PenilaianTertutup):
        rate_permintaan(satu, nilai=5, cara="portal")


@pytest.mark.parametrize("nilai", [0, 6])
def test_outside_one_to_five_is_refused(petugas, nilai):
    with pytest.raises(ValueError, match="1 sampai 5"):
        rate_permintaan(make_selesai(petugas, make_camat()), nilai=nilai, cara="portal")


def test_before_the_end_nothing_is_rated(petugas):
    with pytest.raises(PenilaianTertutup):
        rate_permintaan(make_ditelaah(petugas), nilai=5, cara="portal")


def test_the_personal_link_rates_and_opens_again(client, selesai):
    alamat = urlsplit(nilai_url(selesai)).path
    halaman = client.get(alamat).content.decode()
    assert "Catat sebagai SiLPA." in halaman
    kosong = client.post(alamat, {"nilai": "", "kata": "x"})
    assert kosong.status_code == 422
    assert '<li><a href="#id_nilai">Pilih salah satu, 1 sampai 5.</a></li>' in (
        kosong.content.decode()
    )
    assert client.post(alamat, {"nilai": "2", "kata": "<b>lama</b>"}).status_code == 302
    halaman = client.get(alamat).content.decode()
    assert "&lt;b&gt;lama" in halaman
    assert client.post(alamat, {"apa": "buka", "alasan": ""}).status_code == 422
    assert client.post(alamat, {"apa": "buka", "alasan": "Belum dibayar."}).status_code == 302
    selesai.refresh_from_db()
    assert (selesai.status, selesai.nilai) == (S.DITELAAH, None)
    assert client.post(alamat, {"nilai": "5"}).status_code == 422


def test_a_forged_link_opens_nothing_and_a_confidential_one_names_nothing(client, selesai):
    assert client.get(reverse("ruko_nilai", args=["1:palsu"])).status_code == 404
    Permintaan.objects.update(rahasia=True)
    halaman = client.get(urlsplit(nilai_url(selesai)).path)
    isi = halaman.content.decode()
    assert selesai.nomor in isi
    assert selesai.judul not in isi
    assert "SiLPA" not in isi


def test_the_village_rates_on_its_page_and_another_village_cannot(client, petugas):
    desa = make_desa()
    satu = make_selesai(petugas, make_camat(), by=desa)
    langkah = f"/admin/ruko_parsel/permintaan/{satu.pk}/langkah/"
    for orang, kode in ((make_desa(di=PANGGUNG), 404), (desa, 302)):
        client.force_login(orang)
        assert client.post(f"{langkah}nilai/", {"nilai": "1", "kata": ""}).status_code == kode
    satu.refresh_from_db()
    assert satu.nilai == 1
    assert client.post(f"{langkah}buka_lagi/", {"alasan": "Belum."}).status_code == 302
    satu.refresh_from_db()
    assert satu.status == S.DITELAAH


def test_the_desk_rates_nothing(client, petugas):
    satu = make_selesai(petugas, make_camat(), by=make_desa())
    client.force_login(petugas)
    client.post(f"/admin/ruko_parsel/permintaan/{satu.pk}/langkah/nilai/", {"nilai": "5"})
    satu.refresh_from_db()
    assert satu.nilai is None


def masuk(kontak, *teks):
    """Messages of a contact as the inbox hands them on."""
    hasil = []
    for satu in teks:
        pesan = PesanMasuk.objects.create(saluran="simulasi", id_penyedia=uuid4().hex)
        isi = IsiMasuk(jenis="teks", teks=satu)
        hasil.append(Masuk(pesan, isi, kontak, None, INAN, timezone.now()))
    return hasil


def test_a_number_in_the_chat_rates_and_a_story_passes_on(selesai):
    assert list(questions([selesai.kontak.pk])) == [TanyaNilai.objects.get()]
    cerita = masuk(selesai.kontak, "3 hari air mati", "Nilai tukar petani turun")
    assert handle(cerita) == [False, False]
    assert handle(masuk(selesai.kontak, " 4. ")) == [True]
    selesai.refresh_from_db()
    assert selesai.nilai == 4
    assert "nilai 4" in messages_to(selesai.kontak, "ruko_nilai_terima")[0]
    # a bare number answers once; afterwards it may be about anything
    assert handle(masuk(selesai.kontak, "5")) == [False]
    assert handle(masuk(selesai.kontak, "NILAI 5 cepat sekali")) == [True]
    selesai.refresh_from_db()
    assert (selesai.nilai, selesai.kata_nilai) == (5, "cepat sekali")


def test_not_content_in_the_chat_opens_it_again(selesai, petugas):
    handle(masuk(selesai.kontak, "1"))
    assert "BUKA LAGI" in messages_to(selesai.kontak, "ruko_nilai_terima")[0]
    assert handle(masuk(selesai.kontak, "buka lagi: bantuannya belum sampai")) == [True]
    selesai.refresh_from_db()
    assert selesai.status == S.DITELAAH
    assert selesai.nomor in messages_to(petugas, "ruko_buka_lagi")[0]
    assert selesai.tambahan.get().teks == "bantuannya belum sampai"
    assert handle(masuk(selesai.kontak, "buka lagi")) == [False]


def test_a_stranger_and_a_late_number_are_nobodys_answer(selesai):
    assert handle(masuk(KontakFactory(), "4", "buka lagi")) == [False, False]
    TanyaNilai.objects.update(tanya_at=timezone.now() - dt.timedelta(days=8))
    assert handle(masuk(selesai.kontak, "4")) == [False]


def test_a_batch_is_asked_about_with_one_query(selesai, django_assert_num_queries):
    banyak = [m for _ in range(10) for m in masuk(KontakFactory(), "4")]
    with django_assert_num_queries(1):
        assert handle(banyak) == [False] * 10
    cerita = masuk(selesai.kontak, "Jalan di desa kami rusak")
    with django_assert_num_queries(0):
        assert handle(cerita) == [False]
