from django.db import models
from django.db.models import F, Q

from luna_maya.models.catatan import Janji, Tugas
from pesan.models import Lampiran
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class RiwayatJanji(models.Model):
    """Append-only: what became of a promise, step by step; the public reads it.

    A moved date keeps both days, so a promise never changes silently. What was said by mistake is
    undone within a day by another row (`mengurungkan`), not by taking the row away.
    """

    class Apa(models.TextChoices):
        DICATAT = "dicatat", "Dijanjikan"
        DITEPATI = "ditepati", "Ditepati"
        GUGUR = "gugur", "Tidak dilanjutkan"
        DIUNDUR = "diundur", "Tanggalnya diundur"
        DIURUNGKAN = "diurungkan", "Langkah terakhir diurungkan"

    janji = models.ForeignKey(Janji, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=10, choices=Apa.choices)
    catatan = models.CharField("hasil atau alasan", max_length=240, blank=True)
    pada = models.DateField("ditepati pada", null=True)
    tenggat_lama = models.DateField("semula paling lambat", null=True)
    tenggat_baru = models.DateField("menjadi paling lambat", null=True)
    bukti = models.ForeignKey(Lampiran, models.PROTECT, null=True, related_name="+")
    mengurungkan = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="diurungkan"
    )
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat janji"
        ordering = ["at", "pk"]
        triggers = triggers()
        constraints = [
            models.CheckConstraint(
                name="riwayat_janji_ditepati_iff_bertanggal",
                condition=Q(apa="ditepati") ^ Q(pada__isnull=True),
            ),
            models.CheckConstraint(
                name="riwayat_janji_diundur_maju",
                condition=Q(
                    apa="diundur", tenggat_lama__isnull=False, tenggat_baru__gt=F("tenggat_lama")
                )
                | (~Q(apa="diundur") & Q(tenggat_lama__isnull=True, tenggat_baru__isnull=True)),
            ),
            models.CheckConstraint(
                name="riwayat_janji_beralasan",
                condition=~Q(apa__in=["ditepati", "gugur", "diundur"]) | ~Q(catatan=""),
            ),
            models.CheckConstraint(
                name="riwayat_janji_urung_iff_apa",
                condition=Q(apa="diurungkan") ^ Q(mengurungkan__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.janji_id}: {self.apa}"


class RiwayatTugas(models.Model):
    """Append-only: given, done, opened again."""

    class Apa(models.TextChoices):
        DIBERIKAN = "diberikan", "Diberikan"
        SELESAI = "selesai", "Selesai"
        DIBUKA = "dibuka", "Dibuka lagi"

    tugas = models.ForeignKey(Tugas, models.PROTECT, related_name="riwayat")
    apa = models.CharField("apa", max_length=9, choices=Apa.choices)
    catatan = models.CharField("hasil", max_length=240, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat tugas"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tugas_id}: {self.apa}"
