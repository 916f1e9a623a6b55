"""Named spans of days, as of a day on the clock of the place."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict

from wilayah.zona import hari_ini, zona_of

MASA = (
    ("bulan-ini", "Bulan ini"), ("bulan-lalu", "Bulan lalu"), ("triwulan-ini", "Triwulan ini"),
    ("tahun-ini", "Tahun ini"), ("tahun-lalu", "Tahun lalu"), ("setahun", "Setahun terakhir"),
)  # fmt: skip
BAWAAN = "setahun"
TERPANJANG = timedelta(days=3 * 366)
_SETAHUN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Masa:
    """From the first to the last day, both included; `kunci` names it, empty for one's own."""

    dari: date
    sampai: date
    kunci: str = ""

    def bounds(self, kode: str) -> tuple[datetime, datetime]:
        """The first moment and the one after the last, on the clock of this area."""
        zona = zona_of(kode)
        akhir = self.sampai + timedelta(days=1)
        return (
            datetime.combine(self.dari, time(), tzinfo=zona),
            datetime.combine(akhir, time(), tzinfo=zona),
        )

    @property
    def query(self) -> str:
        """The span as addresses carry it."""
        if self.kunci:
            return f"masa={self.kunci}"
        return f"dari={self.dari:%Y-%m-%d}&sampai={self.sampai:%Y-%m-%d}"


def month_of(hari: date) -> Masa:
    """The whole month that this day lies in."""
    awal = hari.replace(day=1)
    return Masa(awal, (awal + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def closed_month(hari: date) -> Masa:
    """The last month that was over before this day's."""
    return month_of(hari.replace(day=1) - timedelta(days=1))


def named_masa(kunci: str, kini: date) -> Masa | None:
    """The span of this name as of this day; None for no such name."""
    triwulan = kini.replace(month=(kini.month - 1) // 3 * 3 + 1, day=1)
    lalu = closed_month(kini)
    hari = {
        "bulan-ini": (kini.replace(day=1), kini),
        "bulan-lalu": (lalu.dari, lalu.sampai),
        "triwulan-ini": (triwulan, kini),
        "tahun-ini": (date(kini.year, 1, 1), kini),
        "tahun-lalu": (date(kini.year - 1, 1, 1), date(kini.year - 1, 12, 31)),
        "setahun": (kini - _SETAHUN, kini),
    }.get(kunci)
    return Masa(*hari, kunci) if hari else None


def read_masa(query: QueryDict, kode: str) -> Masa:
    """What an address asks for; what does not fit is the last year. At most three years."""
    kini = hari_ini(kode)
    bernama = named_masa(query.get("masa", ""), kini)
    if bernama is not None:
        return bernama
    dari, sampai = _day(query.get("dari")), _day(query.get("sampai"))
    if dari is None and sampai is None:
        setahun = named_masa(BAWAAN, kini)
        assert setahun is not None  # noqa: S101 - one of the names above
        return setahun
    akhir = min(sampai or kini, kini)
    awal = min(dari or akhir - _SETAHUN, akhir)
    return Masa(max(awal, akhir - TERPANJANG), akhir)


def _day(teks: str | None) -> date | None:
    try:
        hari = date.fromisoformat(teks or "")
    except ValueError:
        return None
    return hari if hari.year >= 2000 else None
