"""Counting within a window, across processes: one row for each key, in one order of locks."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from pesan.models import Hitungan

_TAMBAH = """
INSERT INTO pesan_hitungan AS h (kunci, jumlah, hingga)
SELECT v.kunci, v.n, %(hingga)s FROM unnest(%(kunci)s::text[], %(n)s::int[]) AS v(kunci, n)
ORDER BY v.kunci
ON CONFLICT (kunci) DO UPDATE SET
    jumlah = CASE WHEN h.hingga <= %(now)s THEN 0 ELSE h.jumlah END + EXCLUDED.jumlah,
    hingga = CASE WHEN h.hingga <= %(now)s THEN EXCLUDED.hingga ELSE h.hingga END
RETURNING kunci, jumlah
"""


def count_up(tambah: Mapping[str, int], selama: timedelta) -> dict[str, int]:
    """Add to each key and give its count. A window begins with its first count."""
    if not tambah:
        return {}
    now = timezone.now()
    isi: dict[str, Any] = {
        "kunci": list(tambah), "n": list(tambah.values()), "now": now, "hingga": now + selama,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TAMBAH, isi)
        return dict(cursor.fetchall())


def read_hitungan(kunci: Iterable[str]) -> dict[str, Hitungan]:
    """The counters whose window is open."""
    return Hitungan.objects.filter(hingga__gt=timezone.now()).in_bulk(list(kunci))


def forget_hitungan(kunci: str) -> None:
    """Begin again at nothing."""
    Hitungan.objects.filter(pk=kunci).delete()


def extend_hitungan(kunci: str, selama: timedelta) -> None:
    """Let the window of a counter end this long from now."""
    Hitungan.objects.filter(pk=kunci).update(hingga=timezone.now() + selama)


def take_turn(kunci: str, selama: timedelta) -> bool:
    """Whether nobody has taken this turn within the time; who is told so has taken it."""
    return count_up({kunci: 1}, selama)[kunci] == 1


def lock_key(kunci: str) -> None:
    """Until the transaction ends, nobody else is between reading and writing this key.

    Taken before a row goes under an exclusion constraint: two such inserts at one instant each
    see the other's unfinished row, wait for each other, and PostgreSQL ends one as a deadlock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [kunci])
