"""Working hours between two moments, computed by the database for thousands of rows at once.

The calendar of the area goes in as three arrays (day, hours worked before it, hours of that day);
the hours worked until a moment are then one addition, and between two moments one subtraction.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wilayah.kalender import AKHIR_HARI_KERJA, AWAL_HARI_KERJA, hari_kerja_in

_HARI = datetime.combine(date.min, AKHIR_HARI_KERJA) - datetime.combine(date.min, AWAL_HARI_KERJA)
JAM_SEHARI = _HARI.total_seconds() / 3600  # Perpres 21/2023: 07.30 to 16.00, rest included


@dataclass(frozen=True, slots=True)
class Kalender:
    """Days as the statement takes them, one entry a day without gaps."""

    tanggal: list[date]
    sebelum: list[float]
    jam: list[float]


def calendar_of(kode: str, dari: date, sampai: date) -> Kalender:
    """The working hours of an area's offices from one day to another, both included; one query."""
    kerja = set(hari_kerja_in(dari, sampai, kode))
    tanggal = [dari + timedelta(days=n) for n in range((sampai - dari).days + 1)]
    jam = [JAM_SEHARI if hari in kerja else 0.0 for hari in tanggal]
    sebelum, lalu = [], 0.0
    for satu in jam:
        sebelum.append(lalu)
        lalu += satu
    return Kalender(tanggal, sebelum, jam)


def hours_sql(waktu: str, hari: str, zona: str) -> str:
    """Hours worked until `waktu` (a SQL expression), where `hari` is the calendar's row of its day.

    `zona` is the name of a time zone, never what somebody typed.
    """
    pukul = f"extract(epoch FROM ({waktu} AT TIME ZONE '{zona}')::time - time '{AWAL_HARI_KERJA}')"
    return f"({hari}.sebelum + least({hari}.jam, greatest(0, {pukul} / 3600.0)))"


def lama_kerja(jam: float | None) -> str:
    """As in 3,5 jam kerja or 2,4 hari kerja; a dash where there is nothing to measure."""
    if jam is None:
        return "–"
    if jam < JAM_SEHARI:
        return f"{_koma(jam)} jam kerja"
    return f"{_koma(jam / JAM_SEHARI)} hari kerja"


def _koma(angka: float) -> str:
    return f"{angka:.1f}".removesuffix(".0").replace(".", ",")
