from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ruko_parsel.kolom_cari import kolom_cari
from ruko_parsel.models.acuan import JenisMasalah
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q


class KeahlianQuerySet(ScopedQuerySet):
    """One's own, those of one's area, and in the same kecamatan whoever offers to help others."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        return super().scope_q(user, peran) | Q(pengguna=user.pk)

    def penugasan_q(self, tugas: Any) -> Q:
        if not tugas.wilayah_id:
            return Q(pk__in=[])
        q = prefix_q("wilayah", tugas.wilayah_id)
        kecamatan = ".".join(tugas.wilayah_id.split(".")[:3])
        if kecamatan.count(".") == 2:
            q |= prefix_q("wilayah", kecamatan) & Q(status="dikuatkan", bersedia=True)
        return q

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """One's own; those of a whole kecamatan only its camat."""
        if user.is_superuser:
            return self.all()
        q = Q(pengguna=user.pk)
        for tugas in user.penugasan_aktif:
            if tugas.peran == Peran.CAMAT and tugas.peran in peran and tugas.wilayah_id:
                q |= prefix_q("wilayah", tugas.wilayah_id)
        return self.filter(q)

    def confirmed(self) -> Self:
        return self.filter(status=Keahlian.Status.DIKUATKAN, pengguna__is_active=True)


class Keahlian(ScopedModel):
    """Who knows what: said by the person, confirmed by the camat; `wilayah` is where they work."""

    class Tingkat(models.IntegerChoices):
        DASAR = 1, "Bisa membantu"
        MAHIR = 2, "Mahir"
        PENGAJAR = 3, "Bisa mengajar orang lain"

    class Status(models.TextChoices):
        DIAJUKAN = "diajukan", "Menunggu dikuatkan"
        DIKUATKAN = "dikuatkan", "Dikuatkan"
        DITOLAK = "ditolak", "Belum dikuatkan"
        DICABUT = "dicabut", "Dicabut sendiri"

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="keahlian", verbose_name="siapa"
    )
    masalah = models.ForeignKey(
        JenisMasalah, models.PROTECT, related_name="keahlian", verbose_name="soal"
    )
    topik = models.CharField("tepatnya", max_length=120)
    tingkat = models.PositiveSmallIntegerField("tingkat", choices=Tingkat.choices)
    bukti = models.CharField("pengalaman atau bukti", max_length=300)
    bersedia = models.BooleanField("bersedia membantu desa lain", default=True)
    status = models.CharField(
        "keadaan", max_length=9, choices=Status.choices, default=Status.DIAJUKAN, editable=False
    )
    alasan = models.CharField("alasan", max_length=200, blank=True, editable=False)
    diputus_by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="diputuskan oleh",
    )  # fmt: skip
    diputus_at = models.DateTimeField("diputuskan pada", null=True, editable=False)
    KOLOM_KOSA = ("topik", "bukti")  # whose words a mistyped one is compared with
    cari = kolom_cari(topik="A", bukti="C")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = KeahlianQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "siapa tahu apa"
        ordering = ["-tingkat", "topik", "pk"]
        indexes = [
            # who knows about what was typed
            GinIndex(fields=["cari"], name="keahlian_cari_idx"),
            # who knows about one kind of problem, the best first
            models.Index(fields=["masalah", "-tingkat"], name="keahlian_soal_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                "pengguna", "masalah", Lower("topik"), name="keahlian_sekali",
                violation_error_message="Keahlian itu sudah Anda catat.",
            ),
            models.CheckConstraint(
                name="keahlian_tingkat_1_3", condition=Q(tingkat__range=(1, 3))
            ),
            models.CheckConstraint(
                name="keahlian_diputus_oleh_siapa",
                condition=~Q(status__in=["dikuatkan", "ditolak"])
                | Q(diputus_by__isnull=False, diputus_at__isnull=False),
            ),
            models.CheckConstraint(
                name="keahlian_bukan_diputus_sendiri",
                condition=Q(diputus_by__isnull=True) | ~Q(diputus_by=models.F("pengguna")),
            ),
            models.CheckConstraint(
                name="keahlian_ditolak_beralasan",
                condition=~Q(status="ditolak") | ~Q(alasan=""),
                violation_error_message="Tulis alasannya.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pengguna}: {self.topik}"
