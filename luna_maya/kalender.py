"""Days, weeks and months of visits as the calendar draws them, on the clock of the place."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import NoReverseMatch, reverse

from luna_maya.malam import Hari, special_days
from luna_maya.models import Kunjungan, RiwayatKunjungan, SebutanKunjungan
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place, zona_of

BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
         "Oktober", "November", "Desember")  # fmt: skip
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_TERKECIL, _TERBESAR = date(2015, 1, 1), date(2099, 12, 1)
_MALAM = time(19)  # what an empty evening is offered with
_SEHARI = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Butir:
    """A visit as an entry of the calendar. `tuan_rumah` is empty for who may not read it."""

    kode: str
    url: str
    mulai: datetime
    selesai: datetime
    judul: str
    jenis: str
    rt: str  # code of the area
    tempat: str  # RT 02 RW 01
    tuan_rumah: str
    status: str
    keadaan: str
    semula: tuple[str, ...]

    @property
    def batal(self) -> bool:
        return self.status == Kunjungan.Status.BATAL

    @property
    def jam(self) -> str:
        return f"{self.mulai:%H.%M}"

    @property
    def jam_selesai(self) -> str:
        return f"{self.selesai:%H.%M}"

    @property
    def sampai(self) -> str:
        """ "21.30", or with the day where the visit ends on another one: "06.00 (1 Des)"."""
        if self.selesai.date() == self.mulai.date():
            return self.jam_selesai
        return f"{self.jam_selesai} ({self.selesai.day} {BULAN[self.selesai.month - 1][:3]})"

    def days(self) -> list[date]:
        """The days it touches; one that ends at midnight sharp does not touch the next."""
        awal, akhir = self.mulai.date(), (self.selesai - timedelta(microseconds=1)).date()
        return [awal + n * _SEHARI for n in range((akhir - awal).days + 1)]


@dataclass(slots=True)
class HariKalender:
    """A square of the calendar. `butir`: (visit, whether it began the evening before)."""

    tanggal: date
    di_bulan: bool
    hari_ini: bool
    istimewa: Hari
    butir: list[tuple[Butir, bool]] = field(default_factory=list)
    tambah: str = ""

    @property
    def nama(self) -> str:
        return day_text(self.tanggal)

    @property
    def berisi(self) -> bool:
        """Whether the list has a line for it."""
        return bool(self.butir or self.istimewa.libur or self.istimewa.malam)

    @property
    def tautan(self) -> str:
        """Where its number leads: to its line in the list, else to the form for its evening."""
        return f"#h-{self.tanggal.isoformat()}" if self.berisi else self.tambah


def day_text(hari: date) -> str:
    """ "Senin, 30 November 2026"."""
    return f"{HARI[hari.weekday()]}, {hari.day} {BULAN[hari.month - 1]} {hari.year}"


def read_tanggal(teks: str, hari_ini: date) -> date:
    """The day an address asks for; today for what is none, within what a calendar can show."""
    try:
        hari = date.fromisoformat(teks)
    except ValueError:
        return hari_ini
    return min(max(hari, _TERKECIL), _TERBESAR)


def shift_month(hari: date, n: int) -> date:
    """The first of the month `n` months on."""
    bulan = hari.year * 12 + hari.month - 1 + n
    return date(bulan // 12, bulan % 12 + 1, 1)


def month_days(hari: date) -> tuple[date, date]:
    """First and last square of a month's grid: whole weeks from Monday."""
    awal = hari.replace(day=1)
    akhir = hari.replace(day=calendar.monthrange(hari.year, hari.month)[1])
    return awal - awal.weekday() * _SEHARI, akhir + (6 - akhir.weekday()) * _SEHARI


def week_days(hari: date) -> tuple[date, date]:
    """Monday and Sunday of the week this day is in."""
    senin = hari - hari.weekday() * _SEHARI
    return senin, senin + 6 * _SEHARI


def span(dari: date, sampai: date, kode: str) -> tuple[datetime, datetime]:
    """These days (both included) as moments on the clock of the place."""
    zona = zona_of(kode)
    return (
        datetime.combine(dari, time(), tzinfo=zona),
        datetime.combine(sampai + _SEHARI, time(), tzinfo=zona),
    )


