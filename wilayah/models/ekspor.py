from django.db import models

from wilayah.append_only import triggers
from wilayah.models.pengguna import Pengguna


class CatatanEkspor(models.Model):
    """Append-only: who took which rows out as a file, how many, by which filter, from where."""

    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    apa = models.CharField("isi", max_length=80)
    bentuk = models.CharField("bentuk", max_length=10)
    jumlah = models.PositiveIntegerField("jumlah baris")
    saringan = models.CharField("saringan", max_length=400, blank=True)
    asal_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "catatan ekspor"
        ordering = ["-at"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.by}: {self.jumlah} {self.apa}"
