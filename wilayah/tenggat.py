"""Deadlines: one mechanism for tickets and, later, every other desk.

Two clocks: plain hours (urgency 5, moderator's 24 hours) and working days of the area's calendar.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wilayah.kalender import add_hari_kerja, count_hari_kerja_ends, to_wib


@dataclass(frozen=True, slots=True)
class AturanTenggat:
    """A named deadline: `jam` plain hours, or `hari_kerja` working days; exactly one of them.

    `nama` is what staff and residents read as the source ("target DLH 3 hari kerja").
    """

    nama: str
    jam: int | None = None
    hari_kerja: int | None = None

    def __post_init__(self) -> None:
        if (self.jam is None) == (self.hari_kerja is None):
            raise ValueError(f"aturan {self.nama}: isi jam atau hari_kerja, salah satu")
        if (self.jam or 0) < 0 or (self.hari_kerja or 0) < 0:
            raise ValueError(f"aturan {self.nama}: angka tidak boleh negatif")


def due_at(start: datetime, aturan: AturanTenggat, kode: str | None) -> datetime:
    """When work begun at `start` in this area must be done (hours: exactly; days: 16.00 there)."""
    if aturan.jam is not None:
        return to_wib(start) + timedelta(hours=aturan.jam)
    assert aturan.hari_kerja is not None  # noqa: S101 - held by __post_init__
    return add_hari_kerja(start, aturan.hari_kerja, kode)


def shift_for_pause(
    due_at: datetime,
    paused_from: datetime,
    resumed_at: datetime,
    aturan: AturanTenggat,
    kode: str | None,
) -> datetime:
    """The deadline after a pause (waiting for the resident), which never costs the office time.

    On the hours' clock it moves by the length of the pause; on the working days' clock by the
    working days that ended within it. Raises ValueError when the pause ends before it begins.
    """
    if resumed_at < paused_from:
        raise ValueError("jeda berakhir sebelum mulai")
    if aturan.jam is not None:
        return due_at + (resumed_at - paused_from)
    lost = count_hari_kerja_ends(paused_from, resumed_at, kode)
    return add_hari_kerja(due_at, lost, kode) if lost else due_at


def sisa(due_at: datetime, now: datetime) -> str:
    """What is left, in the largest unit that fits: "3 jam", "20 menit", or "lewat 2 hari"."""
    seconds = (due_at - now).total_seconds()
    text = _length(abs(seconds))
    return text if seconds >= 0 else f"lewat {text}"


def sisa_lagi(due_at: datetime, now: datetime) -> str:
    """As `sisa`, as residents read it: "3 jam lagi", or "lewat 2 hari"."""
    text = sisa(due_at, now)
    return text if text.startswith("lewat") else f"{text} lagi"


def _length(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return "kurang dari semenit"
    if minutes < 60:
        return f"{minutes} menit"
    if minutes < 24 * 60:
        return f"{minutes // 60} jam"
    return f"{minutes // (24 * 60)} hari"
