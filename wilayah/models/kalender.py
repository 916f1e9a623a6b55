from django.db import models

from wilayah.models.area import Wilayah


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

    class Meta:
        verbose_name = verbose_name_plural = "hari libur dan hari masuk"
        ordering = ["-tanggal"]
        constraints = [
            models.UniqueConstraint(
                fields=["tanggal", "wilayah"], name="hari_libur_sekali_per_wilayah", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal:%d-%m-%Y} {self.nama}"
