from django.db import models
from django.db.models import Q


class Bidang(models.Model):
    """A section of the kecamatan that answers (fixtures/ruko/bidang.csv)."""

    kode = models.SlugField("kode", max_length=30, primary_key=True)
    nama = models.CharField("nama", max_length=80)
    urut = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "bidang"
        ordering = ["urut", "kode"]

    def __str__(self) -> str:
        return self.nama


class JenisMasalah(models.Model):
    """One of the seed's eleven kinds of a village's problem (ruko-parsel.txt, Tujuan Inovasi).

    `hari_kerja`: until the desk has answered, unless a request is more urgent.
    """

    kode = models.SlugField("kode", max_length=30, primary_key=True)
    nama = models.CharField("nama", max_length=80)
    keterangan = models.CharField("keterangan", max_length=200)
    bidang = models.ForeignKey(
        Bidang, models.PROTECT, related_name="jenis_masalah", verbose_name="bidang yang menjawab"
    )
    hari_kerja = models.PositiveSmallIntegerField("dijawab dalam (hari kerja)")
    urut = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "jenis masalah desa"
        ordering = ["urut", "kode"]
        constraints = [
            models.CheckConstraint(
                name="jenis_masalah_hari_wajar", condition=Q(hari_kerja__range=(1, 60)),
                violation_error_message="Antara 1 dan 60 hari kerja.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama
