"""Calendar quarters: their days and their names."""

import datetime as dt
import re
from dataclasses import dataclass

_ROMAWI = ("I", "II", "III", "IV")
_BULAN = ("Januari–Maret", "April–Juni", "Juli–September", "Oktober–Desember")


@dataclass(frozen=True, slots=True, order=True)
class Triwulan:
    """A quarter of a year; 2026-3 in addresses."""

    tahun: int
    ke: int

    @classmethod
    def of(cls, hari: dt.date) -> "Triwulan":
        """The quarter a day lies in."""
        return cls(hari.year, (hari.month - 1) // 3 + 1)

    @classmethod
    def read(cls, teks: str) -> "Triwulan | None":
        """2026-3; None for anything else."""
        cocok = re.fullmatch(r"(20\d\d)-([1-4])", teks)
        return cls(int(cocok[1]), int(cocok[2])) if cocok else None

    @property
    def kode(self) -> str:
        return f"{self.tahun}-{self.ke}"

    @property
    def mulai(self) -> dt.date:
        return dt.date(self.tahun, self.ke * 3 - 2, 1)

    @property
    def selesai(self) -> dt.date:
        return self.next().mulai - dt.timedelta(days=1)

    @property
    def romawi(self) -> str:
        return _ROMAWI[self.ke - 1]

    @property
    def bulan(self) -> str:
        """Its months in words: Juli–September."""
        return _BULAN[self.ke - 1]

    def next(self) -> "Triwulan":
        return Triwulan(self.tahun + self.ke // 4, self.ke % 4 + 1)

    def __str__(self) -> str:
        return f"Triwulan {self.romawi} {self.tahun}"


def quarters_between(mulai: dt.date, selesai: dt.date) -> list[Triwulan]:
    """Every quarter that the days from `mulai` to `selesai` touch, the earliest first."""
    satu, akhir = Triwulan.of(mulai), Triwulan.of(selesai)
    hasil = []
    while satu <= akhir:
        hasil.append(satu)
        satu = satu.next()
    return hasil
