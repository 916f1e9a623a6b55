"""A photo is public only while everybody in it, and the host, wants it to be."""

import itertools

import pytest
from django.db import DatabaseError, transaction

from luna_maya import models as luna
from luna_maya.izin import izin_of
from luna_maya.models import Dokumentasi, Kunjungan, OrangTampil, RiwayatTampil
from luna_maya.services.dokumentasi import (
    DokumentasiKeliru,
    JawabanOrang,
    answer_orang,
    record_orang,
    remove_dokumentasi,
    state_orang,
    withdraw_orang,
)
from luna_maya.services.dokumentasi_izin import on_izin_berkurang
from luna_maya.services.kunjungan import cancel_kunjungan
from luna_maya.services.testimoni import (
    KataWarga,
    add_testimoni,
    agree_testimoni,
    withdraw_testimoni,
)
from tests.luna_maya.pabrik import make_kunjungan, make_tuan_rumah, malam
from tests.luna_maya.pabrik_dokumentasi import host_says, make_foto, make_selesai

pytestmark = pytest.mark.django_db


def public(dok):
    return Dokumentasi.objects.public().filter(pk=dok.pk).exists()


def in_report(dok):
    return Dokumentasi.objects.for_report().filter(pk=dok.pk).exists()


def test_with_every_condition_met_it_is_public():
    assert public(make_foto())
    assert public(make_foto(make_selesai(mulai_at=malam(5)), izin=()))


@pytest.mark.parametrize("izin", ["laporan", "tidak"])
def test_one_person_who_did_not_agree_is_enough_to_keep_it_back(izin):
    dok = make_foto(izin=("publik", izin, "publik"))
    assert not public(dok)
    assert in_report(dok) == (izin == "laporan")


def test_without_the_statement_it_stays_back():
    dok = make_foto(nyatakan=False)
    assert not public(dok)
    state_orang(dok, "semua", by=dok.by)
    assert public(dok)
    state_orang(dok, "", by=dok.by)
    assert not public(dok)


def test_the_statement_must_fit_the_record():
    dok = make_foto(izin=(), nyatakan=False)
    with pytest.raises(DokumentasiKeliru, match="Belum ada orang"):
        state_orang(dok, "semua", by=dok.by)
    state_orang(dok, "kosong", by=dok.by)
    record_orang(dok, JawabanOrang("Siti", "publik", "lisan"), by=dok.by)
    assert not public(dok)  # somebody was seen after all: the statement fell
    with pytest.raises(DokumentasiKeliru, match="tercatat"):
        state_orang(dok, "kosong", by=dok.by)


def test_withdrawal_counts_at_once_and_a_new_answer_puts_it_back():
    dok = make_foto()
    orang = dok.orang.get()
    withdraw_orang(orang, cara="telepon", by=None)
    withdraw_orang(orang, cara="telepon", by=None)
    assert not public(dok)
    assert not in_report(dok)
    assert dok.riwayat_tampil.filter(apa="Izin dicabut").count() == 1
    answer_orang(orang, izin="publik", cara="tertulis", by=dok.by)
    assert public(dok)


def test_a_visit_that_was_not_held_shows_nothing():
    kunjungan = make_kunjungan()
    host_says(kunjungan)
    dok = make_foto(kunjungan)
    assert not public(dok)
    cancel_kunjungan(kunjungan, alasan="Hujan lebat", by=dok.by)
    assert not public(dok)


def test_a_child_needs_a_guardian_and_a_house_without_children():
    dok = make_foto(nama="Ahmad", anak=True, wali="Rusdiana")
    assert public(dok)
    with pytest.raises(DokumentasiKeliru, match="wali"):
        record_orang(dok, JawabanOrang("Aluh", "publik", "lisan", anak=True), by=dok.by)
    host_says(dok.kunjungan, ada_anak=True, wali_setuju=True)
    assert not public(dok)  # with children at home: no child's face, whoever agreed


@pytest.mark.parametrize("kurang", ["tampil", "foto"])
def test_the_host_decides_too(kurang):
    dok = make_foto()
    host_says(dok.kunjungan, **{kurang: False})
    assert not public(dok)
    host_says(dok.kunjungan)
    assert public(dok)
    host_says(dok.kunjungan, "cabut")
    assert not public(dok)
    assert not in_report(dok)


