"""Presence is written down once, taken back only with a reason, and kept once it was used."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hadir.models import Kehadiran
from hadir.services import (
    PresensiDitolak,
    SesiTerkunci,
    SesiTertutup,
    cancel_hadir,
    close_sesi,
    count_hadir,
    hadir_di,
    lock_sesi,
    record_hadir,
    reopen_sesi,
)
from tests.curhat.test_bersamaan import in_threads
from tests.factories import PenggunaFactory
from tests.hadir.pabrik import DaftarUji, buat_sesi


def test_saying_it_twice_is_one_row(sesi, fasilitator):
    satu = record_hadir(sesi, "uji:1", cara="qr")
    dua = record_hadir(sesi, "uji:1", cara="daftar", by=fasilitator)
    assert satu == dua
    assert dua.cara == "qr"
    assert [k for k, _by in DaftarUji.panggilan] == ["uji:1"]


def test_who_signs_in_needs_an_open_session_and_staff_do_not(fasilitator):
    sesi = buat_sesi(dibuka=False)
    with pytest.raises(SesiTertutup):
        record_hadir(sesi, "uji:1", cara="qr")
    assert record_hadir(sesi, "uji:1", cara="daftar", by=fasilitator).dicatat_oleh == fasilitator
    close_sesi(sesi, by=fasilitator)
    with pytest.raises(SesiTertutup):
        record_hadir(sesi, "uji:2", cara="qr")


def test_a_presence_is_taken_back_with_a_reason_and_may_be_given_again(sesi, fasilitator):
    hadir = record_hadir(sesi, "uji:1", cara="qr")
    with pytest.raises(ValueError, match="alasan"):
        cancel_hadir(hadir, alasan="  ", by=fasilitator)
    batal = cancel_hadir(hadir, alasan="Titip absen lewat 081234567890", by=fasilitator)
    assert "081234567890" not in batal.alasan
    assert not hadir_di("uji:1").exists()
    record_hadir(sesi, "uji:1", cara="daftar", by=fasilitator)
    assert Kehadiran.objects.filter(sesi=sesi).count() == 2
    assert count_hadir("uji:1") == {"uji:1": 1}


def test_a_locked_list_stays_as_it_is(sesi, fasilitator):
    hadir = record_hadir(sesi, "uji:1", cara="qr")
    lock_sesi(sesi, by=None)
    with pytest.raises(SesiTerkunci):
        record_hadir(sesi, "uji:2", cara="daftar", by=fasilitator)
    with pytest.raises(SesiTerkunci):
        cancel_hadir(hadir, alasan="Salah", by=fasilitator)
    with pytest.raises(SesiTerkunci):
        reopen_sesi(sesi, by=fasilitator)


def test_the_app_above_may_refuse_somebody(sesi):
    DaftarUji.ditolak = {"uji:2": "Sudah mundur."}
    with pytest.raises(PresensiDitolak, match="mundur"):
        record_hadir(sesi, "uji:2", cara="qr")


def test_rows_are_neither_changed_nor_deleted(sesi):
    hadir = record_hadir(sesi, "uji:1", cara="qr")
    for ubah in (
        lambda: Kehadiran.objects.filter(pk=hadir.pk).update(kunci_orang="uji:9"),
        lambda: Kehadiran.objects.filter(pk=hadir.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ubah()


def test_a_tick_by_nobody_is_refused_by_the_database(sesi):
    with pytest.raises(IntegrityError, match="kehadiran_daftar_oleh_petugas"):
        Kehadiran.objects.create(sesi=sesi, kunci_orang="uji:1", cara="daftar")


def test_the_same_session_is_planned_once(db):
    assert buat_sesi(judul="Hari 1") == buat_sesi(judul="Hari 1 lagi")


def test_two_taps_at_the_same_instant_are_one_row(nyata):
    sesi = buat_sesi()
    staf = PenggunaFactory()
    in_threads(
        lambda: record_hadir(sesi, "uji:1", cara="qr"),
        lambda: record_hadir(sesi, "uji:1", cara="daftar", by=staf),
        lambda: record_hadir(sesi, "uji:1", cara="pin"),
    )
    assert Kehadiran.objects.filter(sesi=sesi).count() == 1
