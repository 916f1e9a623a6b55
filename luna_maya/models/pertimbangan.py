from django.db import models
from django.db.models import Q

from luna_maya.models.catatan import Catatan
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel


class Pertimbangan(ScopedModel):
    """A finding of visits that was put before those who decide (seed: bahan pertimbangan
    kebijakan): in which form, what was decided and why.
    """

    class Bentuk(models.TextChoices):
        MUSRENBANG = "musrenbang", "Usulan musrenbang"
        ANGGARAN = "anggaran", "Dana kelurahan"
        ATURAN = "aturan", "Aturan atau tata cara kelurahan"
        DINAS = "dinas", "Usulan kepada dinas"
        KERJA_SAMA = "kerja_sama", "Kerja sama"

    class Status(models.TextChoices):
        DIUSULKAN = "diusulkan", "Diusulkan"
        DIBAHAS = "dibahas", "Sedang dibahas"
        DIPAKAI = "dipakai", "Menjadi kebijakan"
        TIDAK = "tidak", "Tidak dipakai"

    judul = models.CharField("temuan", max_length=160)
    uraian = models.TextField("pertimbangan")
    bentuk = models.CharField("dibawa sebagai", max_length=10, choices=Bentuk.choices)
    catatan = models.ManyToManyField(
        Catatan, blank=True, related_name="pertimbangan", verbose_name="catatan yang mendasari"
    )
    status = models.CharField(
        "keadaan", max_length=9, choices=Status.choices, default=Status.DIUSULKAN
    )
    hasil = models.CharField("keputusan dan alasannya", max_length=300, blank=True)
    dokumen = models.CharField("nomor atau nama dokumen", max_length=160, blank=True)
    diusulkan_pada = models.DateField("diusulkan pada")
    diputus_pada = models.DateField("diputus pada", null=True, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, editable=False, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "pertimbangan kebijakan"
        ordering = ["-diusulkan_pada", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="pertimbangan_putus_beralasan",
                condition=Q(status__in=["diusulkan", "dibahas"], diputus_pada__isnull=True)
                | (Q(status__in=["dipakai", "tidak"], diputus_pada__isnull=False) & ~Q(hasil="")),
            ),
        ]

    def __str__(self) -> str:
        return self.judul


class RiwayatPertimbangan(models.Model):
    """Append-only: each step of a consideration."""

    pertimbangan = models.ForeignKey(Pertimbangan, models.PROTECT, related_name="riwayat")
    status = models.CharField(max_length=9, choices=Pertimbangan.Status.choices)
    catatan = models.TextField(blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat pertimbangan"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.pertimbangan_id}: {self.status}"
