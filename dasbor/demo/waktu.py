"""A clock that can be set, so that past rows carry the times they would really have had."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from wilayah.kalender import to_wib

BUKA, TUTUP = 8, 15  # the hours in which demo staff work, WIB


class Jam:
    """What `timezone.now` answers while the history is made."""

    def __init__(self) -> None:
        self.sekarang = timezone.now()

    def now(self) -> datetime:
        return self.sekarang


@contextlib.contextmanager
def simulated_clock() -> Iterator[Jam]:
    """Let this process's `timezone.now` show the time of the returned Jam. For seeding only."""
    asli, jam = timezone.now, Jam()
    timezone.now = jam.now
    try:
        yield jam
    finally:
        timezone.now = asli


def next_kantor(at: datetime) -> datetime:
    """The moment itself in office hours, else the same minute of the next morning of a weekday."""
    lokal = to_wib(at)
    if lokal.hour >= TUTUP:
        lokal = (lokal + timedelta(days=1)).replace(hour=BUKA)
    elif lokal.hour < BUKA:
        lokal = lokal.replace(hour=BUKA)
    while lokal.weekday() >= 5:
        lokal += timedelta(days=1)
    return lokal
