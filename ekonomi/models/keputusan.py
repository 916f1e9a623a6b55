import pgtrigger
from django.db import models
from django.db.models import F, Q

from ekonomi.models.program import AnakProgramQuerySet, Indikator, Program
from wilayah.scope import ScopedQuerySet


class Putusan(models.TextChoices):
    """What becomes of a component after the review (seed, section 7, days 76-90)."""

    SKALAKAN = "skalakan", "Skalakan"
    SESUAIKAN = "sesuaikan", "Sesuaikan"
    HENTIKAN = "hentikan", "Hentikan"


class KriteriaKeputusan(models.Model):
    """How one component of the programme is judged: by one indicator against its target line.

    Reached `skalakan_min` of the line: scale; at least `sesuaikan_min`: adjust; below: stop.
    """

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="kriteria", verbose_name="program"
    )
    komponen = models.CharField("komponen", max_length=60)
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    skalakan_min = models.DecimalField(
        "skalakan bila paling sedikit", max_digits=4, decimal_places=2, default="0.90"
    )
    sesuaikan_min = models.DecimalField(
        "sesuaikan bila paling sedikit", max_digits=4, decimal_places=2, default="0.50"
    )
    patokan = models.DecimalField(
        "patokan sendiri", max_digits=14, decimal_places=2, null=True, blank=True,
        help_text="Isi hanya bila indikatornya tidak punya target di program ini.",
    )  # fmt: skip
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kriteria keputusan"
        ordering = ["program", "urutan", "komponen"]
        constraints = [
            models.UniqueConstraint("program", "komponen", name="kriteria_satu_per_komponen"),
            models.CheckConstraint(
                name="kriteria_ambang_berurutan",
                condition=Q(sesuaikan_min__gt=0, skalakan_min__gt=F("sesuaikan_min")),
                violation_error_message="Ambang “skalakan” harus di atas ambang “sesuaikan”.",
            ),
        ]

    def __str__(self) -> str:
        return self.komponen


class LembarKeputusan(models.Model):
    """The sheet of a review: what the criteria say, what people decided, signed by the lurah.

    Once signed it is frozen: `potret` is the sheet as it was signed, and the database refuses
    every change of the row.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        DITANDATANGANI = "ditandatangani", "Ditandatangani"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="lembar_keputusan", verbose_name="program"
    )
    hari = models.PositiveSmallIntegerField("evaluasi hari ke-", default=90)
    tanggal = models.DateField("keadaan pada")
    status = models.CharField(
        "status", max_length=14, choices=Status.choices, default=Status.DRAF, editable=False
    )
    tanggal_rapat = models.DateField("tanggal rapat", null=True, blank=True)
    peserta_rapat = models.CharField(
        "yang hadir", max_length=300, blank=True,
        help_text="Sebut jabatan atau unsur, misalnya lurah, sekretaris, 2 fasilitator, PKK.",
    )  # fmt: skip
    risalah = models.TextField("risalah rapat", blank=True)
    potret = models.JSONField("isi saat ditandatangani", default=dict, editable=False)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, related_name="+", editable=False,
        verbose_name="disusun oleh",
    )  # fmt: skip
    ditandatangani_oleh = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name="ditandatangani oleh",
    )  # fmt: skip
    ditandatangani_at = models.DateTimeField(
        "ditandatangani pada", null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField("disusun", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "lembar keputusan"
        ordering = ["-tanggal", "-id"]
        constraints = [
            models.UniqueConstraint("program", "hari", name="lembar_satu_per_evaluasi"),
            models.CheckConstraint(
                name="lembar_ditandatangani_lengkap",
                condition=Q(
                    status="draf", ditandatangani_oleh__isnull=True, ditandatangani_at__isnull=True
                )
                | Q(
                    status="ditandatangani", ditandatangani_oleh__isnull=False,
                    ditandatangani_at__isnull=False, tanggal_rapat__isnull=False,
                ) & ~Q(risalah=""),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="lembar_beku",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="ditandatangani"),
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluasi hari ke-{self.hari} {self.program.nama}"

    @property
    def is_signed(self) -> bool:
        """Whether it is frozen."""
        return self.status == self.Status.DITANDATANGANI


class BarisKeputusanQuerySet(ScopedQuerySet):
    """Rows of sheets, where their programme is."""

    scope_wilayah = "lembar__program__wilayah"


class BarisKeputusan(models.Model):
    """One component: what the criteria compute and why, and what people decide.

    People may decide otherwise, with a reason; nothing is decided by the computation alone.
    """

    lembar = models.ForeignKey(
        LembarKeputusan, models.PROTECT, related_name="baris", verbose_name="lembar"
    )
    komponen = models.CharField("komponen", max_length=60)
    indikator = models.ForeignKey(
        Indikator, models.PROTECT, related_name="+", verbose_name="indikator"
    )
    nilai = models.DecimalField("capaian", max_digits=16, decimal_places=2, null=True)
    garis = models.DecimalField("garis target", max_digits=16, decimal_places=2, null=True)
    rasio = models.DecimalField("capaian/garis", max_digits=7, decimal_places=3, null=True)
    kurang = models.PositiveIntegerField("baris tanpa data", default=0)
    hitungan = models.CharField("menurut kriteria", max_length=10, choices=Putusan.choices)
    penjelasan = models.CharField("mengapa", max_length=500)
    putusan = models.CharField(
        "keputusan rapat", max_length=10, choices=Putusan.choices, blank=True
    )
    alasan = models.CharField("alasan bila berbeda", max_length=400, blank=True)
    by = models.ForeignKey(
        "wilayah.Pengguna", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="diputuskan oleh",
    )  # fmt: skip
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    objects = BarisKeputusanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "baris keputusan"
        ordering = ["lembar", "urutan", "id"]
        constraints = [
            models.UniqueConstraint("lembar", "komponen", name="bariskeputusan_satu"),
            models.CheckConstraint(
                name="bariskeputusan_beda_beralasan",
                condition=Q(putusan="") | Q(putusan=F("hitungan")) | ~Q(alasan=""),
                violation_error_message="Keputusan yang berbeda dari kriteria perlu alasan.",
            ),
            models.CheckConstraint(
                name="bariskeputusan_diputuskan_orang",
                condition=Q(putusan="") | Q(by__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bariskeputusan_beku",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT 1 FROM ekonomi_lembarkeputusan WHERE id = OLD.lembar_id "
                    "AND status = 'ditandatangani') THEN RAISE EXCEPTION "
                    "'lembar keputusan sudah ditandatangani'; END IF; "
                    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.komponen
