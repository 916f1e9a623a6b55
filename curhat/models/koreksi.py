from typing import Any

from django.db import models
from django.db.models import Q

from curhat.models.curhat import Curhat
from curhat.models.taksonomi import Subkategori
from wilayah.append_only import triggers
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import MELIHAT_RAHASIA
from wilayah.scope import ScopedQuerySet


class KoreksiQuerySet(ScopedQuerySet):
    """Corrections of the curhat of an area; of a private case only for who may see it."""

    scope_wilayah = "curhat__wilayah"

    def penugasan_q(self, tugas: Any) -> Q:
        q = super().penugasan_q(tugas)
        return q if tugas.peran in MELIHAT_RAHASIA else q & Q(curhat__rahasia=False)

    def of_machine(self) -> "KoreksiQuerySet":
        """Where a person judged the machine's own reading, not another person's word."""
        return self.filter(pertama=True)


class Koreksi(models.Model):
    """Append-only: what staff found of a reading, right or wrong, before and after. No words.

    What was not judged is empty on both sides. `pertama`: the reading judged was the machine's.
    """

    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="koreksi")
    subkategori_lama = models.ForeignKey(
        Subkategori, models.PROTECT, null=True, related_name="+", verbose_name="subkategori semula"
    )
    subkategori_baru = models.ForeignKey(
        Subkategori, models.PROTECT, null=True, related_name="+", verbose_name="subkategori"
    )
    urgensi_lama = models.PositiveSmallIntegerField("urgensi semula", null=True)
    urgensi_baru = models.PositiveSmallIntegerField("urgensi", null=True)
    wilayah_lama = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, related_name="+", verbose_name="wilayah semula"
    )
    wilayah_baru = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, related_name="+", verbose_name="wilayah"
    )
    benar = models.BooleanField("semuanya benar")
    pertama = models.BooleanField("atas bacaan mesin")
    versi_model = models.CharField("versi model", max_length=60)
    versi_aturan = models.CharField("versi aturan", max_length=60, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("pada", auto_now_add=True)

    objects = KoreksiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "koreksi"
        ordering = ["-id"]
        triggers = triggers()
        indexes = [
            # agreement by week, and the list newest first
            models.Index(fields=["-at"], name="koreksi_waktu_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="koreksi_semula_dan_menjadi",
                condition=Q(subkategori_lama__isnull=True, subkategori_baru__isnull=True)
                | Q(subkategori_lama__isnull=False, subkategori_baru__isnull=False),
            ),
            models.CheckConstraint(
                name="koreksi_urgensi_1_5",
                condition=Q(urgensi_lama__isnull=True, urgensi_baru__isnull=True)
                | Q(
                    urgensi_lama__isnull=False,
                    urgensi_baru__isnull=False,
                    urgensi_lama__range=(1, 5),
                    urgensi_baru__range=(1, 5),
                ),
            ),
            models.CheckConstraint(
                name="koreksi_wilayah_dua_sisi",
                condition=Q(wilayah_lama__isnull=True, wilayah_baru__isnull=True)
                | Q(wilayah_lama__isnull=False, wilayah_baru__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curhat_id}: {self.subkategori_baru_id or 'urgensi'}"
