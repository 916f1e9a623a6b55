from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from curhat.models.curhat import Curhat
from pesan.models import Kontak
from wilayah.models import Pengguna
from wilayah.peran import peran_with
from wilayah.scope import ScopedModel, ScopedQuerySet, prefix_q


class ObrolanQuerySet(ScopedQuerySet):
    """Contacts with at least one report that one may read; those with none are not there."""

    scope_wilayah = None

    def visible_to(self, user: Any, *, peran: frozenset[str] | None = None) -> Self:
        return self.filter(Exists(visible_curhat(user, peran).filter(kontak=OuterRef("pk"))))

    def in_wilayah(self, kode: str) -> Self:
        milik = Curhat.objects.filter(prefix_q("wilayah", kode), kontak=OuterRef("pk"))
        return self.filter(Exists(milik))


def visible_curhat(user: Any, peran: frozenset[str] | None = None) -> Any:
    """The reports, not erased, that this user's roles for conversations open."""
    peran = peran if peran is not None else peran_with("curhat.obrolan", "view")
    return Curhat.objects.visible_to(user, peran=peran).filter(dihapus_at__isnull=True)


class Obrolan(Kontak):
    """A contact as the desk talks to them: known by their reports, never by name or number."""

    objects: ClassVar[Any] = ObrolanQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "obrolan"

    def __str__(self) -> str:
        return self.samaran


class AmbilAlihQuerySet(ScopedQuerySet):
    """Conversations that a person has taken over."""

    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def waiting(self) -> Self:
        """Open, and the resident spoke last."""
        return self.open().filter(warga_at__gt=F("staf_at"))

    def expired(self, at: datetime) -> Self:
        return self.open().filter(staf_at__lt=at - timedelta(hours=settings.AMBIL_ALIH_JAM))

    def holding(self, at: datetime) -> Self:
        """Open, and not so long without a word of staff that they count as left."""
        return self.open().filter(staf_at__gte=at - timedelta(hours=settings.AMBIL_ALIH_JAM))


class AmbilAlih(ScopedModel):
    """A conversation taken over by a person: from when to when, and about which report.

    `wilayah` is the kelurahan for which it is held. `staf_at` is the last act of staff: without
    one for settings.AMBIL_ALIH_JAM hours it ends by itself. History is the report's own, which is
    append-only.
    """

    class Sebab(models.TextChoices):
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan petugas"
        KEDALUWARSA = "kedaluwarsa", "Terlalu lama tanpa kabar petugas"
        DIHAPUS = "dihapus", "Data warga dihapus"

    kontak = models.ForeignKey(Kontak, models.PROTECT, related_name="ambil_alih")
    curhat = models.ForeignKey(Curhat, models.PROTECT, related_name="ambil_alih")
    by = models.ForeignKey(Pengguna, models.PROTECT, related_name="+", verbose_name="petugas")
    since = models.DateTimeField("sejak", default=timezone.now)
    staf_at = models.DateTimeField("kabar petugas terakhir", default=timezone.now)
    warga_at = models.DateTimeField("kabar warga terakhir", null=True, blank=True)
    diberi_tahu_at = models.DateTimeField("warga diberi tahu", null=True, blank=True)
    until = models.DateTimeField("sampai", null=True, blank=True)
    sebab = models.CharField("berakhir karena", max_length=12, choices=Sebab, blank=True)

    objects = AmbilAlihQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "pengambilalihan obrolan"
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["kontak"], name="ambil_alih_satu_terbuka", condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="ambil_alih_until_iff_sebab",
                condition=Q(until__isnull=True, sebab="") | (Q(until__isnull=False) & ~Q(sebab="")),
            ),
        ]
        indexes = [
            # the sweep: which have been left
            models.Index(
                fields=["staf_at"], name="ambil_alih_staf_idx", condition=Q(until__isnull=True)
            ),
            # the handler and the conversation's page: of one contact, newest first
            models.Index(fields=["kontak", "-since"], name="ambil_alih_kontak_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kontak_id} oleh {self.by_id}"

    @property
    def kedaluwarsa_at(self) -> datetime:
        """When it ends by itself unless staff write."""
        return self.staf_at + timedelta(hours=settings.AMBIL_ALIH_JAM)


class TandaBaca(models.Model):
    """Up to when a member of staff has read a conversation."""

    pengguna = models.ForeignKey(Pengguna, models.CASCADE, related_name="+")
    kontak = models.ForeignKey(Kontak, models.CASCADE, related_name="tanda_baca")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "tanda baca obrolan"
        constraints = [
            models.UniqueConstraint(fields=["pengguna", "kontak"], name="tanda_baca_sekali"),
        ]

    def __str__(self) -> str:
        return f"{self.pengguna_id}: {self.kontak_id}"
