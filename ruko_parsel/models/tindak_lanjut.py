from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from pesan.models import Lampiran
from ruko_parsel.models.ikut import IkutPermintaanQuerySet
from ruko_parsel.models.permintaan import Permintaan
from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel


class TindakLanjutQuerySet(IkutPermintaanQuerySet):
    """Follow-ups of an area."""

    def own_q(self, user: Any) -> Q:
        return Q(siapa=user.pk)

    def open(self) -> Self:
        return self.exclude(status__in=TindakLanjut.ENDED)

    def overdue(self, hari: date) -> Self:
        return self.open().filter(sampai__lt=hari)


class TindakLanjut(ScopedModel):
    """What somebody is to do after an answer or a meeting: what, who, until when, what shows it.

    `wilayah` is the village it is for, or the kecamatan. `asal` says in words where it comes from
    when it hangs on no request (a meeting's decision).
    """

    class Status(models.TextChoices):
        RENCANA = "rencana", "Belum dimulai"
        BERJALAN = "berjalan", "Berjalan"
        SELESAI = "selesai", "Selesai"
        BATAL = "batal", "Tidak dilanjutkan"

    ENDED = (Status.SELESAI, Status.BATAL)

    permintaan = models.ForeignKey(
        Permintaan, models.PROTECT, null=True, blank=True, related_name="tindak_lanjut",
        verbose_name="permintaan",
    )  # fmt: skip
    asal = models.CharField("asal", max_length=200, blank=True)
    apa = models.CharField("apa", max_length=240)
    siapa = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, blank=True, related_name="tindak_lanjut_ruko",
        verbose_name="penanggung jawab",
    )  # fmt: skip
    pelaksana = models.CharField(
        "pelaksana", max_length=120, blank=True,
        help_text="Bila bukan pengguna portal, misalnya Pemerintah Desa Inan atau BPD.",
    )  # fmt: skip
    sampai = models.DateField("sampai kapan")
    status = models.CharField(
        "keadaan", max_length=8, choices=Status.choices, default=Status.RENCANA
    )
    bukti = models.TextField("hasil dan bukti", blank=True, max_length=1000)
    lampiran = models.ManyToManyField(Lampiran, blank=True, related_name="+")
    alasan_batal = models.CharField("alasan tidak dilanjutkan", max_length=240, blank=True)
    selesai_at = models.DateTimeField("berakhir pada", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = TindakLanjutQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "tindak lanjut"
        ordering = ["sampai", "pk"]
        indexes = [
            # the lists: follow-ups of an area, what is due first; and reminders by day
            models.Index(fields=["wilayah", "status", "sampai"], name="tindak_lanjut_wilayah_idx"),
            models.Index(fields=["status", "sampai"], name="tindak_lanjut_batas_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tindak_lanjut_ada_pelaksana",
                condition=Q(siapa__isnull=False) | ~Q(pelaksana=""),
                violation_error_message="Isi siapa yang mengerjakan.",
            ),
            models.CheckConstraint(
                name="tindak_lanjut_ada_isi", condition=~Q(apa=""),
                violation_error_message="Tulis apa yang dikerjakan.",
            ),
            models.CheckConstraint(
                name="tindak_lanjut_ada_asal",
                condition=Q(permintaan__isnull=False) | ~Q(asal=""),
                violation_error_message="Tulis dari mana tindak lanjut ini berasal.",
            ),
            models.CheckConstraint(
                name="tindak_lanjut_selesai_berbukti",
                condition=~Q(status="selesai") | ~Q(bukti=""),
                violation_error_message="Tulis hasil atau buktinya.",
            ),
            models.CheckConstraint(
                name="tindak_lanjut_batal_beralasan",
                condition=~Q(status="batal") | ~Q(alasan_batal=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.CheckConstraint(
                name="tindak_lanjut_berakhir_iff_ended",
                condition=Q(status__in=["selesai", "batal"], selesai_at__isnull=False)
                | ~Q(status__in=["selesai", "batal"]) & Q(selesai_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.apa

    def get_absolute_url(self) -> str:
        return reverse("admin:ruko_parsel_tindaklanjut_change", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def oleh(self) -> str:
        """Who does it, as read on a page."""
        return str(self.siapa) if self.siapa is not None else self.pelaksana


class RiwayatTindakLanjut(models.Model):
    """Append-only: each step of a follow-up and who took it."""

    tindak_lanjut = models.ForeignKey(TindakLanjut, models.PROTECT, related_name="riwayat")
    ke = models.CharField(max_length=8, choices=TindakLanjut.Status.choices)
    apa = models.CharField("apa", max_length=120)
    catatan = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Pengguna, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("pada", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat tindak lanjut"
        ordering = ["at", "pk"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.tindak_lanjut_id}: {self.apa}"
