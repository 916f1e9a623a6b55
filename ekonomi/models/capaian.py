from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Indikator, Program, TargetProgram
from wilayah.append_only import triggers
from wilayah.scope import ScopedQuerySet


class Capaian(models.Model):
    """Append-only: what an indicator stood at on one day, at most once a day.

    `nilai` None: nothing to compute it from that day. `kurang`: rows that had no data. `sel`: the
    smallest group of people in the figure that is not empty; public pages show none below 5.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="capaian", verbose_name="program"
    )
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    tanggal = models.DateField("tanggal")
    nilai = models.DecimalField("nilai", max_digits=16, decimal_places=2, null=True)
    pembilang = models.DecimalField("pembilang", max_digits=16, decimal_places=2, null=True)
    penyebut = models.DecimalField("penyebut", max_digits=16, decimal_places=2, null=True)
    kurang = models.PositiveIntegerField("baris tanpa data", default=0)
    sel = models.PositiveIntegerField("kelompok terkecil", null=True)
    catatan = models.CharField("dihitung dari", max_length=300, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "capaian"
        ordering = ["program", "-tanggal", "indikator"]
        constraints = [
            # also the trend line of an indicator, and its last value before a day
            models.UniqueConstraint(
                "program", "indikator", "tanggal", name="capaian_sekali_sehari"
            ),
            models.CheckConstraint(
                name="capaian_penyebut_tidak_negatif",
                condition=Q(penyebut__isnull=True) | Q(penyebut__gte=0),
            ),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.tanggal}: {self.nilai}"


class TitikTargetQuerySet(ScopedQuerySet):
    """Points of a target's path, where its programme is."""

    scope_wilayah = "target__program__wilayah"


class TitikTarget(models.Model):
    """A point on the way to a target: so much by this day of the programme.

    A target without points grows in a straight line from the first day; with points the line
    goes through them (seed, section 7: 100 trained by day 45, 20 onboard by day 75).
    """

    target = models.ForeignKey(
        TargetProgram, models.PROTECT, related_name="titik", verbose_name="target"
    )
    hari = models.PositiveSmallIntegerField("pada hari ke-")
    nilai = models.DecimalField("sudah paling sedikit", max_digits=14, decimal_places=2)

    objects = TitikTargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "titik target"
        ordering = ["target", "hari"]
        constraints = [
            models.UniqueConstraint("target", "hari", name="titiktarget_satu_per_hari"),
            models.CheckConstraint(name="titiktarget_hari_positif", condition=Q(hari__gte=1)),
        ]

    def __str__(self) -> str:
        return f"hari {self.hari}: {self.nilai}"


class AturanPeringatan(models.Model):
    """When an indicator is worth a warning: below this share of where it should be by now."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="aturan_peringatan", verbose_name="program"
    )
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    ambang = models.DecimalField(
        "ambang", max_digits=4, decimal_places=2, default="0.70",
        help_text="Bagian dari garis target hari itu; 0,70 berarti tujuh puluh persen.",
    )  # fmt: skip
    hari = models.PositiveSmallIntegerField("diawasi sejak hari ke-", default=30)
    aktif = models.BooleanField("aktif", default=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "aturan peringatan"
        ordering = ["program", "indikator"]
        constraints = [
            models.UniqueConstraint("program", "indikator", name="aturanperingatan_satu"),
            models.CheckConstraint(
                name="aturanperingatan_ambang_wajar", condition=Q(ambang__gt=0, ambang__lte=1),
                violation_error_message="Ambang antara 0,01 dan 1.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indikator} di bawah {self.ambang:.0%} garis target"


class Peringatan(models.Model):
    """An indicator was below its rule; raised once per indicator and period.

    `periode` is a month ("2026-11") or the review of day 90 ("hari-90").
    """

    HARI_90 = "hari-90"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="peringatan", verbose_name="program"
    )
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    periode = models.CharField("periode", max_length=10)
    pada = models.DateField("tanggal")
    hari = models.PositiveSmallIntegerField("hari ke-")
    nilai = models.DecimalField("nilai", max_digits=16, decimal_places=2, null=True)
    garis = models.DecimalField("garis target hari itu", max_digits=16, decimal_places=2)
    kalimat = models.CharField("keterangan", max_length=400)
    pulih_pada = models.DateField("kembali di atas ambang", null=True, blank=True)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "peringatan"
        ordering = ["-pada", "indikator"]
        constraints = [
            models.UniqueConstraint(
                "program", "indikator", "periode", name="peringatan_sekali_per_periode"
            ),
            models.CheckConstraint(
                name="peringatan_pulih_sesudah",
                condition=Q(pulih_pada__isnull=True) | Q(pulih_pada__gte=F("pada")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator} ({self.periode})"

    @property
    def is_open(self) -> bool:
        """Not yet back above its threshold."""
        return self.pulih_pada is None


class RencanaAksiQuerySet(ScopedQuerySet):
    """Action plans, where their programme is."""

    scope_wilayah = "peringatan__program__wilayah"


class RencanaAksi(models.Model):
    """What will be done about a warning, by whom and until when; later: with which result."""

    peringatan = models.ForeignKey(
        Peringatan, models.PROTECT, related_name="rencana", verbose_name="peringatan"
    )
    apa = models.CharField("yang dilakukan", max_length=300)
    siapa = models.CharField("penanggung jawab", max_length=120)
    tenggat = models.DateField("paling lambat")
    selesai_pada = models.DateField("selesai pada", null=True, blank=True)
    hasil = models.CharField("hasilnya", max_length=300, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", verbose_name="ditulis oleh",
        editable=False,
    )  # fmt: skip
    created_at = models.DateTimeField("ditulis", auto_now_add=True)

    objects = RencanaAksiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "rencana aksi"
        ordering = ["selesai_pada", "tenggat", "id"]
        constraints = [
            models.CheckConstraint(
                name="rencanaaksi_selesai_berhasil",
                condition=(Q(selesai_pada__isnull=True) & Q(hasil=""))
                | (Q(selesai_pada__isnull=False) & ~Q(hasil="")),
                violation_error_message="Tulis tanggal selesai dan hasilnya bersama-sama.",
            ),
        ]

    def __str__(self) -> str:
        return self.apa
