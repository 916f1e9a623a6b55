from django.db import models


class TemplatProgram(models.Model):
    """One document of the seed as data: what a programme started from it gets.

    Global: every kelurahan may start from it. `isi` is the whole file (fixtures/program/), read by
    `ekonomi.templat.read_templat`, which also says what it must hold.
    """

    kode = models.SlugField("kode", primary_key=True, max_length=40)
    nama = models.CharField("nama program", max_length=160)
    versi = models.CharField("versi dokumen", max_length=60)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    total = models.PositiveBigIntegerField("anggaran (Rp)")
    urutan = models.PositiveSmallIntegerField("urutan", default=0)
    isi = models.JSONField("isi", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "templat program"
        ordering = ["urutan", "kode"]

    def __str__(self) -> str:
        return f"{self.nama} ({self.versi})"