def test_the_query_says_the_same_as_the_one_place_to_ask_about_the_host():
    """`_host_allows` in SQL against luna_maya.izin, whatever kind, place and answer."""
    hari = itertools.count(1)
    for kode, tempat, jawab in itertools.product(
        ("menginap", "sambang"), ("rumah", "pos_kamling", "masjid"), (None, "ya", "cabut")
    ):
        n = next(hari)
        rumah = make_tuan_rumah(f"Tempat {n}", tempat=tempat)
        kunjungan = make_selesai(
            setuju=False, kode_jenis=kode, tuan_rumah=rumah, mulai_at=malam(hari=n * 2)
        )
        if jawab:
            host_says(kunjungan, jawab)
        dok = make_foto(kunjungan)
        izin = izin_of(Kunjungan.objects.get(pk=kunjungan.pk))
        assert public(dok) == (izin.may_tampil and izin.may_foto), (kode, tempat, jawab)
        assert in_report(dok) == izin.may_foto, (kode, tempat, jawab)


def test_when_the_host_takes_it_back_statements_fall_and_the_hosts_words_go():
    dok = make_foto()
    kunjungan = dok.kunjungan
    kata = add_testimoni(
        KataWarga("Senang sekali", dari_tuan_rumah=True, cara="lisan"), kunjungan=kunjungan,
        wilayah=kunjungan.wilayah, by=dok.by,
    )  # fmt: skip
    host_says(kunjungan, "cabut")
    for _ in range(2):
        on_izin_berkurang(kunjungan, izin_of(kunjungan))
    host_says(kunjungan)
    dok.refresh_from_db()
    assert dok.pernyataan == ""
    assert not public(dok)
    assert not luna.Testimoni.objects.public().filter(pk=kata.pk).exists()
    assert dok.riwayat_tampil.filter(apa="Izin tuan rumah berkurang").count() == 1


def test_a_removed_photo_takes_its_files_and_names_along(django_capture_on_commit_callbacks):
    dok = make_foto()
    berkas, kecil = dok.lampiran.berkas, dok.kecil
    with django_capture_on_commit_callbacks(execute=True):
        remove_dokumentasi(dok, alasan="Diminta warga 081234567890", by=dok.by)
    assert not berkas.storage.exists(berkas.name)
    assert not kecil.storage.exists(kecil.name)
    assert not public(dok)
    assert OrangTampil.objects.get().nama == ""
    assert "081234567890" not in RiwayatTampil.objects.last().apa


def test_names_are_encrypted_and_the_history_only_grows():
    from django.db import connection  # noqa: PLC0415

    dok = make_foto(nama="Norhayati Binti Hasan")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nama FROM luna_maya_orangtampil")
        assert "Norhayati" not in cursor.fetchone()[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        dok.riwayat_tampil.update(apa="lain")


def test_a_testimony_is_public_while_its_speaker_agrees():
    kunjungan = make_selesai()
    kata = add_testimoni(
        KataWarga("Jalan kami jadi terang. Hubungi 0812 3456 7890."), kunjungan=kunjungan,
        wilayah=kunjungan.wilayah, by=kunjungan.lurah,
    )  # fmt: skip
    assert "3456" not in kata.kata
    assert kata.oleh == "Warga RT 02"
    assert not luna.Testimoni.objects.public().exists()
    agree_testimoni(kata, cara="tertulis", by=kunjungan.lurah)
    assert luna.Testimoni.objects.public().get() == kata
    withdraw_testimoni(kata, cara="pesan", by=None)
    assert not luna.Testimoni.objects.public().exists()
    with pytest.raises(ValueError, match="kata-kata"):
        add_testimoni(KataWarga("  "), wilayah=kunjungan.wilayah, by=kunjungan.lurah)


def test_the_same_words_twice_are_one_testimony():
    kunjungan = make_selesai()
    for _ in range(2):
        add_testimoni(KataWarga("Bagus"), wilayah=kunjungan.wilayah, by=kunjungan.lurah)
    assert luna.Testimoni.objects.count() == 1
