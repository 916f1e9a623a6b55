"""A week drawn by hours, as server-made SVG: a visit past midnight stands on both its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luna_maya.kalender import HARI, Butir, HariKalender

LEBAR_JAM = 46  # of the column with the hours; all in units of the drawing
LEBAR_HARI = 132
TINGGI_JAM = 26
KEPALA = 44
LEBAR = LEBAR_JAM + 7 * LEBAR_HARI
TINGGI = KEPALA + 24 * TINGGI_JAM
_SEHARI = timedelta(days=1)
_HURUF = 6.6  # units that a letter takes at the size used


@dataclass(frozen=True, slots=True)
class Balok:
    """A visit's part on one day. `lanjutan`: it began the evening before."""

    butir: Butir
    x: float
    y: float
    lebar: float
    tinggi: float
    lanjutan: bool
    baris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A day's column: its head, its blocks, and what is special about it."""

    hari: HariKalender
    x: int
    nama: str
    tanggal: str
    balok: list[Balok]


def draw_pekan(hari: list[HariKalender]) -> list[Kolom]:
    """Seven columns."""
    return [
        Kolom(
            hari=satu, x=LEBAR_JAM + n * LEBAR_HARI, nama=HARI[satu.tanggal.weekday()],
            tanggal=f"{satu.tanggal.day}/{satu.tanggal.month}",
            balok=_blocks(satu, LEBAR_JAM + n * LEBAR_HARI),
        )
        for n, satu in enumerate(hari)
    ]  # fmt: skip


def hours() -> list[tuple[str, int]]:
    """("19.00", y) of every hour's line."""
    return [(f"{jam:02d}.00", KEPALA + jam * TINGGI_JAM) for jam in range(24)]


def _blocks(hari: HariKalender, x: int) -> list[Balok]:
    potong = [(satu, lanjut, *_minutes(satu, hari.tanggal)) for satu, lanjut in hari.butir]
    lajur = _lanes((awal, akhir) for _satu, _lanjut, awal, akhir in potong)
    banyak = max(lajur, default=0) + 1
    lebar = (LEBAR_HARI - 6) / banyak
    hasil = []
    for (satu, lanjut, awal, akhir), ke in zip(potong, lajur, strict=True):
        tinggi = max((akhir - awal) * TINGGI_JAM / 60, 18.0)
        hasil.append(
            Balok(
                butir=satu, x=x + 3 + ke * lebar, y=KEPALA + awal * TINGGI_JAM / 60,
                lebar=lebar - 2, tinggi=tinggi, lanjutan=lanjut,
                baris=_words(satu, lebar, tinggi, lanjut=lanjut),
            )
        )  # fmt: skip
    return hasil


def _minutes(satu: Butir, hari: date) -> tuple[float, float]:
    """From which to which minute of this day it lasts."""
    awal = datetime.combine(hari, time(), tzinfo=satu.mulai.tzinfo)
    dari, sampai = max(satu.mulai, awal), min(satu.selesai, awal + _SEHARI)
    return (dari - awal).total_seconds() / 60, (sampai - awal).total_seconds() / 60


def _lanes(rentang: Iterable[tuple[float, float]]) -> list[int]:
    """Which lane each takes so that none lies on another."""
    akhir: list[float] = []
    hasil = []
    for dari, sampai in rentang:
        bebas = next((n for n, batas in enumerate(akhir) if batas <= dari), len(akhir))
        if bebas == len(akhir):
            akhir.append(sampai)
        else:
            akhir[bebas] = sampai
        hasil.append(bebas)
    return hasil


def _words(satu: Butir, lebar: float, tinggi: float, *, lanjut: bool) -> tuple[str, ...]:
    """As many lines as fit, each as long as fits."""
    jam = f"sampai {satu.selesai:%H.%M}" if lanjut else satu.jam
    isi = [f"{jam} {satu.tempat}", "BATAL" if satu.batal else satu.judul, satu.tuan_rumah]
    muat = max(int((tinggi - 4) // 15), 1)
    huruf = max(int((lebar - 8) / _HURUF), 3)
    return tuple(_short(teks, huruf) for teks in isi if teks)[:muat]


def _short(teks: str, huruf: int) -> str:
    return teks if len(teks) <= huruf else f"{teks[: huruf - 1]}…"
