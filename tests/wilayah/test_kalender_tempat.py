"""An office's day begins and ends on its own clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from wilayah.kalender import add_hari_kerja, count_hari_kerja_ends, is_jam_kerja
from wilayah.tenggat import AturanTenggat, due_at

pytestmark = pytest.mark.django_db
SENIN = dt.date(2027, 4, 5)


def at(jam, zona, menit=0, hari=SENIN):
    return dt.datetime.combine(hari, dt.time(jam, menit), tzinfo=ZoneInfo(zona))


@pytest.mark.parametrize(
    ("kode", "zona"),
    [("35.77.03.1009", "Asia/Jakarta"), ("63.11.07.2003", "Asia/Makassar"),
     ("81.71.01.1001", "Asia/Jayapura"), (None, "Asia/Jakarta")],
)  # fmt: skip
def test_deadlines_end_at_four_of_the_place(kode, zona):
    assert add_hari_kerja(at(9, zona), 1, kode) == at(16, zona, hari=SENIN + dt.timedelta(days=1))
    assert due_at(at(15, zona), AturanTenggat("uji", hari_kerja=0), kode) == at(16, zona)
    assert count_hari_kerja_ends(at(15, zona, 59), at(16, zona), kode) == 1
    assert count_hari_kerja_ends(at(16, zona), at(17, zona), kode) == 0
    assert is_jam_kerja(at(7, zona, 30), kode)
    assert not is_jam_kerja(at(7, zona, 29), kode)
    assert not is_jam_kerja(at(16, zona), kode)


def test_the_day_is_the_places_own():
    """Half past midnight in Ambon is still yesterday in Jakarta."""
    malam = at(0, "Asia/Jayapura", 30)
    assert add_hari_kerja(malam, 1, "81.71.01.1001").date() == dt.date(2027, 4, 6)
