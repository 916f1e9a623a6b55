"""The rule set in use, read from its row and kept until another one is switched on."""

import time

import structlog

from curhat.models import AturanEskalasi
from curhat.triase.aturan import Aturan, Tenggat, parse_aturan, read_aturan

log = structlog.get_logger("curhat.aturan")
_LOOK_AGAIN_EVERY = 5.0  # seconds; a switched-on rule set counts everywhere within that time


class _Simpanan:
    versi = ""
    aturan: Aturan | None = None
    dilihat = 0.0


def aturan_aktif() -> Aturan:
    """The active AturanEskalasi as triage takes it; the shipped one where none is switched on."""
    now = time.monotonic()
    if _Simpanan.aturan is None or now - _Simpanan.dilihat >= _LOOK_AGAIN_EVERY:
        _refresh()
        _Simpanan.dilihat = now
    assert _Simpanan.aturan is not None  # noqa: S101 - _refresh always sets it
    return _Simpanan.aturan


def tenggat_aktif() -> Tenggat:
    """The deadlines of the active rule set."""
    return aturan_aktif().tenggat


def forget_aturan() -> None:
    """Look at the database at the next use (after a switch, and between tests)."""
    _Simpanan.dilihat = 0.0
    _Simpanan.versi = ""


def _refresh() -> None:
    row = AturanEskalasi.objects.filter(aktif=True).first()
    versi = row.versi if row else "bawaan"
    if versi == _Simpanan.versi and _Simpanan.aturan is not None:
        return
    try:
        _Simpanan.aturan = parse_aturan(row.isi) if row else read_aturan()
    except (ValueError, TypeError, KeyError, AttributeError):
        # A row nobody can read must not stop intake: the last good rules go on, told once.
        log.exception("aturan_tidak_terbaca", versi=versi)
        _Simpanan.aturan = _Simpanan.aturan or read_aturan()
    _Simpanan.versi = versi
