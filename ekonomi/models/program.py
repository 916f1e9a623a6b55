from typing import Any

from django.db import models

from wilayah.scope import ScopedModel, ScopedQuerySet


class SumberDana(models.TextChoices):
    """Where the programme's money comes from (seed, sections 9 and 8 of the variants)."""

    APBD = "apbd", "APBD kelurahan/kecamatan"
    CSR = "csr", "CSR perusahaan"
    BAZNAS = "baznas", "BAZNAS"
    NGO = "ngo", "Donasi dan NGO"
    KEMENTERIAN = "kementerian", "Bantuan kementerian"
    KUR = "kur", "KUR/UMi"
    BERGULIR = "bergulir", "Dana bergulir"


class ProgramQuerySet(ScopedQuerySet):
    """Programmes of an area."""

    def running(self) -> "ProgramQuerySet":
        """Programmes that households, courses and spending can join now."""
        return self.filter(status=Program.Status.BERJALAN)


class Program(ScopedModel):
    """One run of Satu Rumah Satu Penghasilan in one kelurahan, made from a template.

    Targets, budget lines, milestones and indicators are rows of it: the seed has four versions
    that differ in all of them. `disalin_dari` is the programme a replica was copied from.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        BERJALAN = "berjalan", "Berjalan"
        SELESAI = "selesai", "Selesai"
        DIHENTIKAN = "dihentikan", "Dihentikan"

    kode = models.SlugField("kode", max_length=40, help_text="Misalnya srsp-2025.")
    nama = models.CharField("nama program", max_length=160)
    templat = models.SlugField("templat", max_length=40, editable=False, default="")
    versi = models.CharField("versi dokumen", max_length=60, blank=True)
    ringkasan = models.TextField("ringkasan", blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    mulai = models.DateField("hari pertama")
    selesai = models.DateField("hari terakhir")
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.DRAF)
    disalin_dari = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="salinan",
        verbose_name="disalin dari",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = ProgramQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "program"
        ordering = ["-mulai", "kode"]
        constraints = [
            models.UniqueConstraint(
                "wilayah", "kode", name="program_satu_kode",
                violation_error_message="Kode ini sudah dipakai program lain di wilayah ini.",
            ),
            models.CheckConstraint(
                name="program_mulai_sebelum_selesai",
                condition=models.Q(selesai__gt=models.F("mulai")),
                violation_error_message="Hari terakhir harus sesudah hari pertama.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.nama} ({self.wilayah})"


class Indikator(models.Model):
    """What is measured and how, in words and as the name of the computation (`rumus`).

    Global: the same definition in every kelurahan; what must be reached is a TargetProgram.
    """

    class Satuan(models.TextChoices):
        RUMAH = "rumah", "rumah tangga"
        ORANG = "orang", "orang"
        USAHA = "usaha", "usaha"
        PESANAN = "pesanan", "pesanan"
        PERSEN = "persen", "%"
        RUPIAH = "rupiah", "Rp"
        HARI = "hari", "hari kerja"

    kode = models.SlugField("kode", primary_key=True, max_length=40)
    nama = models.CharField("nama", max_length=120)
    satuan = models.CharField("satuan", max_length=10, choices=Satuan.choices)
    definisi = models.TextField("definisi", help_text="Apa yang dihitung, dari data mana.")
    rumus = models.SlugField("rumus", max_length=40, help_text="Nama perhitungan di portal.")
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "indikator"
        ordering = ["urutan", "kode"]

    def __str__(self) -> str:
        return self.nama


class AnakProgramQuerySet(ScopedQuerySet):
    """Rows that hang on a programme: they are where it is."""

    scope_wilayah = "program__wilayah"


class TargetProgram(models.Model):
    """What one programme wants to reach of one indicator, by which month of it."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="target", verbose_name="program"
    )
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    nilai = models.DecimalField("paling sedikit", max_digits=14, decimal_places=2)
    bulan = models.PositiveSmallIntegerField("dalam berapa bulan", default=12)
    keterangan = models.CharField("keterangan", max_length=200, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "target"
        ordering = ["program", "urutan", "indikator"]
        constraints = [
            models.UniqueConstraint("program", "indikator", name="target_satu_per_indikator"),
            models.CheckConstraint(
                name="target_lebih_dari_nol", condition=models.Q(nilai__gt=0, bulan__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}: {self.nilai}"


class PosAnggaran(models.Model):
    """One line of a programme's budget, in whole Rupiah.

    `akun` is the account of the book "program" that spending on this line is posted to.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="pos", verbose_name="program")
    kode = models.SlugField("kode", max_length=40)
    nama = models.CharField("komponen", max_length=160)
    jumlah = models.PositiveBigIntegerField("anggaran (Rp)")
    rincian = models.CharField(
        "rincian", max_length=200, blank=True, help_text="100 orang x Rp 100.000 x 5 hari"
    )
    akun = models.CharField("akun beban", max_length=10)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "pos anggaran"
        ordering = ["program", "urutan", "kode"]
        constraints = [
            models.UniqueConstraint("program", "kode", name="pos_satu_kode"),
        ]

    def __str__(self) -> str:
        return self.nama


def kelurahan_kode(wilayah_id: Any) -> str:
    """The code of the kelurahan or desa that an area lies in: 35.77.03.1009 of 35.77.03.1009.02."""
    return ".".join(str(wilayah_id).split(".")[:4])
