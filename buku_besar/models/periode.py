from calendar import monthrange
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from buku_besar.models.buku import Buku
from buku_besar.pemicu import (
    PERIODE_BERIWAYAT,
    PERIODE_MULAI_TERBUKA,
    permanent,
    undeletable,
)
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet

_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip


class PeriodeQuerySet(ScopedQuerySet):
    """Periods, by the area of their book."""

    scope_wilayah = "buku__wilayah"

    def closed(self) -> Self:
        return self.filter(ditutup_at__isnull=False)


class Periode(models.Model):
    """A span of days of a book, usually a month. Closed, nothing is dated in it any more.

    Days without a period are open.
    """

    buku = models.ForeignKey(Buku, models.PROTECT, related_name="periode", verbose_name="buku")
    mulai = models.DateField("mulai")
    selesai = models.DateField("sampai")
    ditutup_at = models.DateTimeField("ditutup", null=True, blank=True)
    ditutup_oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ditutup oleh",
    )  # fmt: skip

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "periode"
        ordering = ["buku", "-mulai"]
        constraints = [
            models.CheckConstraint(
                name="periode_selesai_setelah_mulai",
                condition=Q(selesai__gte=F("mulai")),
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                name="periode_ditutup_iff_oleh",
                condition=Q(ditutup_at__isnull=True, ditutup_oleh__isnull=True)
                | Q(ditutup_at__isnull=False, ditutup_oleh__isnull=False),
            ),
            ExclusionConstraint(
                name="periode_tanpa_tumpang",
                expressions=[
                    (Func("buku_id", "buku_id", Value("[]"), function="int8range"), "&&"),
                    (Func("mulai", "selesai", Value("[]"), function="daterange"), "&&"),
                ],
                violation_error_message="Periode ini bertumpang dengan periode lain.",
            ),
        ]
        triggers = [PERIODE_BERIWAYAT, PERIODE_MULAI_TERBUKA, *undeletable()]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`November 2026` for a whole month, else both days."""
        return span_label(self.mulai, self.selesai)

    @property
    def is_closed(self) -> bool:
        return self.ditutup_at is not None


def span_label(mulai: date, selesai: date) -> str:
    """How a span of days is called: the month's name where it is a whole one."""
    akhir_bulan = monthrange(mulai.year, mulai.month)[1]
    if mulai.day == 1 and selesai == mulai.replace(day=akhir_bulan):
        return f"{_BULAN[mulai.month - 1]} {mulai.year}"
    return " – ".join(f"{h.day} {_BULAN[h.month - 1]} {h.year}" for h in (mulai, selesai))


class RiwayatPeriodeQuerySet(ScopedQuerySet):
    """What was closed and reopened, by the area of the book."""

    scope_wilayah = "periode__buku__wilayah"


class RiwayatPeriode(models.Model):
    """A closing or reopening, with who, when and why. Only grows."""

    class Peristiwa(models.TextChoices):
        DITUTUP = "ditutup", "Ditutup"
        DIBUKA = "dibuka", "Dibuka lagi"

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=7, choices=Peristiwa)
    alasan = models.TextField("alasan", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("pada", auto_now_add=True)

    objects = RiwayatPeriodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat periode"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="riwayatperiode_dibuka_beralasan",
                condition=~Q(peristiwa="dibuka") | ~Q(alasan=""),
                violation_error_message="Tuliskan alasan membuka periode.",
            ),
            models.CheckConstraint(
                name="riwayatperiode_peristiwa_dikenal",
                condition=Q(peristiwa__in=["ditutup", "dibuka"]),
            ),
        ]
        triggers = permanent()

    def __str__(self) -> str:
        return f"{self.periode} {self.get_peristiwa_display().lower()}"
