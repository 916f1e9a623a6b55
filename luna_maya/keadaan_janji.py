"""How a promise stands today, as staff and the public read it; lateness is by the first date.

A date that was moved stays in view: kept after the day first promised is "ditepati terlambat".
"""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from luna_maya.models import Janji, RiwayatJanji

SEGERA = timedelta(days=7)


class Keadaan(models.TextChoices):
    """What a list is filtered by."""

    BERJALAN = "berjalan", "Sedang diupayakan"
    LEWAT = "lewat", "Lewat tanggalnya"
    TEPAT = "tepat", "Ditepati tepat waktu"
    TERLAMBAT = "terlambat", "Ditepati terlambat"
    GUGUR = "gugur", "Tidak dilanjutkan"


def with_awal(rows: QuerySet[Janji]) -> QuerySet[Any]:
    """Each with `awal`, the day it was first promised for."""
    diundur = Q(riwayat__apa=RiwayatJanji.Apa.DIUNDUR, riwayat__diurungkan__isnull=True)
    return rows.annotate(awal=Coalesce(Min("riwayat__tenggat_lama", filter=diundur), F("tenggat")))


def state_of(janji: Any, hari: date) -> Keadaan:
    """The state of a row of `with_awal` on this day."""
    if janji.status == Janji.Status.GUGUR:
        return Keadaan.GUGUR
    if janji.status == Janji.Status.DITEPATI:
        return Keadaan.TEPAT if janji.ditepati_pada <= janji.awal else Keadaan.TERLAMBAT
    return Keadaan.LEWAT if janji.tenggat < hari else Keadaan.BERJALAN


def in_keadaan(rows: QuerySet[Any], keadaan: str, hari: date) -> QuerySet[Any]:
    """Rows of `with_awal` in one state on this day; an unknown one is no filter."""
    S = Janji.Status  # noqa: N806 - an alias
    q = {
        Keadaan.BERJALAN: Q(status=S.BERJALAN, tenggat__gte=hari),
        Keadaan.LEWAT: Q(status=S.BERJALAN, tenggat__lt=hari),
        Keadaan.TEPAT: Q(status=S.DITEPATI, ditepati_pada__lte=F("awal")),
        Keadaan.TERLAMBAT: Q(status=S.DITEPATI, ditepati_pada__gt=F("awal")),
        Keadaan.GUGUR: Q(status=S.GUGUR),
    }.get(keadaan)  # type: ignore[call-overload]
    return rows.filter(q) if q is not None else rows


def due_soon(rows: QuerySet[Any], hari: date) -> QuerySet[Any]:
    """Running promises whose day comes within a week."""
    return rows.filter(status=Janji.Status.BERJALAN, tenggat__range=(hari, hari + SEGERA))
