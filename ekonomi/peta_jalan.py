"""The roadmap as a chart: where each bar lies, in units of an SVG that the server draws."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from ekonomi.models import Program, Tonggak

LEBAR, TINGGI_BARIS, KEPALA, RUANG_LABEL = (
    720,
    26,
    24,
    36,
)  # units of the SVG; labels stand beside it


@dataclass(frozen=True, slots=True)
class Batang:
    """One milestone's bar."""

    tonggak: Tonggak
    keadaan: str
    x: float
    y: float
    lebar: float
    isi: float  # width of the part that is done


@dataclass(frozen=True, slots=True)
class Peta:
    """A phase of the roadmap ready to draw."""

    judul: str
    batang: list[Batang]
    tinggi: int
    garis: list[tuple[float, str]] = field(default_factory=list)
    hari_ini: float | None = None


def draw_peta(program: Program, tonggak: Sequence[Tonggak], hari: dt.date) -> list[Peta]:
    """The 90 days and the 12 months, each on its own scale; phases without steps are left out."""
    hasil = []
    for fase, judul in Tonggak.Fase.choices:
        milik = [satu for satu in tonggak if satu.fase == fase]
        if milik:
            hasil.append(_draw(program, str(judul), milik, hari))
    return hasil


def _draw(program: Program, judul: str, milik: list[Tonggak], hari: dt.date) -> Peta:
    panjang = max(satu.hari_selesai for satu in milik) + 1
    skala = LEBAR / panjang
    kini = (hari - program.mulai).days
    batang = [_bar(satu, ke, skala, hari) for ke, satu in enumerate(milik)]
    langkah = 15 if panjang <= 120 else 61
    garis = [
        (round(n * skala, 1), f"hari {n}" if n * skala < LEBAR - RUANG_LABEL else "")
        for n in range(0, panjang, langkah)
    ]
    return Peta(
        judul, batang, KEPALA + len(milik) * TINGGI_BARIS, garis,
        round(kini * skala, 1) if 0 <= kini <= panjang else None,
    )  # fmt: skip


def _bar(tonggak: Tonggak, ke: int, skala: float, hari: dt.date) -> Batang:
    lebar = (tonggak.hari_selesai - tonggak.hari_mulai + 1) * skala
    return Batang(
        tonggak, tonggak.state_on(hari), round(tonggak.hari_mulai * skala, 1),
        KEPALA + ke * TINGGI_BARIS, round(lebar, 1), round(lebar * _share(tonggak), 1),
    )  # fmt: skip


def _share(tonggak: Tonggak) -> float:
    """How much of the step is done: all, its number against the target, or nothing."""
    if tonggak.selesai_at is not None:
        return 1.0
    if not tonggak.target or not tonggak.tercapai:
        return 0.0
    return min(1.0, tonggak.tercapai / tonggak.target)
