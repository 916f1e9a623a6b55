"""The daily token budget of a kelurahan: reserved before a call, corrected after it.

One counter row a day and kelurahan, raised in one statement, so calls that overlap can together
never reserve more than there is.
"""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from pesan.hitungan import count_up, read_hitungan
from pesan.models import Hitungan
from wilayah.kalender import WIB, to_wib


def _key(kelurahan: str, now: datetime) -> str:
    return f"model:token:{kelurahan}:{to_wib(now):%Y%m%d}"


def _rest_of_day(now: datetime) -> timedelta:
    besok = to_wib(now).date() + timedelta(days=1)
    return datetime.combine(besok, time(0, 5), tzinfo=WIB) - now


def reserve(kelurahan: str, token: int, *, anggaran: int) -> str:
    """Take `token` out of today's budget: the reservation's name, "" where they are not left."""
    now = timezone.now()
    kunci = _key(kelurahan, now)
    if count_up({kunci: token}, _rest_of_day(now))[kunci] <= anggaran:
        return kunci
    _add(kunci, -token)
    return ""


def settle(kunci: str, *, dipesan: int, dipakai: int) -> None:
    """Put back what was reserved and not used, or take what was used beyond it."""
    if kunci and dipakai != dipesan:
        _add(kunci, dipakai - dipesan)


def _add(kunci: str, token: int) -> None:
    Hitungan.objects.filter(pk=kunci).update(jumlah=Greatest(F("jumlah") + token, 0))


def used_today(kelurahan: str) -> int:
    """Tokens of today, reserved ones included."""
    kunci = _key(kelurahan, timezone.now())
    found = read_hitungan([kunci]).get(kunci)
    return found.jumlah if found else 0
