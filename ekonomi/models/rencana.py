"""What a programme plans besides targets and budget: for whom, from which money, when, told how."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Indikator, Program, SumberDana
from ekonomi.models.rumah import KelompokSasaran
from pesan.models import Lampiran


class SasaranProgram(models.Model):
    """A target group of a programme; `jumlah` None: the document names the group, not a number."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="sasaran", verbose_name="program"
    )
    kelompok = models.CharField("kelompok", max_length=12, choices=KelompokSasaran.choices)
    jumlah = models.PositiveIntegerField("jumlah", null=True, blank=True)
    keterangan = models.CharField("keterangan", max_length=200, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "sasaran program"
        ordering = ["program", "urutan", "id"]
        constraints = [
            models.UniqueConstraint("program", "kelompok", name="sasaran_satu_per_kelompok"),
        ]

    def __str__(self) -> str:
        return self.get_kelompok_display()


class SumberProgram(models.Model):
    """A source a programme counts on. `rencana` in whole Rupiah; None: no amount agreed yet."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="sumber", verbose_name="program"
    )
    sumber = models.CharField("sumber", max_length=12, choices=SumberDana.choices)
    rencana = models.PositiveBigIntegerField("rencana (Rp)", null=True, blank=True)
    keterangan = models.CharField("keterangan", max_length=200, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "sumber dana program"
        ordering = ["program", "urutan", "id"]
        constraints = [
            models.UniqueConstraint("program", "sumber", name="sumberprogram_sekali"),
        ]

    def __str__(self) -> str:
        return self.get_sumber_display()


class TonggakQuerySet(AnakProgramQuerySet):
    """Milestones of a programme."""

    def open(self) -> "TonggakQuerySet":
        return self.filter(selesai_at__isnull=True)


class Tonggak(models.Model):
    """One step of the roadmap, in days counted from the programme's first day (day 0).

    Done when `selesai_at` is set; `tercapai` against `target` where the step has a number.
    """

    class Fase(models.TextChoices):
        HARI_90 = "90hari", "90 hari pertama"
        BULAN_12 = "12bulan", "12 bulan"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="tonggak", verbose_name="program"
    )
    kode = models.SlugField("kode", max_length=40)
    fase = models.CharField("fase", max_length=8, choices=Fase)
    hari_mulai = models.PositiveSmallIntegerField("hari ke (mulai)")
    hari_selesai = models.PositiveSmallIntegerField("hari ke (selesai)")
    kegiatan = models.CharField("kegiatan", max_length=240)
    target = models.PositiveIntegerField("target angka", null=True, blank=True)
    satuan = models.CharField("satuan", max_length=40, blank=True)
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diukur oleh indikator",
    )  # fmt: skip
    tercapai = models.PositiveIntegerField("sudah tercapai", null=True, blank=True)
    selesai_at = models.DateField("selesai pada", null=True, blank=True)
    bukti = models.ForeignKey(
        Lampiran, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="bukti",
    )  # fmt: skip
    catatan = models.CharField("catatan", max_length=300, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = TonggakQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tonggak"
        ordering = ["program", "fase", "hari_mulai", "urutan", "id"]
        constraints = [
            models.UniqueConstraint("program", "kode", name="tonggak_satu_kode"),
            models.CheckConstraint(
                name="tonggak_mulai_sebelum_selesai",
                condition=Q(hari_selesai__gte=F("hari_mulai")),
                violation_error_message="Hari selesai tidak boleh sebelum hari mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.kegiatan

    @property
    def mulai(self) -> dt.date:
        """The step's first day on the calendar."""
        return self.program.mulai + dt.timedelta(days=self.hari_mulai)

    @property
    def tenggat(self) -> dt.date:
        """The step's last day on the calendar."""
        return self.program.mulai + dt.timedelta(days=self.hari_selesai)

    def state_on(self, hari: dt.date) -> str:
        """selesai, terlambat, berjalan or nanti, as seen on this day."""
        if self.selesai_at is not None and self.selesai_at <= hari:
            return "selesai"
        if self.tenggat < hari:
            return "terlambat"
        return "berjalan" if self.mulai <= hari else "nanti"


class RencanaKomunikasi(models.Model):
    """One way the programme is told to people (seed, section 14)."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="komunikasi", verbose_name="program"
    )
    kegiatan = models.CharField("kegiatan", max_length=200)
    saluran = models.CharField("saluran", max_length=120)
    sasaran = models.CharField("untuk siapa", max_length=120, blank=True)
    frekuensi = models.CharField("seberapa sering", max_length=80, blank=True)
    penanggung = models.CharField("penanggung jawab", max_length=120, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "rencana komunikasi"
        ordering = ["program", "urutan", "id"]

    def __str__(self) -> str:
        return self.kegiatan
