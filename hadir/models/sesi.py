import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from wilayah.append_only import triggers
from wilayah.models import Pengguna
from wilayah.scope import ScopedModel, ScopedQuerySet


def new_token() -> str:
    """What tells sessions apart in addresses (72 bits); worth nothing without a code of now."""
    return secrets.token_hex(9)


class SesiHadirQuerySet(ScopedQuerySet):
    """Sessions of an area."""

    def about(self, rujukan: str) -> Self:
        return self.filter(rujukan=rujukan)

    def open(self) -> Self:
        return self.filter(dibuka_at__isnull=False, ditutup_at__isnull=True)

    def held(self, at: datetime) -> Self:
        """Those that count for attendance: opened once, or their time is over."""
        return self.filter(Q(dibuka_at__isnull=False) | Q(selesai_at__lte=at))


class SesiHadir(ScopedModel):
    """One meeting of people whose presence is written down: a lesson, a day of work.

    `rujukan` says of what ("pelatihan:12"); the app of that word keeps the list of people
    (settings.HADIR_DAFTAR). Nothing here names a person.
    """

    class Status(models.TextChoices):
        TERJADWAL = "terjadwal", "Terjadwal"
        DIBUKA = "dibuka", "Dibuka"
        DITUTUP = "ditutup", "Ditutup"
        DIKUNCI = "dikunci", "Dikunci"

    judul = models.CharField("judul", max_length=160)
    rujukan = models.CharField("rujukan", max_length=60)
    tanggal = models.DateField("tanggal")
    mulai_at = models.DateTimeField("mulai")
    selesai_at = models.DateTimeField("selesai")
    tempat = models.CharField("tempat", max_length=160, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    dibuka_at = models.DateTimeField("dibuka", null=True, blank=True)
    ditutup_at = models.DateTimeField("ditutup", null=True, blank=True)
    dikunci_at = models.DateTimeField("dikunci", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    objects = SesiHadirQuerySet.as_manager()  # type: ignore[misc] # replaces ScopedModel's

    class Meta:
        verbose_name = verbose_name_plural = "sesi hadir"
        ordering = ["-mulai_at", "-id"]
        indexes = [
            # the facilitator's list: sessions of an area, newest first
            models.Index(fields=["wilayah", "-mulai_at"], name="sesihadir_wilayah_idx"),
            # the numbers on a screen are looked for among the open sessions only
            models.Index(
                fields=["mulai_at"],
                name="sesihadir_terbuka_idx",
                condition=Q(dibuka_at__isnull=False, ditutup_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["rujukan", "mulai_at"], name="sesihadir_sekali"),
            models.CheckConstraint(name="sesihadir_berrujukan", condition=~Q(rujukan="")),
            models.CheckConstraint(
                name="sesihadir_selesai_sesudah_mulai", condition=Q(selesai_at__gt=F("mulai_at"))
            ),
            models.CheckConstraint(
                name="sesihadir_ditutup_sesudah_dibuka",
                condition=Q(ditutup_at__isnull=True) | Q(dibuka_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sesihadir_dikunci_sesudah_ditutup",
                condition=Q(dikunci_at__isnull=True) | Q(ditutup_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judul}, {self.tanggal:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return reverse("admin:hadir_sesihadir_change", args=[self.pk])

    @property
    def status(self) -> str:
        if self.dikunci_at is not None:
            return self.Status.DIKUNCI
        if self.ditutup_at is not None:
            return self.Status.DITUTUP
        return self.Status.DIBUKA if self.dibuka_at is not None else self.Status.TERJADWAL

    @property
    def keadaan(self) -> str:
        """The state in words."""
        return str(self.Status(self.status).label)

    @property
    def is_terbuka(self) -> bool:
        """Whether people may register themselves now."""
        return self.status == self.Status.DIBUKA


class RiwayatSesi(models.Model):
    """Append-only: what happened to a session, when and by whom."""

    class Peristiwa(models.TextChoices):
        DIJADWALKAN = "dijadwalkan", "Dijadwalkan"
        DIBUKA = "dibuka", "Dibuka"
        DITUTUP = "ditutup", "Ditutup"
        DIPINDAH = "dipindah", "Jadwal dipindah"
        DIKUNCI = "dikunci", "Dikunci"

    sesi = models.ForeignKey(SesiHadir, models.PROTECT, related_name="riwayat")
    peristiwa = models.CharField("peristiwa", max_length=12, choices=Peristiwa)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "riwayat sesi hadir"
        ordering = ["at", "id"]
        triggers = triggers()

    def __str__(self) -> str:
        return f"{self.sesi_id}: {self.peristiwa}"
