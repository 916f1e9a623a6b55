"""Reference rows that every curhat needs, kept in the process for half a minute.

Taxonomy, agencies and emergency numbers change a few times a year; reading them for each of a
hundred messages a second would be most of the work.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from curhat.models import Subkategori
from curhat.triase.lokasi import Gazetir
from wilayah.models import Instansi, Wilayah
from wilayah.services.area import (
    emergency_numbers,
    ensure_rt_rw,
    gazetir_rows,
    pick_instansi,
    sapaan_lurah,
    units_serving,
)

_KEEP = 30.0  # seconds
_simpanan: dict[tuple[str, ...], tuple[float, Any]] = {}
T = TypeVar("T")


def _kept(key: tuple[str, ...], make: Callable[[], T]) -> T:
    found = _simpanan.get(key)
    if found is not None and time.monotonic() - found[0] < _KEEP:
        return found[1]
    value = make()
    _simpanan[key] = (time.monotonic(), value)
    return value


def forget_acuan() -> None:
    """Read everything again at the next use."""
    _simpanan.clear()


def subkategori_all() -> dict[str, Subkategori]:
    """Subkategori by slug, each with its kategori."""
    return _kept(
        ("subkategori",), lambda: {s.pk: s for s in Subkategori.objects.select_related("kategori")}
    )


def wilayah_row(kode: str) -> Wilayah:
    """One area. Raises Wilayah.DoesNotExist."""
    return _kept(("wilayah", kode), lambda: Wilayah.objects.select_related("induk").get(pk=kode))


def gazetir(kode: str) -> Gazetir:
    """The names a text from this area may mention: everything of its city or regency."""
    kota = ".".join(kode.split(".")[:2])
    return _kept(("gazetir", kota), lambda: Gazetir(gazetir_rows(kota)))


def _kelurahan(kode: str) -> str:
    """What is the same for every RT of a kelurahan is kept once for all of them."""
    return ".".join(kode.split(".")[:4])


def unit_of(subkategori: Subkategori, kode: str) -> Instansi | None:
    """The agency that answers for this subject in this area."""
    kode = _kelurahan(kode)
    return _kept(
        ("unit", subkategori.unit, kode),
        lambda: pick_instansi(
            subkategori.unit, _kept(("melayani", kode), lambda: units_serving(kode))
        ),
    )


def pendamping_of(unit: str, kode: str) -> str | None:
    """Name and public number of the agency nearby that stands by, or None without a number."""
    kode = _kelurahan(kode)
    serving = _kept(("melayani", kode), lambda: units_serving(kode))
    instansi = pick_instansi(unit, [satu for satu in serving if satu.telepon])
    return f"{instansi.nama} {instansi.telepon}" if instansi else None


def numbers_of(kode: str) -> tuple[tuple[str, str], ...]:
    """Emergency numbers that serve this area, nearest first."""
    kode = _kelurahan(kode)
    return _kept(("darurat", kode), lambda: tuple(emergency_numbers(kode)))


def lurah_of_area(kode: str) -> str:
    """How residents address today's lurah of this area."""
    kode = _kelurahan(kode)
    return _kept(("lurah", kode), lambda: sapaan_lurah(kode))


def place_of(kelurahan: str, *, rw: str | None, rt: str | None) -> Wilayah:
    """The deepest known area for these codes; RW and RT are made on first use.

    Kept only once committed: a row made in a transaction that rolls back must not be remembered.
    """
    if (rw is None and rt is None) or kelurahan.count(".") != 3:
        return wilayah_row(kelurahan)
    key = ("tempat", kelurahan, rw or "", rt or "")
    found = _simpanan.get(key)
    if found is not None and time.monotonic() - found[0] < _KEEP:
        return found[1]
    place = ensure_rt_rw(kelurahan, rw=rw, rt=rt)
    transaction.on_commit(lambda: _simpanan.__setitem__(key, (time.monotonic(), place)))
    return place
