from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from luna_maya.models.orang import Tokoh
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet

ORANG_MAKS = 2000


class KegiatanWargaQuerySet(ScopedQuerySet):
    """Activities of residents in an area."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(dicabut_at__isnull=True)

    def between(self, dari: date, sampai: date) -> Self:
        """Days from the first up to, not including, the second."""
        return self.standing().filter(hari__gte=dari, hari__lt=sampai)


class KegiatanWarga(ScopedModel):
    """Residents doing something together in an RT: how many came on which day. No names.

    Entered by staff or, in a chat, by the head of that RT or RW (`tokoh`). One row for a kind, an
    RT and a day; a later figure of the same corrects it.
    """

    class Jenis(models.TextChoices):
        GOTONG_ROYONG = "gotong_royong", "Gotong royong"
        KERJA_BAKTI = "kerja_bakti", "Kerja bakti"
        RAPAT = "rapat", "Rapat warga"
        RONDA = "ronda", "Ronda"

    jenis = models.CharField("jenis", max_length=13, choices=Jenis.choices)
    hari = models.DateField("hari")
    orang = models.PositiveSmallIntegerField("banyak orang")
    keterangan = models.CharField("keterangan", max_length=160, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="dicatat oleh",
    )  # fmt: skip
    tokoh = models.ForeignKey(
        Tokoh, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="dilaporkan oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True, editable=False)

    objects = KegiatanWargaQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "kegiatan warga"
        ordering = ["-hari", "wilayah", "jenis"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "jenis", "hari", name="kegiatan_warga_sekali_sehari",
                condition=Q(dicabut_at__isnull=True),
                violation_error_message="Kegiatan itu sudah dicatat untuk hari dan RT ini.",
            ),
            models.CheckConstraint(
                name="kegiatan_warga_orang_wajar",
                condition=Q(orang__gte=1, orang__lte=ORANG_MAKS),
                violation_error_message=f"Banyak orang antara 1 dan {ORANG_MAKS}.",
            ),
            models.CheckConstraint(
                name="kegiatan_warga_ada_pencatat",
                condition=Q(by__isnull=False) ^ Q(tokoh__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            # participation of a kelurahan over some months
            models.Index("wilayah", "hari", name="kegiatan_warga_hari_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.hari:%d-%m-%Y}"
