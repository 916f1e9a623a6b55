"""Whom residents reach at night: the clock of the place, past midnight, one at a time."""

import datetime as dt
import threading

import pytest
from django.db import connection

from luna_maya.kontak_malam import kontak_sekarang
from luna_maya.models import KontakMalam, PersetujuanMalam
from luna_maya.services.kontak_malam import (
    BukanHaknya,
    JagaBentrok,
    agree_malam,
    change_nomor,
    minutes_between,
    withdraw_malam,
)
from tests.factories import PenggunaFactory
from tests.luna_maya.pabrik import UTARA, WITA
from tests.luna_maya.pabrik_petugas import make_jaga, make_pengganti, make_petugas_malam


def pukul(tanggal, jam, menit=0):
    return dt.datetime.combine(dt.date.fromisoformat(tanggal), dt.time(jam, menit), tzinfo=WITA)


@pytest.mark.django_db
def test_after_midnight_it_is_still_the_evening_before():
    make_jaga()
    malam = kontak_sekarang(UTARA, pukul("2026-12-31", 23, 30))
    dini = kontak_sekarang(UTARA, pukul("2027-01-01", 5, 59))
    assert malam.sekarang.mulai_at == dini.sekarang.mulai_at == pukul("2026-12-31", 19)
    assert dini.orang.sebutan == "Pak Fahmi, Lurah"
    pagi = kontak_sekarang(UTARA, pukul("2027-01-01", 6))
    assert pagi.sekarang is None
    assert pagi.berikut.mulai_at == pukul("2027-01-01", 19)


@pytest.mark.django_db
def test_the_clock_is_that_of_the_kelurahan():
    make_jaga()
    # 18.30 in Jakarta is 19.30 in Kandangan
    wib = dt.datetime(2026, 11, 26, 11, 30, tzinfo=dt.UTC)
    assert kontak_sekarang(UTARA, wib).sekarang.jam == "19.00–06.00 WITA"


@pytest.mark.django_db
def test_around_the_clock_there_is_always_somebody():
    make_jaga(mulai=dt.time(0), sampai=dt.time(0))
    for jam in range(0, 24 * 8, 5):
        kini = kontak_sekarang(UTARA, pukul("2026-11-26", 0) + dt.timedelta(hours=jam))
        assert kini.sekarang.jam == "24 jam"


@pytest.mark.django_db
def test_a_single_date_takes_the_place_of_the_week_for_as_long_as_it_runs():
    make_jaga()
    lain = make_pengganti()
    make_jaga(lain, hari=(), tanggal=dt.date(2026, 11, 26), mulai=dt.time(21), sampai=dt.time(1))
    siapa = [
        kontak_sekarang(UTARA, pukul(*saat)).orang.sebutan
        for saat in (("2026-11-26", 20), ("2026-11-26", 22), ("2026-11-27", 0), ("2026-11-27", 2))
    ]
    lurah, babin = "Pak Fahmi, Lurah", "Bhabinkamtibmas"
    assert siapa == [lurah, babin, babin, lurah]


@pytest.mark.django_db
def test_sunday_night_runs_into_monday_and_takes_it():
    petugas = make_petugas_malam()
    make_jaga(petugas, hari=(6,), mulai=dt.time(22), sampai=dt.time(6))
    with pytest.raises(JagaBentrok, match="Senin"):
        make_jaga(petugas, hari=(0,), mulai=dt.time(5), sampai=dt.time(7))
    make_jaga(petugas, hari=(0,), mulai=dt.time(6), sampai=dt.time(22))
    assert KontakMalam.objects.count() == 2


@pytest.mark.django_db
def test_two_kelurahan_have_each_their_own():
    make_jaga()
    make_jaga(make_petugas_malam("Lurah lain", di="63.06.05.1001"))
    assert KontakMalam.objects.count() == 14


@pytest.mark.django_db
def test_one_date_is_taken_once_and_all_of_a_batch_or_none():
    petugas = make_petugas_malam()
    hari = {"hari": (), "tanggal": dt.date(2026, 11, 30)}
    make_jaga(petugas, **hari)
    with pytest.raises(JagaBentrok, match="tanggal"):
        make_jaga(
            petugas, hari=(), tanggal=dt.date(2026, 12, 1), mulai=dt.time(2), sampai=dt.time(4)
        )
    make_jaga(petugas, hari=(2,))
    with pytest.raises(JagaBentrok, match="Rabu"):
        make_jaga(petugas, hari=(1, 2))
    assert KontakMalam.objects.filter(hari__isnull=False).count() == 1


@pytest.mark.django_db
def test_without_consent_neither_name_nor_number():
    petugas = make_petugas_malam(setuju=False)
    make_jaga(petugas, pengganti=make_pengganti())
    kini = kontak_sekarang(UTARA, pukul("2026-11-26", 20))
    assert kini.sekarang.utama is None
    assert kini.orang.sebutan == "Bhabinkamtibmas"
    assert kini.orang.nomor_terbaca == "0812-9999-0002"


@pytest.mark.django_db
def test_who_is_out_of_office_is_shown_no_more():
    petugas, lain = make_petugas_malam(), make_pengganti()
    make_jaga(petugas, pengganti=lain)
    petugas.pengguna.is_active = False
    petugas.pengguna.save()
    kini = kontak_sekarang(UTARA, pukul("2026-11-26", 20))
    assert kini.orang.sebutan == "Bhabinkamtibmas"
    lain.tokoh.selesai = dt.date(2026, 11, 25)
    lain.tokoh.save()
    assert kontak_sekarang(UTARA, pukul("2026-11-26", 20)).orang is None


@pytest.mark.django_db
def test_who_has_an_account_consents_alone_and_may_take_it_back():
    petugas = make_petugas_malam(setuju=False)
    with pytest.raises(BukanHaknya):
        agree_malam(petugas, by=PenggunaFactory())
    agree_malam(petugas, by=petugas.pengguna)
    agree_malam(petugas, by=petugas.pengguna)
    petugas = withdraw_malam(petugas, by=petugas.pengguna)
    assert not petugas.is_shown
    assert list(PersetujuanMalam.objects.values_list("keputusan", flat=True)) == ["ya", "cabut"]


@pytest.mark.django_db
def test_another_number_needs_another_consent():
    petugas = make_petugas_malam()
    petugas = change_nomor(petugas, nomor="0812 9999 0009", by=PenggunaFactory())
    assert petugas.nomor == "+6281299990009"
    assert petugas.setuju_at is None
    with pytest.raises(ValueError, match="nomor telepon"):
        change_nomor(petugas, nomor="nomor saya", by=PenggunaFactory())


def test_the_same_hour_is_a_whole_day():
    assert minutes_between(dt.time(7), dt.time(7)) == 24 * 60
    assert minutes_between(dt.time(22), dt.time(6)) == 8 * 60


def test_two_people_give_the_same_night_away_at_once(nyata):
    petugas = make_petugas_malam()
    mulai, hasil = threading.Barrier(2), []

    def write():
        mulai.wait()
        try:
            make_jaga(petugas, hari=(4,))
            hasil.append("jadi")
        except JagaBentrok:
            hasil.append("bentrok")
        finally:
            connection.close()

    benang = [threading.Thread(target=write) for _ in range(2)]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(hasil) == ["bentrok", "jadi"]
