"""Which nights are holy or quiet: shown on the calendar, minded by whoever plans a visit.

Holidays are the office's calendar (`wilayah.kalender`). A religious day makes its own night and
the night before it one to ask about first; what staff note as MalamTenang does the same.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from luna_maya.models import MalamTenang
from wilayah.kalender import hari_libur_in

_KEAGAMAAN = (
    "idul fitri", "idul adha", "nyepi", "waisak", "natal", "isra mikraj", "maulid",
    "tahun baru islam", "yesus kristus", "imlek",
)  # fmt: skip
_SEHARI = timedelta(days=1)


@dataclass(slots=True)
class Hari:
    """What is special about a day: its holidays, and why its night is one to ask about first."""

    libur: list[str] = field(default_factory=list)
    keagamaan: bool = False
    malam: list[str] = field(default_factory=list)


def is_keagamaan(nama: str) -> bool:
    """Whether the name of a holiday is of a religious feast itself, not of a day off beside it."""
    kecil = nama.lower()
    return not kecil.startswith("cuti bersama") and any(kata in kecil for kata in _KEAGAMAAN)


def special_days(dari: date, sampai: date, kode: str) -> dict[date, Hari]:
    """{day: what is special} from `dari` to `sampai` (both included) in this area; two queries."""
    hasil: dict[date, Hari] = {}
    for hari, nama in hari_libur_in(dari, sampai + _SEHARI, kode):
        _mark_holiday(hasil, hari, nama)
    for satu in MalamTenang.objects.between(kode, dari, sampai):
        hari = max(satu.mulai, dari)
        while hari <= min(satu.selesai, sampai):
            hasil.setdefault(hari, Hari()).malam.append(satu.nama)
            hari += _SEHARI
    return {hari: isi for hari, isi in sorted(hasil.items()) if dari <= hari <= sampai}


def _mark_holiday(hasil: dict[date, Hari], hari: date, nama: str) -> None:
    ini = hasil.setdefault(hari, Hari())
    ini.libur.append(nama)
    if not is_keagamaan(nama):
        return
    ini.keagamaan = True
    ini.malam.append(nama)
    if "kedua" not in nama.lower():  # the second day has no eve of its own
        hasil.setdefault(hari - _SEHARI, Hari()).malam.append(f"malam menjelang {nama}")
