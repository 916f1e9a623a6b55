from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from wilayah.models.pengguna import Pengguna
from wilayah.scope import ScopedQuerySet


class LanggananKalenderQuerySet(ScopedQuerySet):
    """Calendar subscriptions: everybody sees their own, nobody another's."""

    def visible_to(self, user: Any, *, peran: frozenset[str] | None = None) -> Any:
        return self.filter(pengguna=user.pk) if user.pk and user.is_active else self.none()

    def active(self) -> Any:
        """Not revoked."""
        return self.filter(dicabut_at__isnull=True)


class LanggananKalender(models.Model):
    """A secret address that a phone's calendar reads (`/kalender/<key>.ics`).

    Only the keyed hash of the key is kept. `sidik` and `berubah_at`: what was sent last and since
    when it reads so, for `ETag` and `Last-Modified`; rows that vanish change it too.
    """

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="langganan_kalender", verbose_name="milik"
    )
    nama = models.CharField("dipakai di", max_length=60)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        Pengguna, models.PROTECT, editable=False, related_name="+", verbose_name="dibuat oleh"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    diambil_at = models.DateTimeField("terakhir diambil", null=True, blank=True, editable=False)
    sidik = models.CharField(max_length=64, blank=True, editable=False)
    berubah_at = models.DateTimeField("isi berubah", null=True, blank=True, editable=False)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True, editable=False)

    objects = LanggananKalenderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "langganan kalender"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(name="langganan_kalender_ada_hash", condition=~Q(hash="")),
            models.UniqueConstraint(
                "pengguna", Lower("nama"), name="langganan_kalender_satu_nama",
                condition=Q(dicabut_at__isnull=True),
                violation_error_message="Anda sudah punya langganan aktif dengan nama itu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nama
