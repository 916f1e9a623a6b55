from typing import Any, Self

from django.db import models
from django.db.models import Q

from wilayah.models.pengguna import Pengguna
from wilayah.scope import ScopedQuerySet


class KunciApiQuerySet(ScopedQuerySet):
    """Tokens of the users one may see."""

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        return Q(pengguna__in=Pengguna.objects.visible_to(user, peran=peran))

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """Tokens of oneself and of those one may change: a token acts with its user's rights."""
        rows = super().writable_by(user, peran)
        mine = Pengguna.objects.writable_by(user, peran)
        return rows.filter(Q(pengguna__in=mine) | Q(pengguna=user.pk))


class KunciApi(models.Model):
    """A token for machines. Only its keyed hash is kept; it acts with its user's Penugasan."""

    pengguna = models.ForeignKey(
        Pengguna, models.PROTECT, related_name="kunci_api", verbose_name="bertindak sebagai"
    )
    nama = models.CharField("dipakai untuk", max_length=120)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    awalan = models.CharField("awalan", max_length=8, editable=False)
    boleh_kirim = models.BooleanField("boleh mengirim curhat (POST /ingest)", default=False)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    dicabut_at = models.DateTimeField("dicabut", null=True, blank=True)
    dipakai_at = models.DateTimeField("terakhir dipakai", null=True, blank=True, editable=False)

    objects = KunciApiQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kunci API"
        constraints = [
            models.CheckConstraint(name="kunci_api_ada_hash", condition=~Q(hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.awalan}…)"
