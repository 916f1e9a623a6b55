"""Days and hours as people write them are read on the clock of the place."""

import datetime as dt

import pytest

from luna_maya.baca_waktu import read_waktu
from wilayah.zona import zona_of

WITA = zona_of("63.06.05.1002")
KAMIS = dt.datetime(2026, 11, 26, 17, 0, tzinfo=WITA)


@pytest.mark.parametrize(
    ("teks", "hari", "jam"),
    [
        ("Sabtu jam 19.00", "2026-11-28", "19:00"),
        ("Sabtu depan", "2026-12-05", None),
        ("hari Jum'at pukul 20:15", "2026-11-27", "20:15"),
        ("malam Jumat jam 8 malam", "2026-11-26", "20:00"),
        ("malam Minggu bakda isya", "2026-11-28", "19:45"),
        ("12 Desember", "2026-12-12", None),
        ("tgl 12 desember 2027 jam setengah 8 malam", "2027-12-12", "19:30"),
        ("1/12 jam 7 malam", "2026-12-01", "19:00"),
        ("3 Januari 19.30 WITA", "2027-01-03", "19:30"),
        ("tanggal 3", "2026-12-03", None),
        ("besok malam jam 7 malam", "2026-11-27", "19:00"),
        ("lusa habis magrib", "2026-11-28", "18:30"),
        ("Kamis 16.00", "2026-12-03", "16:00"),  # today at four is over
        ("Kamis 19.00", "2026-11-26", "19:00"),
    ],
)
def test_it_reads(teks, hari, jam):
    hasil = read_waktu(teks, KAMIS)
    assert str(hasil.hari) == hari
    assert (f"{hasil.jam:%H:%M}" if hasil.jam else None) == jam
    assert hasil.utuh


def test_twelve_at_night_is_the_next_day_also_over_the_months_end():
    hasil = read_waktu("30 November jam 12 malam", KAMIS)
    assert hasil.at(KAMIS) == dt.datetime(2026, 12, 1, 0, 0, tzinfo=WITA)


def test_after_midnight_tomorrow_is_counted_from_the_new_day():
    lewat = dt.datetime(2026, 12, 1, 0, 10, tzinfo=WITA)
    assert read_waktu("besok", lewat).hari == dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    "teks", ["minggu depan", "31 Februari", "jam 19.00", "99/99", "kapan saja"]
)
def test_what_names_no_day_has_none(teks):
    assert read_waktu(teks, KAMIS).hari is None


def test_a_story_that_names_a_day_is_not_only_a_day():
    hasil = read_waktu("Sabtu depan ada pasar malam di lapangan, tolong lampunya", KAMIS)
    assert hasil.hari is not None
    assert not hasil.utuh
