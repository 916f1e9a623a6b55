from django.db import models
from django.db.models import Q


class AturanTangga(models.Model):
    """A rung of the desk's ladder (fixtures/ruko/tangga.csv): when, who is told, in which words."""

    class Acuan(models.TextChoices):
        TERPAKAI = "terpakai", "Persen waktu yang sudah terpakai"
        BATAS = "batas", "Hari kerja sesudah batas (negatif: sebelum)"
        TANPA_PETUGAS = "tanpa_petugas", "Hari kerja tanpa petugas"
        RUJUKAN = "rujukan", "Hari kerja rujukan belum dijawab"

    tahap = models.SlugField("kode", max_length=30, primary_key=True)
    nama = models.CharField("anak tangga", max_length=80)
    acuan = models.CharField("dihitung dari", max_length=14, choices=Acuan.choices)
    ukuran = models.SmallIntegerField("persen atau hari kerja")
    ke_petugas = models.BooleanField("memberi tahu petugas", default=False)
    ke_camat = models.BooleanField("memberi tahu camat", default=False)
    templat = models.SlugField("templat pesan", max_length=60)
    catat = models.BooleanField("ditulis di riwayat permintaan", default=False)
    aktif = models.BooleanField("dipakai", default=True)
    urut = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "anak tangga pengingat"
        ordering = ["urut", "tahap"]
        constraints = [
            models.CheckConstraint(
                name="aturan_tangga_ukuran_wajar",
                condition=Q(acuan="terpakai", ukuran__range=(1, 99))
                | Q(acuan="batas", ukuran__range=(-30, 60))
                | Q(acuan__in=["tanpa_petugas", "rujukan"], ukuran__range=(1, 60)),
                violation_error_message="Persen antara 1 dan 99. Hari kerja antara -30 dan 60 dari "
                "batas, dan antara 1 dan 60 untuk yang menunggu.",
            ),
            models.CheckConstraint(
                name="aturan_tangga_memberi_tahu", condition=Q(ke_petugas=True) | Q(ke_camat=True),
                violation_error_message="Pilih siapa yang diberi tahu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama
