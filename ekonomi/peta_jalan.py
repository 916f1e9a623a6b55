"""The roadmap as a chart: where each bar lies, in units of an SVG that the server draws."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ekonomi.models import Capaian, Program, Tonggak

LEBAR, TINGGI_BARIS, KEPALA, RUANG_LABEL = (
    720,
    26,
    24,
    36,
)  # units of the SVG; labels stand beside it


@dataclass(frozen=True, slots=True)
class Ukur:
    """What the portal itself measured of a milestone's indicator, and when."""

    nilai: Decimal
    satuan: str
    tanggal: dt.date


def measure_tonggak(tonggak: Sequence[Tonggak], hari: dt.date) -> dict[int, Ukur]:
    """The newest measured figure up to this day, for milestones with a number and an indicator."""
    diukur = [t for t in tonggak if t.target and t.indikator_id]
    rows = (
        Capaian.objects.filter(
            program__in={t.program_id for t in diukur},
            indikator__in={t.indikator_id for t in diukur},
            tanggal__lte=hari,
            nilai__isnull=False,
        )
        .order_by("program_id", "indikator_id", "-tanggal")
        .distinct("program_id", "indikator_id")
        .select_related("indikator")
    )
    ada = {(c.program_id, c.indikator_id): c for c in rows} if diukur else {}
    hasil = {}
    for satu in diukur:
        c = ada.get((satu.program_id, satu.indikator_id))
        if c is not None and c.nilai is not None:
            hasil[satu.pk] = Ukur(c.nilai, c.indikator.get_satuan_display(), c.tanggal)
    return hasil


def is_doubtful(tonggak: Tonggak, ukur: Ukur | None) -> bool:
    """Marked as done although the measured figure has not reached the milestone's number."""
    if tonggak.selesai_at is None or ukur is None or not tonggak.target:
        return False
    return ukur.nilai < tonggak.target


@dataclass(frozen=True, slots=True)
class Batang:
    """One milestone's bar."""

    tonggak: Tonggak
    keadaan: str
    x: float
    y: float
    lebar: float
    isi: float  # width of the part that is done
    ukur: "Ukur | None" = None

    @property
    def meragukan(self) -> bool:
        """Marked as done, while what the portal measures stays below its number."""
        return is_doubtful(self.tonggak, self.ukur)


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
    hasil, ukur = [], measure_tonggak(tonggak, hari)
    for fase, judul in Tonggak.Fase.choices:
        milik = [satu for satu in tonggak if satu.fase == fase]
        if milik:
            hasil.append(_draw(program, str(judul), milik, hari, ukur))
    return hasil


def _draw(
    program: Program, judul: str, milik: list[Tonggak], hari: dt.date, ukur: dict[int, Ukur]
) -> Peta:
    panjang = max(satu.hari_selesai for satu in milik) + 1
    skala = LEBAR / panjang
    kini = (hari - program.mulai).days
    batang = [_bar(satu, ke, skala, hari, ukur.get(satu.pk)) for ke, satu in enumerate(milik)]
    langkah = 15 if panjang <= 120 else 61
    garis = [
        (round(n * skala, 1), f"hari {n}" if n * skala < LEBAR - RUANG_LABEL else "")
        for n in range(0, panjang, langkah)
    ]
    return Peta(
        judul, batang, KEPALA + len(milik) * TINGGI_BARIS, garis,
        round(kini * skala, 1) if 0 <= kini <= panjang else None,
    )  # fmt: skip


def _bar(tonggak: Tonggak, ke: int, skala: float, hari: dt.date, ukur: Ukur | None) -> Batang:
    lebar = (tonggak.hari_selesai - tonggak.hari_mulai + 1) * skala
    return Batang(
        tonggak, tonggak.state_on(hari), round(tonggak.hari_mulai * skala, 1),
        KEPALA + ke * TINGGI_BARIS, round(lebar, 1), round(lebar * _share(tonggak), 1), ukur,
    )  # fmt: skip


def _share(tonggak: Tonggak) -> float:
    """How much of the step is done: all, its number against the target, or nothing."""
    if tonggak.selesai_at is not None:
        return 1.0
    if not tonggak.target or not tonggak.tercapai:
        return 0.0
    return min(1.0, tonggak.tercapai / tonggak.target)
