from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.append_only import triggers
from wilayah.models import Pengguna


class NaskahProgram(models.Model):
    """A governance document as it was settled: number, date and every word, frozen.

    Before that there is no row: the draft is composed anew from the programme's rows each time.
    """

    class Jenis(models.TextChoices):
        PERLUR = "perlur", "Peraturan Lurah"
        SK = "sk", "Surat Keputusan Tim SWAT"
        TOR = "tor", "Kerangka Acuan (TOR) Tim SWAT"
        PROPOSAL = "proposal", "Proposal program"
        LAMPIRAN_D = "lampiran-d", "Daftar periksa pengajuan (Lampiran D)"
        MINGGUAN = "mingguan", "Laporan mingguan"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="naskah", verbose_name="program"
    )
    jenis = models.CharField("jenis", max_length=12, choices=Jenis)
    versi = models.PositiveSmallIntegerField("versi", default=1)
    nomor = models.CharField("nomor", max_length=80, blank=True)
    tanggal = models.DateField("tanggal")
    isi = models.JSONField("isi", default=dict, editable=False)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="ditetapkan oleh"
    )
    at = models.DateTimeField("ditetapkan", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "naskah program"
        ordering = ["program", "jenis", "-versi"]
        constraints = [
            models.UniqueConstraint("program", "jenis", "versi", name="naskah_satu_versi"),
            # what the office numbers carries its number
            models.CheckConstraint(
                name="naskah_sk_dan_perlur_bernomor",
                condition=~Q(jenis__in=["perlur", "sk"]) | ~Q(nomor=""),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.nomor}".strip()
