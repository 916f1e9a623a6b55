from datetime import date
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ruko_parsel.kolom_cari import kolom_cari
from ruko_parsel.models.acuan import Bidang, JenisMasalah
from ruko_parsel.models.permintaan import Permintaan
from wilayah.append_only import triggers
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import ScopedModel, SeenFromAboveQuerySet, above, prefix_q

BELUM_MEMBANTU = 3  # votes "belum" since the last review from which an answer is looked at again


class JawabanQuerySet(SeenFromAboveQuerySet):
    """Answers of a kecamatan: its desk sees all of them, its villages what is published."""

    def penugasan_q(self, tugas: Any) -> Q:
        if not tugas.wilayah_id:
            return Q(pk__in=[])
        terbit = Q(wilayah_id__in=above(tugas.wilayah_id)) & self.model.TERBIT_Q
        return prefix_q("wilayah", tugas.wilayah_id) | terbit

    def published(self) -> Self:
        """What anybody may read; never one whose request was marked rahasia later."""
        return self.filter(self.model.TERBIT_Q)

    def due_review(self, day: date) -> Self:
        """Published ones that somebody should read again: by date, or because they did not help."""
        buruk = Q(suara_tidak__gte=BELUM_MEMBANTU, suara_tidak__gt=F("suara_ya"))
        return self.published().filter(Q(tinjau_at__lte=day) | buruk)


class Jawaban(ScopedModel):
    """An open answer: what a solved request taught, without who asked; `wilayah` is the kecamatan.

    A change to a published one waits in `baru_*` until a second person publishes it.
    """

    class Status(models.TextChoices):
        USUL = "usul", "Menunggu diterbitkan"
        TERBIT = "terbit", "Terbit"
        ARSIP = "arsip", "Diarsipkan"

    TERBIT_Q = Q(status="terbit") & (Q(permintaan__isnull=True) | Q(permintaan__rahasia=False))

    tanya = models.CharField("pertanyaan", max_length=200)
    jawab = models.TextField("jawaban", max_length=6000)
    kata_kunci = models.CharField(
        "kata lain yang dipakai orang", max_length=200, blank=True,
        help_text="Dipisah koma, misalnya: laporan dandes, SPJ. Membantu pencarian.",
    )  # fmt: skip
    masalah = models.ForeignKey(
        JenisMasalah, models.PROTECT, related_name="jawaban", verbose_name="jenis masalah"
    )
    bidang = models.ForeignKey(
        Bidang, models.PROTECT, related_name="jawaban", verbose_name="bidang"
    )
    permintaan = models.OneToOneField(
        Permintaan, models.PROTECT, null=True, blank=True, related_name="jawaban_terbuka",
        editable=False, verbose_name="dari permintaan",
    )  # fmt: skip
    status = models.CharField(
        "keadaan", max_length=6, choices=Status.choices, default=Status.USUL, editable=False
    )
    versi = models.PositiveSmallIntegerField("versi", default=1, editable=False)
    baru_tanya = models.CharField(max_length=200, blank=True, editable=False)
    baru_jawab = models.TextField(max_length=6000, blank=True, editable=False)
    baru_kata_kunci = models.CharField(max_length=200, blank=True, editable=False)
    baru_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="perubahan ditulis oleh",
    )  # fmt: skip
    ditulis_by = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="+", editable=False, verbose_name="ditulis oleh"
    )
    diterbitkan_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="diterbitkan oleh",
    )  # fmt: skip
    diterbitkan_at = models.DateTimeField("terbit pada", null=True, editable=False)
    tinjau_at = models.DateField("ditinjau lagi paling lambat", null=True, editable=False)
    dipakai = models.PositiveIntegerField("dipakai", default=0, editable=False)
    dicegah = models.PositiveIntegerField("tidak jadi mengajukan", default=0, editable=False)
    suara_ya = models.PositiveIntegerField("membantu", default=0, editable=False)
    suara_tidak = models.PositiveIntegerField("belum membantu", default=0, editable=False)
    KOLOM_KOSA = ("tanya", "kata_kunci")  # whose words a mistyped one is compared with
    cari = kolom_cari(tanya="A", kata_kunci="B", jawab="C")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = JawabanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "jawaban terbuka"
        ordering = ["-dipakai", "-diterbitkan_at", "pk"]
        indexes = [
            # the search of answers, public and while a request is typed
            GinIndex(fields=["cari"], name="jawaban_cari_idx"),
            # the public list of one kind of problem, most used first
            models.Index(
                fields=["masalah", "-dipakai"], name="jawaban_terbit_idx",
                condition=Q(status="terbit"),
            ),
            # answers of a kecamatan that should be read again
            models.Index(
                fields=["wilayah", "tinjau_at"], name="jawaban_tinjau_idx",
                condition=Q(status="terbit"),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="jawaban_terbit_lengkap",
                condition=~Q(status="terbit")
                | Q(
                    diterbitkan_by__isnull=False, diterbitkan_at__isnull=False,
                    tinjau_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="jawaban_perubahan_hanya_terbit",
                condition=Q(baru_tanya="", baru_jawab="", baru_kata_kunci="", baru_by=None)
                | (
                    Q(status="terbit", baru_by__isnull=False)
                    & ~Q(baru_tanya="") & ~Q(baru_jawab="")
                ),
            ),
            # whoever wrote the words that are public, somebody else read them first
            models.CheckConstraint(
                name="jawaban_dua_orang",
                condition=~Q(status="terbit") | ~Q(diterbitkan_by=F("ditulis_by")),
            ),
            models.CheckConstraint(
                name="jawaban_dicegah_termasuk_dipakai", condition=Q(dipakai__gte=F("dicegah"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.tanya

    def get_absolute_url(self) -> str:
        return reverse("ruko_jawaban", args=[self.pk])

    @property
    def has_perubahan(self) -> bool:
        return bool(self.baru_tanya)

    @property
    def is_public(self) -> bool:
        """As `published()` asks of many."""
        rahasia = self.permintaan is not None and self.permintaan.rahasia
        return self.status == self.Status.TERBIT and not rahasia


class RevisiJawaban(models.Model):
    """Append-only: each version of an answer's words and each step, by whom and why."""

    jawaban = models.ForeignKey(Jawaban, models.PROTECT, related_name="revisi")
    versi = models.PositiveSmallIntegerField("versi")
    apa = models.CharField("apa", max_length=60)
    tanya = models.CharField("pertanyaan", max_length=200)
    jawab = models.TextField("jawaban")
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "revisi jawaban"
        ordering = ["-at", "-pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.jawaban_id} v{self.versi}: {self.apa}"


class PakaiJawaban(models.Model):
    """Append-only: an answer was used, or somebody said whether it helped. Nobody is named."""

    class Apa(models.TextChoices):
        CEGAH = "cegah", "Tidak jadi mengajukan"
        KUTIP = "kutip", "Dikutip meja"
        YA = "ya", "Membantu"
        TIDAK = "tidak", "Belum membantu"

    jawaban = models.ForeignKey(Jawaban, models.PROTECT, related_name="pakai")
    apa = models.CharField(max_length=5, choices=Apa.choices)
    versi = models.PositiveSmallIntegerField("versi yang dibaca")
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, related_name="+", verbose_name="desa pembaca"
    )
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "pemakaian jawaban"
        ordering = ["-at", "-pk"]
        indexes = [
            # how many requests were not needed, by month
            models.Index("apa", "at", name="pakai_jawaban_masa_idx"),
        ]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.jawaban_id}: {self.get_apa_display()}"
