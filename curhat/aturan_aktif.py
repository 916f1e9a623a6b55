"""The rule set in use, read from its row and kept until another one is switched on."""

import time
from dataclasses import dataclass
from typing import Any

from curhat.models import AturanEskalasi
from curhat.triase.aturan import Aturan, parse_aturan, read_aturan

_LOOK_AGAIN_EVERY = 5.0  # seconds; a switched-on rule set counts everywhere within that time


@dataclass(frozen=True, slots=True)
class Tenggat:
    """Deadlines of a rule set: hours to verify and for urgency 5, working days for urgency 4."""

    verifikasi_jam: int = 24
    darurat_jam: int = 24
    mendesak_hari_kerja: int = 5


class _Simpanan:
    versi = ""
    aturan: Aturan | None = None
    tenggat = Tenggat()
    dilihat = 0.0


def aturan_aktif() -> Aturan:
    """The active AturanEskalasi as triage takes it; the shipped one where none is switched on."""
    _refresh()
    assert _Simpanan.aturan is not None  # noqa: S101 - _refresh always sets it
    return _Simpanan.aturan


def tenggat_aktif() -> Tenggat:
    """The deadlines of the active rule set."""
    _refresh()
    return _Simpanan.tenggat


def forget_aturan() -> None:
    """Look at the database at the next use (after a switch, and between tests)."""
    _Simpanan.dilihat = 0.0
    _Simpanan.versi = ""


def _refresh() -> None:
    if _Simpanan.aturan is not None and time.monotonic() - _Simpanan.dilihat < _LOOK_AGAIN_EVERY:
        return
    row = AturanEskalasi.objects.filter(aktif=True).first()
    versi = row.versi if row else "bawaan"
    if versi != _Simpanan.versi or _Simpanan.aturan is None:
        isi = row.isi if row else {}
        _Simpanan.aturan = parse_aturan(isi) if row else read_aturan()
        _Simpanan.tenggat = read_tenggat(isi)
        _Simpanan.versi = versi
    _Simpanan.dilihat = time.monotonic()


def read_tenggat(isi: dict[str, Any]) -> Tenggat:
    """The `tenggat` section of a rule set; what is missing has the seed's value."""
    given = isi.get("tenggat", {})
    return Tenggat(**{name: int(given[name]) for name in Tenggat.__slots__ if name in given})
