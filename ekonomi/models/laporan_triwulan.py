from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class LaporanTriwulan(models.Model):
    """A public statement of one calendar quarter, frozen when the lurah published it.

    `isi` is all that the page, the CSV and the PDF show (services/laporan_triwulan.py). A later
    correction is a new version with a remark; no version is ever changed.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="laporan_triwulan", verbose_name="program"
    )
    tahun = models.PositiveSmallIntegerField("tahun")
    triwulan = models.PositiveSmallIntegerField("triwulan")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    isi = models.JSONField("isi", default=dict, editable=False)
    pengantar = models.TextField("pengantar lurah", max_length=1500, blank=True)
    catatan = models.CharField("catatan koreksi", max_length=400, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="diterbitkan oleh"
    )
    terbit_at = models.DateTimeField("terbit", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "laporan triwulan"
        ordering = ["-tahun", "-triwulan", "-versi"]
        constraints = [
            models.UniqueConstraint(
                "program", "tahun", "triwulan", "versi", name="laporantriwulan_satu_versi"
            ),
            models.CheckConstraint(
                name="laporantriwulan_satu_sampai_empat", condition=Q(triwulan__range=(1, 4))
            ),
            models.CheckConstraint(
                name="laporantriwulan_koreksi_bercatatan",
                condition=Q(versi=1) | ~Q(catatan=""),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"Triwulan {self.romawi} {self.tahun}, versi {self.versi}"

    @property
    def romawi(self) -> str:
        """I to IV."""
        return ("I", "II", "III", "IV")[self.triwulan - 1]
