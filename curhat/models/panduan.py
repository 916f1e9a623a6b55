from django.db import models
from django.db.models import Q

from curhat.models.taksonomi import Subkategori
from wilayah.models import Pengguna, Wilayah


class PanduanSolusi(models.Model):
    """The solution guide of one subcategory, as plain text a kelurahan can edit; versioned.

    Format: fixtures/panduan/*.txt, read by `curhat.balasan.panduan`. With `wilayah` it replaces the
    general one in that area. A change is a new row; exactly one version is in use.
    """

    subkategori = models.ForeignKey(Subkategori, models.PROTECT, related_name="panduan")
    wilayah = models.ForeignKey(
        Wilayah,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="khusus wilayah",
    )
    versi = models.PositiveIntegerField("versi", default=1)
    aktif = models.BooleanField("dipakai", default=True)
    teks = models.TextField("teks panduan")
    catatan = models.CharField("apa yang diubah", max_length=200, blank=True)
    by = models.ForeignKey(
        Pengguna,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="oleh",
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "panduan solusi"
        ordering = ["subkategori", "-versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["subkategori", "wilayah", "versi"],
                name="panduan_versi_unik",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["subkategori", "wilayah"],
                name="panduan_satu_aktif",
                condition=Q(aktif=True),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subkategori_id} v{self.versi}"
