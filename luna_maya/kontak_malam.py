"""Who is reached at night: read from the schedule, on the clock of the kelurahan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from luna_maya.models import KontakMalam, PetugasMalam
from wilayah.format import tanggal_panjang
from wilayah.scope import above
from wilayah.zona import at_place, nama_zona, zona_of

VERSI_TEKS = "malam-1"
TEKS_SETUJU = (
    "Sebutan dan nomor ini ditampilkan di halaman kelurahan dan dijawab oleh obrolan portal pada "
    "jam Anda bertugas, supaya warga dapat menghubungi Anda di luar jam kerja. Anda dapat "
    "mencabutnya kapan saja; seketika itu nomor Anda tidak ditampilkan lagi."
)
# What a turn needs of its people, for select_related.
IKUT = ("petugas__tokoh", "petugas__pengguna", "pengganti__tokoh", "pengganti__pengguna")
_JELANG = 8  # days looked ahead for the next turn


@dataclass(frozen=True, slots=True)
class Orang:
    """A person as residents see them."""

    sebutan: str
    nomor: str  # "+6281…"
    wa: bool

    @property
    def tel(self) -> str:
        return f"tel:{self.nomor}"

    @property
    def url_wa(self) -> str:
        return f"https://wa.me/{self.nomor.lstrip('+')}" if self.wa else ""

    @property
    def nomor_terbaca(self) -> str:
        """0812-3456-7890."""
        teks = f"0{self.nomor[3:]}" if self.nomor.startswith("+62") else self.nomor
        return "-".join([teks[:4], *(teks[n : n + 4] for n in range(4, len(teks), 4))])


@dataclass(frozen=True, slots=True)
class Giliran:
    """One turn: from when to when, who is reached, who stands in. Who has not agreed to be shown,
    or is out of office, is None.

    `kontak` is the row it comes from.
    """

    kontak: KontakMalam
    mulai_at: datetime
    selesai_at: datetime

    @property
    def utama(self) -> Orang | None:
        return _orang(self.kontak.petugas, self.mulai_at.date())

    @property
    def pengganti(self) -> Orang | None:
        return _orang(self.kontak.pengganti, self.mulai_at.date())

    @property
    def sehari_penuh(self) -> bool:
        return self.selesai_at - self.mulai_at >= timedelta(hours=24)

    @property
    def jam(self) -> str:
        """ "19.00–06.00 WITA", or "24 jam"."""
        if self.sehari_penuh:
            return "24 jam"
        zona = nama_zona(str(self.kontak.wilayah_id))
        return f"{self.mulai_at:%H.%M}–{self.selesai_at:%H.%M} {zona}"

    @property
    def mulai_terbaca(self) -> str:
        return tanggal_panjang(self.mulai_at, str(self.kontak.wilayah_id))

    @property
    def selesai_terbaca(self) -> str:
        return tanggal_panjang(self.selesai_at, str(self.kontak.wilayah_id))

    def covers(self, now: datetime) -> bool:
        return self.mulai_at <= now < self.selesai_at


def _orang(petugas: PetugasMalam | None, hari: date) -> Orang | None:
    if petugas is None or not petugas.is_shown or not petugas.in_office(hari):
        return None
    return Orang(petugas.sebutan, petugas.nomor, petugas.bisa_wa)


@dataclass(frozen=True, slots=True)
class KontakSekarang:
    """What residents of a kelurahan read: the turn now (None: nobody), and the next one."""

    sekarang: Giliran | None
    berikut: Giliran | None

    @property
    def orang(self) -> Orang | None:
        """Whom to call: who is on duty, else the stand-in."""
        return (self.sekarang.utama or self.sekarang.pengganti) if self.sekarang else None


def kontak_sekarang(kelurahan: str, now: datetime | None = None) -> KontakSekarang:
    """Who is reached now in this kelurahan (or the one the area lies in), and the next turn.

    One query. A single date's row takes the place of the week's for as long as it runs.
    """
    now = now or timezone.now()
    hari = at_place(now, kelurahan).date()
    giliran = turns(_rows(above(kelurahan)), hari - timedelta(days=1), hari + timedelta(_JELANG))
    kini = next((g for g in giliran if g.covers(now)), None)
    jelang = [g for g in giliran if g.mulai_at > now]
    return KontakSekarang(kini, jelang[0] if jelang else None)


def _rows(kelurahan: Sequence[str]) -> list[KontakMalam]:
    rows = KontakMalam.objects.filter(wilayah__in=kelurahan)
    return list(rows.select_related(*IKUT))


def turns(rows: Iterable[KontakMalam], dari: date, sampai: date) -> list[Giliran]:
    """Every turn that begins between these days (both included), cut where a date's row runs."""
    semua = list(rows)
    khusus = [
        Giliran(k, *k.span_from(k.tanggal))
        for k in semua
        if k.tanggal is not None and dari - timedelta(days=1) <= k.tanggal <= sampai
    ]
    biasa = []
    for n in range((sampai - dari).days + 1):
        hari = dari + timedelta(days=n)
        pekanan = (k for k in semua if k.hari == hari.weekday())
        for k in pekanan:
            biasa += _left_over(Giliran(k, *k.span_from(hari)), khusus)
    return sorted([*khusus, *biasa], key=lambda g: g.mulai_at)


