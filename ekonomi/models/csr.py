from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from wilayah.append_only import triggers
from wilayah.scope import ScopedQuerySet


class KomitmenCsr(models.Model):
    """A company's promise over years (seed, variant 4: at least three years)."""

    TAHUN_MIN = 3

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="komitmen_csr", verbose_name="program"
    )
    perusahaan = models.CharField("perusahaan", max_length=120)
    mulai = models.DateField("mulai")
    sampai = models.DateField("sampai")
    dokumen = models.CharField(
        "nomor kesepakatan", max_length=80, blank=True, help_text="Nomor MoU atau surat."
    )
    keterangan = models.CharField("keterangan", max_length=300, blank=True)
    tampil = models.BooleanField("nama perusahaan boleh tampil di halaman umum", default=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "komitmen CSR"
        ordering = ["program", "perusahaan"]
        constraints = [
            models.UniqueConstraint(
                "program", "perusahaan", "mulai", name="komitmencsr_satu",
                violation_error_message="Komitmen perusahaan ini dari tanggal itu sudah ada.",
            ),
            models.CheckConstraint(
                name="komitmencsr_mulai_sebelum_sampai", condition=Q(sampai__gt=F("mulai")),
                violation_error_message="Tanggal akhir harus sesudah tanggal mulai.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.perusahaan} {self.mulai.year}–{self.sampai.year}"

    @property
    def bulan(self) -> int:
        """Whole months that it runs, both days included."""
        lama = relativedelta(self.sampai + timedelta(days=1), self.mulai)
        return lama.years * 12 + lama.months

    @property
    def is_short(self) -> bool:
        """Shorter than the seed asks for."""
        return self.bulan < self.TAHUN_MIN * 12


class CsrAnakQuerySet(ScopedQuerySet):
    """What is promised in a year, where the programme is."""

    scope_wilayah = "komitmen__program__wilayah"


class JanjiCsr(models.Model):
    """What is promised for one year of a commitment: money or goods, valued in Rupiah."""

    class Bentuk(models.TextChoices):
        UANG = "uang", "Uang"
        BARANG = "barang", "Barang atau jasa"

    komitmen = models.ForeignKey(
        KomitmenCsr, models.PROTECT, related_name="janji", verbose_name="komitmen"
    )
    tahun = models.PositiveSmallIntegerField("tahun ke-")
    bentuk = models.CharField("bentuk", max_length=8, choices=Bentuk.choices)
    uraian = models.CharField("uraian", max_length=160)
    jumlah = models.PositiveBigIntegerField("nilai (Rp)")
    jatuh_tempo = models.DateField("jatuh tempo")
    diingatkan_at = models.DateTimeField("diingatkan", null=True, blank=True, editable=False)

    objects = CsrAnakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "janji CSR"
        ordering = ["komitmen", "tahun", "id"]
        constraints = [
            models.UniqueConstraint("komitmen", "tahun", "uraian", name="janjicsr_satu"),
            models.CheckConstraint(name="janjicsr_wajar", condition=Q(tahun__gte=1, jumlah__gt=0)),
        ]

    def __str__(self) -> str:
        return f"Tahun {self.tahun}: {self.uraian}"


class RealisasiCsrQuerySet(ScopedQuerySet):
    """What a company really gave, where the programme is."""

    scope_wilayah = "janji__komitmen__program__wilayah"


class RealisasiCsr(models.Model):
    """Append-only: what came of a promise, with its proof. A mistake is taken back by `batal`."""

    janji = models.ForeignKey(
        JanjiCsr, models.PROTECT, related_name="realisasi", verbose_name="janji"
    )
    tanggal = models.DateField("tanggal")
    jumlah = models.BigIntegerField("nilai (Rp)")
    bukti = models.ForeignKey(
        "pesan.Lampiran", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="bukti",
    )  # fmt: skip
    catatan = models.CharField("catatan", max_length=200, blank=True)
    batal = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="dibatalkan",
        verbose_name="membatalkan",
    )  # fmt: skip
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = RealisasiCsrQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "realisasi CSR"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.CheckConstraint(
                name="realisasicsr_tanda",
                condition=Q(batal__isnull=True, jumlah__gt=0)
                | Q(batal__isnull=False, jumlah__lt=0) & ~Q(catatan=""),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tanggal}: {self.jumlah}"
