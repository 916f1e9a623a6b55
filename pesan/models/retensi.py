from django.db import models

from wilayah.append_only import triggers


class BukuHapus(models.Model):
    """Append-only deletion ledger: what class of data was erased, how much, by which rule.

    Never what it was about: `rujukan` is the report's code where a person asked for it.
    """

    kelas = models.CharField(max_length=40)
    jumlah = models.PositiveIntegerField()
    sebab = models.CharField(max_length=80)
    rujukan = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "buku penghapusan"
        ordering = ["-at"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kelas}: {self.jumlah}"
