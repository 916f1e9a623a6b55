"""Trend lines as points of an SVG: what was reached and where it should have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ekonomi.kpi.dasar import SEL_MINIMUM
from ekonomi.kpi.garis import garis_target
from ekonomi.kpi.tulis import tanggal_hari, tulis_nilai
from ekonomi.models import Capaian, Indikator, Program, TargetProgram

LEBAR, TINGGI = 240, 64
_TEPI = 4


@dataclass(frozen=True, slots=True)
class Tren:
    """Polylines in a box of 240 x 64; `label` says the same in words."""

    capaian: str
    garis: str
    akhir_x: str
    akhir_y: str
    label: str


def read_tren(
    program: Program, sampai: date, *, umum: bool = False
) -> dict[str, list[tuple[date, Decimal]]]:
    """Indicator code to its snapshots until a day, oldest first; one query.

    `umum` leaves out what tells of fewer than five people.
    """
    rows = Capaian.objects.filter(program=program, tanggal__lte=sampai, nilai__isnull=False)
    if umum:
        rows = rows.exclude(sel__lt=SEL_MINIMUM)
    tren: dict[str, list[tuple[date, Decimal]]] = {}
    for kode, tanggal, nilai in rows.order_by("tanggal").values_list(
        "indikator_id", "tanggal", "nilai"
    ):
        tren.setdefault(kode, []).append((tanggal, nilai))
    return tren


def draw_tren(
    indikator: Indikator,
    titik: Sequence[tuple[date, Decimal]],
    *,
    program: Program,
    sampai: date,
    target: TargetProgram | None = None,
    jalan: Sequence[tuple[int, Decimal]] = (),
) -> Tren | None:
    """The lines of one indicator; None where two points are not there yet."""
    if len(titik) < 2:
        return None
    mulai, lama = program.mulai, max(1, (sampai - program.mulai).days)
    hari = [mulai + timedelta(days=round(lama * n / 12)) for n in range(13)]
    garis = [(h, garis_target(target, h, jalan)) for h in hari] if target else []
    semua = [n for _h, n in titik] + [n for _h, n in garis] + [Decimal(0)]
    bawah, atas = min(semua), max(semua)

    def to_xy(h: date, n: Decimal) -> tuple[str, str]:
        x = _TEPI + (LEBAR - 2 * _TEPI) * max(0, (h - mulai).days) / lama
        rentang = float(atas - bawah) or 1.0
        y = TINGGI - _TEPI - (TINGGI - 2 * _TEPI) * float(n - bawah) / rentang
        return f"{x:.1f}", f"{y:.1f}"

    akhir = to_xy(*titik[-1])
    satuan = indikator.satuan
    return Tren(
        capaian=" ".join(",".join(to_xy(h, n)) for h, n in titik),
        garis=" ".join(",".join(to_xy(h, n)) for h, n in garis),
        akhir_x=akhir[0],
        akhir_y=akhir[1],
        label=(
            f"{indikator.nama}: {tulis_nilai(titik[0][1], satuan)} pada "
            f"{tanggal_hari(titik[0][0])} menjadi {tulis_nilai(titik[-1][1], satuan)} pada "
            f"{tanggal_hari(titik[-1][0])}"
        ),
    )
