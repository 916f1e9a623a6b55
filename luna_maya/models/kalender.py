from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, Value

from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet, above


class MalamTenangQuerySet(ScopedQuerySet):
    """Nights to leave families alone."""

    def between(self, kode: str, dari: date, sampai: date) -> Self:
        """Those that touch these days (both included) and hold for this area or one above it."""
        return self.filter(wilayah__in=above(kode), mulai__lte=sampai, selesai__gte=dari)


class MalamTenang(ScopedModel):
    """Nights on which families here would rather have no guests, which no holiday calendar knows:
    Ramadan, a haul, a village feast, mourning. `wilayah` and everything below it.
    """

    nama = models.CharField("malam apa", max_length=100)
    mulai = models.DateField("mulai malam")
    selesai = models.DateField("sampai malam")
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = MalamTenangQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "malam tenang"
        ordering = ["-mulai", "wilayah"]
        constraints = [
            models.CheckConstraint(
                name="malam_tenang_selesai_sesudah_mulai",
                condition=Q(selesai__gte=F("mulai")),
                violation_error_message="Malam terakhir tidak boleh sebelum malam pertama.",
            ),
            models.CheckConstraint(
                name="malam_tenang_paling_lama",
                condition=Q(selesai__lte=F("mulai") + Value(timedelta(days=62))),
                violation_error_message="Paling lama dua bulan; buat beberapa bila lebih.",
            ),
            models.UniqueConstraint(
                "wilayah", "nama", "mulai", name="malam_tenang_sekali",
                violation_error_message="Malam itu sudah tercatat.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama
