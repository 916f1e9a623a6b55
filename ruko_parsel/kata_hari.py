"""Days in words and as read from an address."""

from datetime import date, timedelta

from ruko_parsel.models import Hari

_BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip
_BATAS = timedelta(days=400)


def day_words(hari: date) -> str:
    """ "Senin, 1 Desember 2026"."""
    return f"{Hari(hari.weekday()).label}, {hari.day} {_BULAN[hari.month - 1]} {hari.year}"


def read_tanggal(teks: str, kini: date) -> date:
    """The day asked for; today for nonsense and for what is too far away."""
    try:
        hari = date.fromisoformat(teks)
    except ValueError:
        return kini
    return hari if abs(hari - kini) <= _BATAS else kini
