from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from ekonomi.models.rumah import Rumah
from wilayah.append_only import triggers
from wilayah.scope import ScopedQuerySet


class TemuanEvaluasi(models.Model):
    """What the independent evaluation team found; only its writer may change the finding itself.

    The lurah answers and follows up; both are theirs alone. `ringkasan_publik` is what residents
    may read, written by the evaluator without a name in it.
    """

    class Keparahan(models.TextChoices):
        RENDAH = "rendah", "Ringan"
        SEDANG = "sedang", "Sedang"
        TINGGI = "tinggi", "Berat"

    class Status(models.TextChoices):
        TERBUKA = "terbuka", "Menunggu tanggapan"
        DITANGGAPI = "ditanggapi", "Ditanggapi"
        DIKERJAKAN = "dikerjakan", "Sedang ditindaklanjuti"
        SELESAI = "selesai", "Selesai ditindaklanjuti"
        TIDAK_DITERIMA = "tidak_diterima", "Tidak diterima"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="temuan_evaluasi", verbose_name="program"
    )
    evaluator = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="temuan_evaluasi", editable=False,
        verbose_name="evaluator",
    )  # fmt: skip
    judul = models.CharField("temuan", max_length=160)
    bagian = models.CharField("bagian program", max_length=60)
    keparahan = models.CharField("keparahan", max_length=8, choices=Keparahan.choices)
    bukti = models.TextField("bukti", help_text="Apa yang dilihat, kapan, dari data mana.")
    rekomendasi = models.TextField("rekomendasi")
    status = models.CharField(
        "status", max_length=14, choices=Status.choices, default=Status.TERBUKA, editable=False
    )
    tanggapan = models.TextField("tanggapan lurah", blank=True, editable=False)
    tanggapan_by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name="ditanggapi oleh",
    )  # fmt: skip
    tanggapan_at = models.DateTimeField("ditanggapi pada", null=True, blank=True, editable=False)
    ringkasan_publik = models.TextField("ringkasan untuk umum", blank=True)
    terbit_at = models.DateTimeField("diterbitkan", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("ditulis", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "temuan evaluasi"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="temuan_ditanggapi_lengkap",
                condition=Q(status="terbuka", tanggapan="", tanggapan_by__isnull=True)
                | ~Q(status="terbuka") & ~Q(tanggapan="") & Q(tanggapan_by__isnull=False),
            ),
            models.CheckConstraint(
                name="temuan_terbit_berringkasan",
                condition=Q(terbit_at__isnull=True) | ~Q(ringkasan_publik=""),
            ),
        ]

    def __str__(self) -> str:
        return self.judul


class TemuanAnakQuerySet(ScopedQuerySet):
    """Rows of findings, where their programme is."""

    scope_wilayah = "temuan__program__wilayah"


class RiwayatEvaluasi(models.Model):
    """Append-only: each step of a finding."""

    temuan = models.ForeignKey(TemuanEvaluasi, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=60)
    catatan = models.CharField("catatan", max_length=500, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects = TemuanAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "riwayat temuan"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.temuan_id}: {self.peristiwa}"


class RumahTersamar(Rumah):
    """The same households for the evaluation team: a code instead of a name (admin/evaluasi.py)."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "data rumah tersamar"
