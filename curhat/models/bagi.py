from typing import Self

from django.db import models
from django.db.models import Q

from wilayah.models import Pengguna


class BagiPekaQuerySet(models.QuerySet["BagiPeka"]):
    """Shares; the active ones open a sensitive ticket to their officer."""

    def active(self) -> Self:
        return self.filter(berakhir_at__isnull=True)


class BagiPeka(models.Model):
    """A sensitive ticket shared by the lurah with one officer of the agency that stands by.

    Sharing and taking back are also rows of the ticket's history; this row is what opens the door.
    """

    tiket = models.ForeignKey(
        "curhat.Tiket", models.PROTECT, related_name="bagi", verbose_name="tiket"
    )
    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", verbose_name="petugas unit"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="dibagikan")
    at = models.DateTimeField("sejak", auto_now_add=True)
    berakhir_at = models.DateTimeField("dicabut", null=True, blank=True)

    objects = BagiPekaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kasus peka yang dibagikan"
        constraints = [
            models.UniqueConstraint(
                fields=["tiket", "pengguna"],
                name="bagi_peka_sekali",
                condition=Q(berakhir_at__isnull=True),
            ),
        ]
        indexes = [
            # what is open to an officer
            models.Index(
                fields=["pengguna"],
                name="bagi_peka_pengguna_idx",
                condition=Q(berakhir_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tiket_id} untuk {self.pengguna_id}"
