"""Where a target should stand on a day, and the colour of the light that follows from it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from ekonomi.kpi.dasar import bulat
from ekonomi.models import Program, TargetProgram

HIJAU, KUNING, MERAH, ABU = "hijau", "kuning", "merah", "abu"
AMBANG_BAWAAN = Decimal("0.70")
LABEL_LAMPU = {
    HIJAU: "Sesuai target",
    KUNING: "Sedikit di bawah garis",
    MERAH: "Jauh di bawah garis",
    ABU: "Belum ada data",
}


def hari_ke(program: Program, pada: date) -> int:
    """The day of the programme; its first day is day 0, before it is negative."""
    return (pada - program.mulai).days


def garis_target(
    target: TargetProgram, pada: date, titik: Iterable[tuple[int, Decimal]] = ()
) -> Decimal:
    """What should be reached by this day: straight lines through the points to the target.

    Nothing before the first day, the whole target from its last month on.
    """
    panjang = (
        target.program.mulai + relativedelta(months=target.bulan) - target.program.mulai
    ).days
    jalan = sorted({0: Decimal(0), **dict(titik), panjang: Decimal(target.nilai)}.items())
    hari = hari_ke(target.program, pada)
    if hari <= 0:
        return Decimal(0)
    if hari >= panjang:
        return bulat(target.nilai)
    for (h1, n1), (h2, n2) in pairwise(jalan):
        if h1 <= hari <= h2:
            return bulat(n1 + (n2 - n1) * (hari - h1) / (h2 - h1))
    return bulat(target.nilai)


def rasio(nilai: Decimal | None, garis: Decimal | None) -> Decimal | None:
    """Reached of the line: 1 is on it. None without a value or without a line yet."""
    if nilai is None or not garis:
        return None
    return (nilai / garis).quantize(Decimal("0.001"))


def lampu(nilai: Decimal | None, garis: Decimal | None, ambang: Decimal = AMBANG_BAWAAN) -> str:
    """The light: green on the line or above, amber down to the threshold, red below, grey unknown.

    Before the line begins everything that has a value is green.
    """
    if nilai is None or garis is None:
        return ABU
    capai = rasio(nilai, garis)
    if capai is None or capai >= 1:
        return HIJAU
    return KUNING if capai >= ambang else MERAH
