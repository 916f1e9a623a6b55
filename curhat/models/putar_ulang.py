from django.db import models
from django.db.models import Q

from curhat.models.aturan import AturanEskalasi
from wilayah.models import Pengguna


class PutarUlang(models.Model):
    """One replay: a draft rule set beside the one in use, over the last curhat its maker may see.

    `hasil` holds ids and what would change, never words: the phrases are read again from the masked
    text when somebody looks, so what was erased meanwhile is not shown.
    """

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu giliran"
        JALAN = "jalan", "Sedang diputar"
        SELESAI = "selesai", "Selesai"
        GAGAL = "gagal", "Gagal"

    aturan = models.ForeignKey(AturanEskalasi, models.PROTECT, related_name="putar_ulang")
    pembanding = models.ForeignKey(
        AturanEskalasi, models.PROTECT, related_name="+", verbose_name="dibandingkan dengan"
    )
    diminta = models.PositiveIntegerField("curhat terakhir")
    dibaca = models.PositiveIntegerField("sudah dibaca", default=0)
    jumlah = models.PositiveIntegerField("jumlah curhat", default=0)
    hasil = models.JSONField("yang berubah", default=list, editable=False)
    status = models.CharField("keadaan", max_length=8, choices=Status, default=Status.ANTRE)
    galat = models.CharField("galat", max_length=200, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    created_at = models.DateTimeField("diminta pada", auto_now_add=True)
    detak_at = models.DateTimeField(null=True, editable=False)
    selesai_at = models.DateTimeField("selesai pada", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "putar ulang"
        ordering = ["-id"]
        indexes = [
            # what the worker has to do
            models.Index(
                fields=["id"],
                name="putar_ulang_antre_idx",
                condition=Q(status__in=["antre", "jalan"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="putar_ulang_selesai_pada",
                condition=Q(status="selesai", selesai_at__isnull=False)
                | (~Q(status="selesai") & Q(selesai_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aturan_id} atas {self.diminta} curhat"
