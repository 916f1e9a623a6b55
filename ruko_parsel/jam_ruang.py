"""When rooms are open and free: hours of the week, closed days, holidays, bookings; read only.

All times are on the clock of the kecamatan (`wilayah.zona`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ruko_parsel.models import HariTutup, JamBuka, Pemesanan, Ruang
from wilayah.kalender import hari_libur_in
from wilayah.zona import at_place, zona_of

SEL = timedelta(minutes=30)
SEHARI = timedelta(days=1)
Rentang = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Sel:
    """Half an hour of a room. `keadaan`: bebas, terisi, tutup, lewat."""

    mulai: datetime
    keadaan: str
    pesan: Any = None  # the booking, where it is taken

    @property
    def jam(self) -> str:
        """ "08.30" where the house is; a template's own filter would show the server's clock."""
        return f"{self.mulai:%H.%M}"


@dataclass(frozen=True, slots=True)
class BarisRuang:
    """A room's day. `alasan`: why it is closed."""

    ruang: Ruang
    sel: list[Sel]
    alasan: str = ""

    @property
    def bebas(self) -> bool:
        return any(satu.keadaan == "bebas" for satu in self.sel)


class JamRumah:
    """The hours of a kecamatan's house between two days, both included; three queries."""

    def __init__(self, kecamatan: str, dari: date, sampai: date) -> None:
        self.zona = zona_of(kecamatan)
        self.jam: dict[tuple[int | None, int], list[tuple[time, time]]] = defaultdict(list)
        for satu in JamBuka.objects.filter(wilayah=kecamatan).order_by("buka"):
            self.jam[satu.ruang_id, satu.hari].append((satu.buka, satu.tutup))
        self.beda = {ruang for ruang, _hari in self.jam if ruang is not None}
        self.tutup = list(
            HariTutup.objects.filter(wilayah=kecamatan, mulai__lte=sampai, selesai__gte=dari)
        )
        self.libur = dict(hari_libur_in(dari, sampai, kecamatan))

    @property
    def kosong(self) -> bool:
        """No hours were ever set."""
        return not self.jam

    def closed(self, ruang: int | None, hari: date) -> str:
        """Why this room (None: the house) is closed on this day; empty when it is not."""
        for satu in self.tutup:
            if satu.ruang_id in {None, ruang} and satu.mulai <= hari <= satu.selesai:
                return str(satu.alasan)
        if hari in self.libur:
            return self.libur[hari]
        return "" if self.hours(ruang, hari) else "Tidak buka"

    def hours(self, ruang: int | None, hari: date) -> list[tuple[time, time]]:
        """The usual hours of that day of the week."""
        return self.weekly(ruang, hari.weekday())

    def weekly(self, ruang: int | None, hari: int) -> list[tuple[time, time]]:
        """The usual hours of this weekday (0 Monday), touching ones made one."""
        kunci = ruang if ruang in self.beda else None
        hasil: list[tuple[time, time]] = []
        for buka, tutup in self.jam.get((kunci, hari), ()):
            if hasil and buka <= hasil[-1][1]:
                hasil[-1] = (hasil[-1][0], max(tutup, hasil[-1][1]))
            else:
                hasil.append((buka, tutup))
        return hasil

    def spans(self, ruang: int | None, hari: date) -> list[Rentang]:
        """From when to when it is open on this day."""
        if self.closed(ruang, hari):
            return []
        return [
            (
                datetime.combine(hari, buka, tzinfo=self.zona),
                datetime.combine(hari, tutup, tzinfo=self.zona),
            )
            for buka, tutup in self.hours(ruang, hari)
        ]

    def is_open(self, ruang: int | None, mulai: datetime, selesai: datetime) -> bool:
        """Whether it is open from beginning to end."""
        hari = mulai.astimezone(self.zona).date()
        return any(buka <= mulai and selesai <= tutup for buka, tutup in self.spans(ruang, hari))


def next_open(kecamatan: str, sejak: date, *, maks: int = 30) -> date | None:
    """The next day on which the house opens, `sejak` included; None within `maks` days."""
    jam = JamRumah(kecamatan, sejak, sejak + maks * SEHARI)
    hari = (sejak + n * SEHARI for n in range(maks))
    return next((satu for satu in hari if jam.spans(None, satu)), None)


def read_hari(kecamatan: str, hari: date, now: datetime) -> list[BarisRuang]:
    """Every room in use, its day in half hours; five queries whatever the number of rooms."""
    jam = JamRumah(kecamatan, hari, hari)
    ruang = list(Ruang.objects.filter(wilayah=kecamatan, aktif=True))
    buka = [r for satu in ruang for r in jam.spans(satu.pk, hari)]
    if not buka:
        return [BarisRuang(satu, [], jam.closed(satu.pk, hari)) for satu in ruang]
    awal, akhir = min(b for b, _t in buka), max(t for _b, t in buka)
    terisi = read_terisi((satu.pk for satu in ruang), awal, akhir)
    return [_row(satu, jam, (awal, akhir), terisi=terisi[satu.pk], now=now) for satu in ruang]


def read_terisi(ruang: Iterable[int], dari: datetime, sampai: datetime) -> dict[int, list[Any]]:
    """Bookings that hold their room in this time or were held there, by room."""
    rows = Pemesanan.objects.held().overlapping(dari, sampai).filter(ruang__in=list(ruang))
    hasil: dict[int, list[Any]] = defaultdict(list)
    for satu in rows.select_related("wilayah", "petugas").order_by("mulai_at"):
        hasil[satu.ruang_id].append(satu)
    return hasil


def _row(
    ruang: Ruang, jam: JamRumah, tepi: Rentang, *, terisi: list[Any], now: datetime
) -> BarisRuang:
    hari = tepi[0].date()
    buka = jam.spans(ruang.pk, hari)
    sel, saat = [], tepi[0]
    while saat < tepi[1]:
        sel.append(_cell(saat, buka, terisi, now))
        saat += SEL
    return BarisRuang(ruang, sel, jam.closed(ruang.pk, hari))


def _cell(saat: datetime, buka: list[Rentang], terisi: list[Any], now: datetime) -> Sel:
    akhir = saat + SEL
    # what ended early leaves the rest of its time free
    pesan = next(
        (
            p for p in terisi
            if p.mulai_at < akhir and p.selesai_at > saat
            and (p.status != Pemesanan.Status.SELESAI or saat < now)
        ),
        None,
    )  # fmt: skip
    if pesan is not None:
        return Sel(saat, "terisi", pesan)
    if not any(b <= saat and akhir <= t for b, t in buka):
        return Sel(saat, "tutup")
    return Sel(saat, "lewat" if saat < now else "bebas")


def hour_words(jam: list[tuple[time, time]]) -> str:
    """ "08.00–12.00 dan 13.00–16.00", or "tutup"."""
    return " dan ".join(f"{b:%H.%M}–{t:%H.%M}" for b, t in jam) or "tutup"


def local_day(moment: datetime, kecamatan: str) -> date:
    """The day of this moment where the house is."""
    return at_place(moment, kecamatan).date()
