from datetime import date
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from wilayah.kripto import EncryptedTextField
from wilayah.models.area import Wilayah
from wilayah.models.instansi import Instansi
from wilayah.peran import Peran
from wilayah.scope import ScopedQuerySet, above, prefix_q


class PenggunaQuerySet(ScopedQuerySet):
    """Staff: oneself, and whoever is or was assigned in one's area or to an agency there."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        return super().scope_q(user, peran) | Q(pk=user.pk)

    def penugasan_q(self, tugas: Any) -> Q:
        return Q(pk__in=Penugasan.objects.filter(_di_bawah(tugas)).values("pengguna"))

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """Whom this user may change: others, no superuser, with no assignment outside their area.

        Someone who also serves elsewhere could otherwise be taken over by setting their password.
        """
        if user.is_superuser:
            return self.all()
        rows = self.visible_to(user, peran=peran).filter(is_superuser=False).exclude(pk=user.pk)
        outside = Penugasan.objects.exclude(
            pk__in=Penugasan.objects.visible_to(user, peran=peran).values("pk")
        )
        return rows.exclude(pk__in=outside.values("pengguna"))


class PenggunaManager(UserManager["Pengguna"]):
    """Django's own, with `visible_to` as everywhere."""

    use_in_migrations = False

    def get_queryset(self) -> PenggunaQuerySet:
        return PenggunaQuerySet(self.model, using=self._db)

    def visible_to(self, user: Any, *, peran: frozenset[str] | None = None) -> PenggunaQuerySet:
        return self.get_queryset().visible_to(user, peran=peran)

    def writable_by(self, user: Any, peran: frozenset[str]) -> PenggunaQuerySet:
        return self.get_queryset().writable_by(user, peran)


class Pengguna(AbstractUser):
    """A member of staff. What they may see and do comes from their Penugasan, not from this row."""

    nama = models.CharField("nama lengkap", max_length=120)
    # Where notices go besides the admin: encrypted, shown only to the person and the area's admin.
    nomor_wa = EncryptedTextField("WhatsApp", blank=True, help_text="Bentuk +62…")

    objects = PenggunaManager()  # type: ignore[misc] # replaces AbstractUser's

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


def _di_bawah(tugas: Any) -> Q:
    """Assignments in the area of `tugas`, or to the agencies of that area or to its own agency."""
    if tugas.wilayah_id:
        return prefix_q("wilayah", tugas.wilayah_id) | prefix_q(
            "instansi__wilayah", tugas.wilayah_id
        )
    return Q(instansi_id=tugas.instansi_id)


class PenugasanQuerySet(ScopedQuerySet):
    """Assignments of one's area, of the agencies there, and of one's own agency."""

    def penugasan_q(self, tugas: Any) -> Q:
        return _di_bawah(tugas)

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """Other people's assignments: nobody changes their own rights, or a superuser's."""
        rows = super().writable_by(user, peran)
        if user.is_superuser:
            return rows
        return rows.exclude(pengguna=user.pk).exclude(pengguna__is_superuser=True)

    def on(self, day: date) -> Self:
        """Assignments in force on this day (both ends included)."""
        return self.filter(Q(mulai__lte=day), Q(selesai__isnull=True) | Q(selesai__gte=day))

    def at(self, kode: str) -> Self:
        """Assignments of this area and below, those at the agencies there included."""
        return self.filter(prefix_q("wilayah", kode) | prefix_q("instansi__wilayah", kode))

    def holding(self, kode: str, *peran: Peran) -> Self:
        """Who holds one of these roles for exactly this area or one above it, nearest first."""
        return (
            self.on(timezone.localdate())
            .filter(peran__in=peran, wilayah_id__in=above(kode), pengguna__is_active=True)
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

    @property
    def is_active(self) -> bool:
        """In force today (both ends included)."""
        today = timezone.localdate()
        return self.mulai <= today and (self.selesai is None or self.selesai >= today)
