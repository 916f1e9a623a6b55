from typing import Any, Self

from django.db import models
from django.db.models import Q

from wilayah.models.area import Wilayah
from wilayah.scope import ScopedQuerySet


class HariLiburQuerySet(ScopedQuerySet):
    """Days of the areas a user is assigned to, and those that count everywhere."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        return super().scope_q(user, peran) | Q(wilayah__isnull=True)

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        rows = super().writable_by(user, peran)
        return rows if user.is_superuser else rows.filter(wilayah__isnull=False)


class HariLibur(models.Model):
    """A day the office's calendar differs from the national one that the `holidays` package gives.

    Without `wilayah` it counts everywhere; with it, in that area and below.
    """

    class Jenis(models.TextChoices):
        LIBUR = "libur", "Libur tambahan"
        MASUK = "masuk", "Tetap masuk kerja"

    tanggal = models.DateField("tanggal")
    nama = models.CharField("keterangan", max_length=120)
    jenis = models.CharField("jenis", max_length=6, choices=Jenis, default=Jenis.LIBUR)
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="berlaku di", help_text="Kosong: berlaku di semua wilayah.",
    )  # fmt: skip

    objects = HariLiburQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hari libur dan hari masuk"
        ordering = ["-tanggal"]
        constraints = [
            models.UniqueConstraint(
                fields=["tanggal", "wilayah"],
                name="hari_libur_sekali_per_wilayah",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal:%d-%m-%Y} {self.nama}"