def _left_over(giliran: Giliran, khusus: Sequence[Giliran]) -> list[Giliran]:
    """What remains of a weekly turn beside the single dates' ones."""
    sisa = [giliran]
    for k in khusus:
        baru = []
        for g in sisa:
            if k.selesai_at <= g.mulai_at or g.selesai_at <= k.mulai_at:
                baru.append(g)
                continue
            if g.mulai_at < k.mulai_at:
                baru.append(Giliran(g.kontak, g.mulai_at, k.mulai_at))
            if k.selesai_at < g.selesai_at:
                baru.append(Giliran(g.kontak, k.selesai_at, g.selesai_at))
        sisa = baru
    return sisa


def runs_of(giliran: Iterable[Giliran]) -> list[tuple[str, Giliran]]:
    """Turns of whole days that follow each other with the same people as one line, the others by
    themselves: [("Jum, 27 Nov sampai Kam, 3 Des", turn)].
    """
    jalan: list[tuple[Giliran, Giliran]] = []
    for g in giliran:
        if jalan and _follows(jalan[-1][1], g):
            jalan[-1] = (jalan[-1][0], g)
        else:
            jalan.append((g, g))
    return [(_days_text(awal, akhir), awal) for awal, akhir in jalan]


def _follows(satu: Giliran, lanjut: Giliran) -> bool:
    sama = (satu.utama, satu.pengganti) == (lanjut.utama, lanjut.pengganti)
    penuh = satu.sehari_penuh and lanjut.sehari_penuh
    return sama and penuh and satu.selesai_at == lanjut.mulai_at


def _days_text(awal: Giliran, akhir: Giliran) -> str:
    dari, sampai = (
        tanggal_panjang(g.mulai_at, str(g.kontak.wilayah_id)).rsplit(" ", 3)[0]
        for g in (awal, akhir)
    )
    return dari if awal is akhir else f"{dari} sampai {sampai}"


def week_of(rows: Any, kelurahan: str, senin: date) -> list[tuple[date, list[Giliran]]]:
    """The seven days from this Monday, each with the turns that touch it."""
    giliran = turns(rows, senin - timedelta(days=1), senin + timedelta(days=6))
    zona = zona_of(kelurahan)
    hasil = []
    for n in range(7):
        hari = senin + timedelta(days=n)
        awal = datetime.combine(hari, datetime.min.time(), tzinfo=zona)
        akhir = awal + timedelta(days=1)
        hasil.append((hari, [g for g in giliran if g.mulai_at < akhir and g.selesai_at > awal]))
    return hasil


def next_turns(kelurahan: str, dari: date, sampai: date, now: datetime) -> list[Giliran]:
    """The turns of these days that are not over."""
    semua = turns(_rows(above(kelurahan)), dari - timedelta(days=1), sampai)
    return [g for g in semua if g.selesai_at > now]
