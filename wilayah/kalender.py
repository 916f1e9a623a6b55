"""Working days: Monday to Friday, without national holidays and cuti bersama, on the
clock of the area (WIB where none is given).

The national calendar is the `holidays` package (categories public and government: the joint
decree of three ministers, SKB 3 Menteri, of each year); rows of HariLibur change it for everyone
or for one area and below, the nearest area's row first.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Q

from wilayah.models import HariLibur
from wilayah.scope import above
from wilayah.zona import at_place, zona_of

WIB = ZoneInfo("Asia/Jakarta")
# When a deadline in working days ends. Perpres 21/2023 art. 4: civil servants work 37.5 hours in
# five days and begin at 07.30; with an hour of rest a day that is 16.00. (Friday's longer rest is
# left out, so that every deadline of the portal ends at the same hour.)
AWAL_HARI_KERJA = time(7, 30)
AKHIR_HARI_KERJA = time(16, 0)
_BATAS_HARI = 366 * 5  # a deadline further away than this is a mistake in a rule

_Khusus = Mapping[date, HariLibur]


def is_hari_kerja(day: date, kode: str | None = None) -> bool:
    """Whether offices of this area work on this day (kode None: everywhere's calendar)."""
    return _is_kerja(day, _khusus(day, day, kode))


def is_jam_kerja(moment: datetime, kode: str | None = None) -> bool:
    """Whether offices of this area are open at this moment. Raises ValueError without a zone."""
    lokal = at_place(moment, kode)
    buka = AWAL_HARI_KERJA <= lokal.time() < AKHIR_HARI_KERJA
    return buka and is_hari_kerja(lokal.date(), kode)


def hari_libur_in(start: date, end: date, kode: str | None = None) -> list[tuple[date, str]]:
    """(day, name) of the holidays from start to end, both included; plain weekends are not."""
    khusus = _khusus(start, end, kode)
    found = []
    for day in _days(start, end):
        row = khusus.get(day)
        nama = row.nama if row else _nasional(day.year).get(day)
        if nama and not (row and row.jenis == HariLibur.Jenis.MASUK):
            found.append((day, nama))
    return found


def hari_kerja_in(start: date, end: date, kode: str | None = None) -> list[date]:
    """The working days of this area from start to end, both included; one query."""
    khusus = _khusus(start, end, kode)
    return [day for day in _days(start, end) if _is_kerja(day, khusus)]


def add_hari_kerja(start: datetime, days: int, kode: str | None = None) -> datetime:
    """The end (16.00 of the place) of the `days`-th working day after the day of `start`.

    Counting begins on the next working day. With 0 it is the end of today, or of the next working
    day where today's has passed. Raises ValueError for a negative number and for a start without
    a zone.
    """
    if days < 0:
        raise ValueError("jumlah hari kerja tidak boleh negatif")
    local = at_place(start, kode)
    if days == 0:
        # The next end of a working day, today's included.
        before = local.date() - timedelta(days=1)
        first = before if local.time() < AKHIR_HARI_KERJA else local.date()
        return _end_of(_nth_hari_kerja(first, 1, kode), kode)
    return _end_of(_nth_hari_kerja(local.date(), days, kode), kode)


def count_hari_kerja_ends(start: datetime, end: datetime, kode: str | None = None) -> int:
    """How many working days ended (16.00 of the place) after `start` and not after `end`."""
    first, last = at_place(start, kode), at_place(end, kode)
    khusus = _khusus(first.date(), last.date(), kode)
    return sum(
        1
        for day in _days(first.date(), last.date())
        if _is_kerja(day, khusus) and first < _end_of(day, kode) <= last
    )


def to_wib(moment: datetime) -> datetime:
    """The same moment on Jakarta's clock. Raises ValueError for a datetime without a zone."""
    if moment.tzinfo is None:
        raise ValueError("waktu harus memakai zona")
    return moment.astimezone(WIB)


def _nth_hari_kerja(after: date, n: int, kode: str | None) -> date:
    khusus = _khusus(after, None, kode)
    for day in _days(after + timedelta(days=1), after + timedelta(days=_BATAS_HARI)):
        if _is_kerja(day, khusus):
            n -= 1
            if n == 0:
                return day
    raise ValueError("batas waktu lebih dari lima tahun")


def _end_of(day: date, kode: str | None) -> datetime:
    return datetime.combine(day, AKHIR_HARI_KERJA, tzinfo=zona_of(kode))


def _is_kerja(day: date, khusus: _Khusus) -> bool:
    row = khusus.get(day)
    if row is not None:
        return row.jenis == HariLibur.Jenis.MASUK
    return day.weekday() < 5 and day not in _nasional(day.year)


@lru_cache(maxsize=32)
def _nasional(year: int) -> Mapping[date, str]:
    kalender = holidays.country_holidays(
        "ID", categories=("public", "government"), years=[year], language="id"
    )
    return dict(kalender.items())


def _khusus(start: date, end: date | None, kode: str | None) -> _Khusus:
    """The office's own days; where several fit, the one of the nearest area."""
    rows = HariLibur.objects.filter(tanggal__gte=start)
    if end is not None:
        rows = rows.filter(tanggal__lte=end)
    where = Q(wilayah__isnull=True)
    if kode:
        where |= Q(wilayah_id__in=above(kode))
    found = sorted(rows.filter(where), key=lambda row: len(row.wilayah_id or ""))
    return {row.tanggal: row for row in found}


def _days(start: date, end: date) -> Iterator[date]:
    for n in range((end - start).days + 1):
        yield start + timedelta(days=n)
