from typing import Any

from django.db import models
from django.db.models import Q

from ekonomi.models.program import AnakProgramQuerySet, Program
from ekonomi.models.rumah import Rumah
from pesan.models import Kontak
from wilayah.models import Pengguna
from wilayah.scope import ScopedQuerySet


class Survei(models.Model):
    """One questionnaire put to the households of a programme (impact survey of month 11).

    `pertanyaan` is the version of fixtures/survei/*.json that was taken at creation: what was
    asked never changes under those who answered it.
    """

    class Status(models.TextChoices):
        DRAF = "draf", "Draf"
        BUKA = "buka", "Dibuka"
        TUTUP = "tutup", "Ditutup"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="survei", verbose_name="program"
    )
    judul = models.CharField("judul", max_length=120)
    bulan_ke = models.PositiveSmallIntegerField("bulan ke", default=11)
    buka = models.DateField("dibuka")
    tutup = models.DateField("ditutup")
    status = models.CharField("status", max_length=6, choices=Status.choices, default=Status.DRAF)
    kode = models.SlugField("kumpulan pertanyaan", max_length=40)
    versi = models.PositiveSmallIntegerField("versi pertanyaan", default=1)
    pertanyaan = models.JSONField("pertanyaan")
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dibuat oleh",
    )  # fmt: skip
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = AnakProgramQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "survei"
        ordering = ["-buka", "-id"]
        constraints = [
            models.UniqueConstraint(
                "program", "judul", name="survei_satu_judul",
                violation_error_message="Program ini sudah punya survei dengan judul itu.",
            ),
            models.CheckConstraint(
                name="survei_tutup_sesudah_buka", condition=Q(tutup__gte=models.F("buka")),
                violation_error_message="Tanggal tutup harus sesudah tanggal buka.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.judul


class JawabanSurveiQuerySet(ScopedQuerySet):
    """Answers, where their household is."""

    scope_wilayah = "rumah__wilayah"

    def reachable(self) -> "JawabanSurveiQuerySet":
        """Not finished and not refused: who may still answer, or be reminded."""
        return self.filter(status__in=[self.model.Status.DIUNDANG, self.model.Status.BERJALAN])


class JawabanSurvei(models.Model):
    """One household's place in one survey, made when it opens: who did not answer stays counted.

    `jawaban`: question to answer. `masukan_kedua`: the paper typed in by a second person, compared
    with the first. `tanya`: the question a chat waits for.
    """

    class Status(models.TextChoices):
        DIUNDANG = "diundang", "Belum menjawab"
        BERJALAN = "berjalan", "Baru sebagian"
        SELESAI = "selesai", "Selesai"
        MENOLAK = "menolak", "Tidak bersedia"

    class Cara(models.TextChoices):
        TAUTAN = "tautan", "Tautan"
        CHAT = "chat", "Obrolan"
        KERTAS = "kertas", "Kertas"

    survei = models.ForeignKey(
        Survei, models.PROTECT, related_name="jawaban", verbose_name="survei"
    )
    rumah = models.ForeignKey(
        Rumah, models.PROTECT, related_name="jawaban_survei", verbose_name="rumah tangga"
    )
    nomor = models.PositiveIntegerField("nomor formulir")
    status = models.CharField(
        "status", max_length=8, choices=Status.choices, default=Status.DIUNDANG
    )
    cara = models.CharField("cara", max_length=6, choices=Cara.choices, blank=True)
    jawaban = models.JSONField("jawaban", default=dict)
    masukan_kedua = models.JSONField("masukan kedua", null=True, blank=True)
    dicocokkan = models.BooleanField("dua masukan sama", null=True, blank=True)
    tanya = models.CharField("pertanyaan di obrolan", max_length=40, blank=True)
    tanya_at = models.DateTimeField("ditanyakan", null=True, blank=True)
    kontak = models.ForeignKey(
        Kontak, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    diundang_at = models.DateTimeField("diundang", null=True, blank=True)
    diingatkan_at = models.DateTimeField("diingatkan", null=True, blank=True)
    mulai_at = models.DateTimeField("mulai", null=True, blank=True)
    selesai_at = models.DateTimeField("selesai", null=True, blank=True)
    oleh = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="dimasukkan oleh",
    )  # fmt: skip
    oleh_kedua = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="masukan kedua oleh",
    )  # fmt: skip

    objects = JawabanSurveiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "jawaban survei"
        ordering = ["survei", "nomor"]
        constraints = [
            models.UniqueConstraint("survei", "rumah", name="jawaban_survei_satu_per_rumah"),
            models.UniqueConstraint("survei", "nomor", name="jawaban_survei_satu_nomor"),
            models.CheckConstraint(
                name="jawaban_survei_selesai_bertanggal",
                condition=Q(status="selesai", selesai_at__isnull=False)
                | (~Q(status="selesai") & Q(selesai_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="jawaban_survei_dua_orang",
                condition=Q(oleh_kedua__isnull=True) | ~Q(oleh_kedua=models.F("oleh")),
                violation_error_message="Masukan kedua harus oleh orang lain.",
            ),
        ]
        indexes = [
            # the question a chat contact is being asked
            models.Index(
                "kontak", name="jawaban_survei_kontak_idx", condition=Q(kontak__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Formulir {self.nomor}"

    def answer_to(self, kunci: str) -> Any:
        """The answer to one question, None where there is none."""
        return self.jawaban.get(kunci)
