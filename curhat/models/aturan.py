from django.db import models
from django.db.models import Q

from curhat.models.taksonomi import Subkategori
from wilayah.models import Pengguna


class AturanEskalasi(models.Model):
    """A rule set: thresholds, critical keywords, emergency patterns, deadlines. Versioned JSON.

    Format: fixtures/aturan_eskalasi.json, validated by `curhat.triase.kegawatan`. One is in use.
    """

    versi = models.CharField("versi", max_length=60, unique=True)
    isi = models.JSONField("isi")
    aktif = models.BooleanField("dipakai", default=False)
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
        verbose_name = verbose_name_plural = "aturan eskalasi"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["aktif"], name="aturan_eskalasi_satu_aktif", condition=Q(aktif=True)
            ),
        ]

    def __str__(self) -> str:
        return self.versi


class ContohLatih(models.Model):
    """A labelled text that the classifier learns from beside what ships; masked, never private."""

    isi = models.TextField("isi (tersamar)")
    sidik = models.CharField(max_length=64, unique=True, editable=False)
    subkategori = models.ForeignKey(Subkategori, models.PROTECT, related_name="+")
    sumber = models.CharField("sumber", max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "contoh latih"

    def __str__(self) -> str:
        return f"{self.subkategori_id}: {self.isi[:60]}"


class VersiModel(models.Model):
    """A trained classifier: which labelled rows it knows, how good it was, whether it is in use.

    The model itself is a file each process makes from the rows and keeps in DATA_DIR, so nothing
    executable is stored in the database.
    """

    versi = models.CharField("versi", max_length=60, unique=True)
    contoh_hingga = models.BigIntegerField("contoh latih sampai id", default=0)
    jumlah_contoh = models.PositiveIntegerField("jumlah contoh", default=0)
    metrik = models.JSONField("ukuran mutu", default=dict, blank=True)
    aktif = models.BooleanField("dipakai", default=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "versi model"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["aktif"], name="versi_model_satu_aktif", condition=Q(aktif=True)
            ),
        ]

    def __str__(self) -> str:
        return self.versi
