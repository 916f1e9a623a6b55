from django.db import models


class Kategori(models.Model):
    """One of the eight categories, and `lainnya`. Source: fixtures/taksonomi.csv."""

    slug = models.SlugField(max_length=40, primary_key=True)
    nama = models.CharField("nama", max_length=60)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "kategori"
        ordering = ["urutan"]

    def __str__(self) -> str:
        return self.nama


class Subkategori(models.Model):
    """What a curhat is about, who answers for it, and in how many working days."""

    slug = models.SlugField(max_length=40, primary_key=True)
    kategori = models.ForeignKey(Kategori, models.PROTECT, related_name="subkategori")
    nama = models.CharField("nama", max_length=60)
    contoh_isu = models.CharField("contoh isu", max_length=200, blank=True)
    unit = models.CharField(
        "unit penanggung jawab",
        max_length=60,
        help_text="Kode instansi; beberapa dipisah garis miring",
    )
    target_hari_kerja = models.PositiveSmallIntegerField("target (hari kerja)")
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "subkategori"
        ordering = ["urutan"]
        constraints = [
            models.CheckConstraint(
                name="subkategori_target_wajar",
                condition=models.Q(target_hari_kerja__range=(1, 60)),
                violation_error_message="Target 1 sampai 60 hari kerja.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
