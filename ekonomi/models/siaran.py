from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program


class SiaranPers(models.Model):
    """A press release: drafted from the figures, edited and approved by people, then published.

    `sumber` names what it was made from ("tonggak:12", "kpi:umkm_onboard"): once each.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DISETUJUI = "disetujui", "Disetujui"
        TERBIT = "terbit", "Terbit"
        DITARIK = "ditarik", "Ditarik"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="siaran", verbose_name="program"
    )
    sumber = models.CharField("dari", max_length=60, editable=False)
    judul = models.CharField("judul", max_length=160)
    isi = models.TextField("isi")
    status = models.CharField(
        "status", max_length=10, choices=Status.choices, default=Status.DRAF, editable=False
    )
    disetujui_oleh = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name="disetujui oleh",
    )  # fmt: skip
    terbit_at = models.DateTimeField("terbit pada", null=True, blank=True, editable=False)
    alasan_tarik = models.CharField("ditarik karena", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("disusun", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "siaran pers"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint("program", "sumber", name="siaranpers_sekali_per_sumber"),
            models.CheckConstraint(
                name="siaranpers_terbit_disetujui",
                condition=Q(status="draf", terbit_at__isnull=True)
                | Q(status="disetujui", terbit_at__isnull=True, disetujui_oleh__isnull=False)
                | Q(status="terbit", terbit_at__isnull=False, disetujui_oleh__isnull=False)
                | Q(status="ditarik", terbit_at__isnull=False) & ~Q(alasan_tarik=""),
            ),
        ]

    def __str__(self) -> str:
        return self.judul
