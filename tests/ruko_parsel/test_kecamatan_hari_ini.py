"""The day on one page: what waits for whom, in few queries and few bytes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ruko_parsel.models import Disposisi, LaporanRuko, Permintaan, TindakLanjut
from ruko_parsel.services.permintaan import move_permintaan, pause_permintaan
from ruko_parsel.services.tanggapan import draft_tanggapan, submit_tanggapan
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    TETANGGA,
    make_camat,
    make_desa,
    make_permintaan,
    make_petugas,
)
from tests.ruko_parsel.pabrik_meja import make_ditelaah

pytestmark = pytest.mark.django_db


def buka(client, orang):
    client.force_login(orang)
    return client.get(reverse("ruko_hari_ini"))


def telat(**isi):
    satu = make_permintaan(**isi)
    lama = timezone.now() - dt.timedelta(days=30)
    Permintaan.objects.filter(pk=satu.pk).update(
        created_at=lama, due_at=lama + dt.timedelta(days=5)
    )
    return satu


def bagian(jawab, kunci):
    return next(k.butir for k in jawab.context["kelompok"] if k.kunci == kunci)


def test_an_empty_day_says_so(client):
    isi = buka(client, make_camat()).content.decode()
    for kata in ("Tidak ada yang menunggu Anda.", "Tidak ada yang lewat batas.",
                 "Belum ada yang dijadwalkan datang hari ini."):  # fmt: skip
        assert kata in isi


def test_late_comes_apart_and_new_ones_wait(client):
    telat(judul="Sudah lama menunggu")
    make_permintaan(judul="Baru masuk pagi ini")
    jawab = buka(client, make_petugas())
    assert [b.judul for b in bagian(jawab, "lewat")] == ["Sudah lama menunggu"]
    assert [b.judul for b in bagian(jawab, "menunggu")] == ["Baru masuk pagi ini"]


def test_what_is_my_own_work_is_mine_alone(client):
    petugas, lain = make_petugas(), make_petugas()
    satu = make_permintaan(judul="Milik petugas pertama")
    move_permintaan(satu, to="ditelaah", by=petugas, petugas=petugas)
    assert len(bagian(buka(client, petugas), "menunggu")) == 1
    assert not bagian(buka(client, lain), "menunggu")


def test_the_camat_finds_reports_to_sign(client):
    camat = make_camat()
    LaporanRuko.objects.create(
        wilayah_id=KECAMATAN, bulan="2026-03-01", isi={"blok": []}, disusun_at=timezone.now()
    )
    butir = bagian(buka(client, camat), "menunggu")
    assert [b.judul for b in butir] == ["Laporan Maret 2026"]
    assert client.get(butir[0].url).status_code == 200
    assert not bagian(buka(client, make_petugas()), "menunggu")


def test_a_village_finds_what_is_asked_of_it_and_answers_that_came(client):
    moderator = make_desa()
    pause_permintaan(make_permintaan(judul="Kurang lampiran"), by=None, catatan="Lampirkan RAB")
    satu = make_permintaan(judul="Sudah dijawab")
    move_permintaan(move_permintaan(satu, to="ditelaah", by=None), to="ditanggapi", by=None)
    make_permintaan(di=PANGGUNG, judul="Milik desa lain")
    butir = bagian(buka(client, moderator), "menunggu")
    assert [b.judul for b in butir] == ["Kurang lampiran", "Sudah dijawab"]
    assert butir[0].mendesak


def test_an_answer_waits_for_another_than_who_wrote_it(client):
    penyusun, camat = make_petugas(), make_camat()
    draf = draft_tanggapan(
        make_ditelaah(penyusun, judul="Sisa kas"), perihal="Cara mencatat", isi="Catat.",
        by=penyusun,
    )  # fmt: skip
    submit_tanggapan(draf, by=penyusun)
    butir = bagian(buka(client, camat), "menunggu")
    assert "Periksa jawabannya" in butir[0].keterangan
    assert client.get(butir[0].url).status_code == 200
    assert not any("Periksa" in b.keterangan for b in bagian(buka(client, penyusun), "menunggu"))


def test_a_late_follow_up_comes_to_the_camat_and_its_village(client):
    camat, petugas = make_camat(), make_petugas()
    TindakLanjut.objects.create(
        wilayah_id=make_permintaan().wilayah_id, asal="Rapat", apa="Kirim berita acara",
        siapa=petugas, sampai=timezone.localdate() - dt.timedelta(days=2),
    )  # fmt: skip
    for orang in (camat, petugas, make_desa()):
        butir = bagian(buka(client, orang), "lewat")
        assert [b.judul for b in butir] == ["Kirim berita acara"]
        assert "lewat 2 hari" in butir[0].keterangan
    assert not bagian(buka(client, make_desa(di=PANGGUNG)), "lewat")


def test_a_disposition_waits_on_the_desk_it_was_sent_to(client):
    camat, petugas = make_camat(), make_petugas()
    Disposisi.objects.create(
        permintaan=make_ditelaah(camat, judul="Laporan kas"), wilayah_id=INAN, dari=camat,
        kepada=petugas, perintah="Siapkan jawabannya", sampai=timezone.localdate(),
    )  # fmt: skip
    butir = bagian(buka(client, petugas), "menunggu")
    assert any("Disposisi dari" in b.keterangan and "hari ini" in b.keterangan for b in butir)
    assert not any("Disposisi" in b.keterangan for b in bagian(buka(client, camat), "menunggu"))


def test_another_kecamatan_sees_nothing_of_it(client):
    telat()
    jawab = buka(client, PenggunaFactory(peran="camat", di=TETANGGA))
    assert not any(k.butir for k in jawab.context["kelompok"])


def test_who_has_no_part_in_it_finds_no_page(client):
    assert buka(client, PenggunaFactory(peran="fasilitator", di=INAN)).status_code == 404
    client.logout()
    assert client.get(reverse("ruko_hari_ini")).status_code == 302


def test_a_private_request_keeps_its_subject_to_itself(client):
    telat(judul="Perkara pribadi kepala desa", rahasia=True)
    assert "Perkara pribadi" not in buka(client, make_camat()).content.decode()


def test_markup_stays_text(client):
    telat(judul="<img src=x>")
    assert "<img src=x>" not in buka(client, make_camat()).content.decode()


def test_many_are_cut_with_a_way_to_all(client):
    for _n in range(12):
        telat()
    jawab = buka(client, make_camat())
    assert len(bagian(jawab, "lewat")) == 8
    assert bagian(jawab, "menunggu")[-1].judul == "Masih ada yang lain"


@pytest.mark.parametrize("siapa", [make_camat, make_petugas, make_desa])
def test_the_page_costs_the_same_for_one_and_fifteen_and_weighs_little(
    client, siapa, django_assert_max_num_queries
):
    orang = siapa()
    telat()
    buka(client, orang)
    with django_assert_max_num_queries(18) as satu:
        client.get(reverse("ruko_hari_ini"))
    for _n in range(14):
        telat()
    with django_assert_max_num_queries(len(satu.captured_queries)):
        jawab = client.get(reverse("ruko_hari_ini"))
    assert len(jawab.content) < 20_000