def place_text(kode: str) -> str:
    """RT 02 RW 01, RW 01, or the kelurahan's own level as "tingkat kelurahan"."""
    bagian = kode.split(".")
    if len(bagian) > 5:
        return f"RT {bagian[5]}" + (f" RW {bagian[4]}" if bagian[4] != "00" else "")
    return f"RW {bagian[4]}" if len(bagian) > 4 else "tingkat kelurahan"


def page_of(kunjungan: Kunjungan) -> str:
    """Address of the visit's page for staff; empty where there is none."""
    try:
        return kunjungan.get_absolute_url()
    except NoReverseMatch:
        return ""


def page_to_add(kelurahan: str, jenis: str) -> str:
    """Address of the form for a new visit there; empty where there is none."""
    pilih = {nama: isi for nama, isi in (("di", kelurahan), ("jenis", jenis)) if isi}
    try:
        return f"{reverse('admin:luna_maya_kunjungan_add')}?{urlencode(pilih)}"
    except NoReverseMatch:
        return ""


def with_moves(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `pindahan`: the steps that moved it, the first one first."""
    pindah = RiwayatKunjungan.objects.filter(dari_mulai_at__isnull=False).order_by("at", "pk")
    return rows.prefetch_related(Prefetch("riwayat", queryset=pindah, to_attr="pindahan"))


def read_butir(
    rows: QuerySet[Any], kelurahan: str, dari: date, sampai: date, *, bertuan: bool
) -> list[Butir]:
    """Visits of these rows that touch the days, the earliest first; `bertuan`: with the host."""
    awal, akhir = span(dari, sampai, kelurahan)
    sebutan = SebutanKunjungan.names_in(kelurahan)
    dalam = rows.filter(mulai_at__lt=akhir, selesai_at__gt=awal)
    dalam = with_moves(dalam.select_related("jenis", "tuan_rumah")).order_by("mulai_at", "pk")
    return [_butir(satu, sebutan, bertuan=bertuan) for satu in dalam]


def _butir(satu: Any, sebutan: Mapping[str, str], *, bertuan: bool) -> Butir:
    kode = satu.wilayah_id
    return Butir(
        kode=satu.kode,
        url=page_of(satu),
        mulai=at_place(satu.mulai_at, kode),
        selesai=at_place(satu.selesai_at, kode),
        judul=satu.jenis.name_in(dict(sebutan)),
        jenis=satu.jenis.kode,
        rt=kode,
        tempat=place_text(kode),
        tuan_rumah=satu.tuan_rumah.nama if bertuan else "",
        status=satu.status,
        keadaan=satu.get_status_display(),
        semula=tuple(tanggal_panjang(p.dari_mulai_at, kode) for p in satu.pindahan),
    )


def draw_days(
    butir: Iterable[Butir],
    dari: date,
    sampai: date,
    kelurahan: str,
    *,
    hari_ini: date,
    bulan: int | None = None,
    tambah: str = "",
) -> list[HariKalender]:
    """Every day from `dari` to `sampai` with its visits, holidays and quiet nights.

    `tambah`: the form's address; an evening still to come without a visit offers it.
    """  # fmt: skip
    istimewa = special_days(dari, sampai, kelurahan)
    semua = {}
    for n in range((sampai - dari).days + 1):
        hari = dari + n * _SEHARI
        semua[hari] = HariKalender(
            tanggal=hari, di_bulan=bulan in (None, hari.month), hari_ini=hari == hari_ini,
            istimewa=istimewa.get(hari, Hari()),
        )  # fmt: skip
    for satu in butir:
        for ke, hari in enumerate(satu.days()):
            if hari in semua:
                semua[hari].butir.append((satu, ke > 0))
    for hari, kotak in semua.items():
        sibuk = any(not lanjut and not satu.batal for satu, lanjut in kotak.butir)
        if tambah and hari >= hari_ini and not sibuk:
            kotak.tambah = add_on(tambah, hari)
    return list(semua.values())


def add_on(alamat: str, hari: date) -> str:
    """The form for a new visit, filled in with this evening."""
    return f"{alamat}&hari={hari}&mulai={datetime.combine(hari, _MALAM):%Y-%m-%dT%H:%M}"


def weeks(hari: list[HariKalender]) -> list[list[HariKalender]]:
    """In rows of seven."""
    return [hari[n : n + 7] for n in range(0, len(hari), 7)]
