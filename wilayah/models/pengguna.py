from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from wilayah.kripto import EncryptedTextField
from wilayah.models.area import Wilayah
from wilayah.models.instansi import Instansi
from wilayah.peran import Peran
from wilayah.scope import ScopedQuerySet


class Pengguna(AbstractUser):
    """A member of staff. What they may see and do comes from their Penugasan, not from this row."""

    nama = models.CharField("nama lengkap", max_length=120)
    # Where notices go besides the admin: encrypted, shown only to the person and the area's admin.
    nomor_wa = EncryptedTextField("WhatsApp", blank=True, help_text="Bentuk +62…")

    class Meta:
        verbose_name = verbose_name_plural = "pengguna"

    def __str__(self) -> str:
        return self.nama or self.username

    @cached_property
    def penugasan_aktif(self) -> list["Penugasan"]:
        """Today's assignments, read once for each request's user object."""
        return list(self.penugasan.on(timezone.localdate()).select_related("wilayah", "instansi"))

    @property
    def peran_aktif(self) -> set[str]:
        return {tugas.peran for tugas in self.penugasan_aktif}

    def has_peran(self, *peran: Peran) -> bool:
        return self.is_superuser or bool(self.peran_aktif & set(peran))


class PenugasanQuerySet(ScopedQuerySet):
    def on(self, day: date) -> Self:
        """Assignments in force on this day (both ends included)."""
        return self.filter(Q(mulai__lte=day), Q(selesai__isnull=True) | Q(selesai__gte=day))

    def holding(self, kode: str, *peran: Peran) -> Self:
        """Who holds one of these roles for exactly this area or one above it, nearest first."""
        parts = kode.split(".")
        above = [".".join(parts[: n + 1]) for n in range(len(parts))]
        return (
            self.on(timezone.localdate())
            .filter(peran__in=peran, wilayah_id__in=above, pengguna__is_active=True)
            .order_by("-wilayah_id", "mulai")
        )


class Penugasan(models.Model):
    """A role on an area prefix or an agency, from one day to another.

    The lurah's name that residents read is the one of today's `lurah` of the kelurahan.
    """

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="penugasan", verbose_name="pengguna"
    )
    peran = models.CharField("peran", max_length=20, choices=Peran)
    wilayah = models.ForeignKey(
        Wilayah, models.PROTECT, null=True, blank=True, related_name="penugasan",
        verbose_name="wilayah",
    )  # fmt: skip
    instansi = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="penugasan",
        verbose_name="instansi",
    )  # fmt: skip
    mulai = models.DateField("mulai", default=timezone.localdate)
    selesai = models.DateField("sampai", null=True, blank=True)
    sapaan = models.CharField("sapaan", max_length=20, blank=True, help_text="Pak, Bu, Mas, Mbak")

    objects = PenugasanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "penugasan"
        ordering = ["-mulai"]
        constraints = [
            models.CheckConstraint(
                name="penugasan_wilayah_atau_instansi",
                condition=Q(wilayah__isnull=False, instansi__isnull=True)
                | Q(wilayah__isnull=True, instansi__isnull=False),
                violation_error_message="Isi wilayah atau instansi, salah satu saja.",
            ),
            models.CheckConstraint(
                name="penugasan_selesai_setelah_mulai",
                condition=Q(selesai__isnull=True) | Q(selesai__gte=F("mulai")),
                violation_error_message="Tanggal sampai tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengguna}: {self.get_peran_display()} {self.wilayah or self.instansi}"
