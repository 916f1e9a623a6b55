from django.db import models
from django.db.models import Q

from curhat.models.taksonomi import Subkategori
from wilayah.append_only import triggers
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
    """A labelled text from a file that the classifier learns from; masked, never private.

    Corrections are not copied here: their words are read from the curhat when a version is made.
    """

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
    executable is stored in the database. `sidik` is of the rows it was made from; rows that are
    erased later change it, and the model is made anew without them.
    """

    versi = models.CharField("versi", max_length=60, unique=True)
    contoh_hingga = models.BigIntegerField("contoh latih sampai id", default=0)
    koreksi_hingga = models.BigIntegerField("koreksi sampai id", default=0)
    jumlah_contoh = models.PositiveIntegerField("jumlah contoh", default=0)
    jumlah_koreksi = models.PositiveIntegerField("di antaranya dari koreksi", default=0)
    sidik = models.CharField(max_length=64, blank=True, editable=False)
    metrik = models.JSONField("ukuran mutu", default=dict, blank=True)
    alasan = models.CharField("alasan dipakai atau tidak", max_length=300, blank=True)
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


class RiwayatPakai(models.Model):
    """Append-only: which rule set or model was made, put in use or taken back, by whom and why."""

    class Peristiwa(models.TextChoices):
        DIBUAT = "dibuat", "Dibuat"
        DIPAKAI = "dipakai", "Dipakai"
        DILEPAS = "dilepas", "Tidak dipakai lagi"
        DIULANG = "diulang", "Dibuat ulang tanpa yang dihapus"

    aturan = models.ForeignKey(
        AturanEskalasi, models.PROTECT, null=True, related_name="riwayat", verbose_name="aturan"
    )
    model = models.ForeignKey(
        VersiModel, models.PROTECT, null=True, related_name="riwayat", verbose_name="model"
    )
    peristiwa = models.CharField(max_length=10, choices=Peristiwa)
    alasan = models.CharField("alasan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pemakaian"
        ordering = ["-id"]
        triggers = triggers()
        constraints = [
            models.CheckConstraint(
                name="riwayat_pakai_satu_hal",
                condition=Q(aturan__isnull=True, model__isnull=False)
                | Q(aturan__isnull=False, model__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aturan or self.model}: {self.peristiwa}"
