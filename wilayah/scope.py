"""`visible_to(user)`: the only door to rows that belong to an area or an agency."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from wilayah.peran import Peran


def prefix_q(field: str, kode: str) -> Q:
    """Rows whose area is `kode` or lies below it. `field` is the FK's name ("wilayah")."""
    # __kode is the FK's own column, so this reads its LIKE index without a join
    return Q(**{f"{field}__kode": kode}) | Q(**{f"{field}__kode__startswith": f"{kode}."})


def above(kode: str) -> list[str]:
    """The codes of this area and of every one it lies in, the widest first: 35, 35.77, …"""
    parts = kode.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows scoped by an area FK (`scope_wilayah`) and, where set, an agency FK (`scope_instansi`).

    A user sees a row when one of today's Penugasan covers its area prefix, or names its agency.
    `scope_peran` limits which roles open the door at all (None: every role).
    """

    scope_wilayah: ClassVar[str | None] = "wilayah"
    scope_instansi: ClassVar[str | None] = None
    scope_peran: ClassVar[frozenset[Peran] | None] = None

    def visible_to(self, user: Any, *, peran: frozenset[str] | None = None) -> Self:
        """Rows this user may see; with `peran`, only through assignments of one of these roles.

        Who is moderator here and facilitator there has the moderator's permissions; `peran`
        (`wilayah.peran.peran_with`) keeps them from counting there.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(self.scope_q(user, peran))

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        """Rows this user may change through these roles. Narrower than what is seen where rows of
        areas above are shown too; the permission itself is asked elsewhere.
        """
        return self.visible_to(user, peran=peran)

    def in_wilayah(self, kode: str) -> Self:
        """Rows of this area and everything below it."""
        assert self.scope_wilayah is not None  # noqa: S101 - a programming error, not input
        return self.filter(prefix_q(self.scope_wilayah, kode))

    def scope_q(self, user: Any, peran: frozenset[str] | None = None) -> Q:
        """The condition `visible_to` filters by; matches nothing without a fitting Penugasan."""
        q = Q(pk__in=[])
        for tugas in user.penugasan_aktif:
            if self.scope_peran is not None and tugas.peran not in self.scope_peran:
                continue
            if peran is not None and tugas.peran not in peran:
                continue
            q |= self.penugasan_q(tugas)
        return q

    def penugasan_q(self, tugas: Any) -> Q:
        """What one Penugasan opens."""
        if tugas.wilayah_id and self.scope_wilayah:
            return prefix_q(self.scope_wilayah, tugas.wilayah_id)
        if tugas.instansi_id and self.scope_instansi:
            return Q(**{f"{self.scope_instansi}_id": tugas.instansi_id})
        return Q(pk__in=[])


class SeenFromAboveQuerySet(ScopedQuerySet):
    """Rows that areas below see too (an agency of the city, an answer of the kecamatan): they are
    written by those whose own area holds them, never by who only sees them.
    """

    def writable_by(self, user: Any, peran: frozenset[str]) -> Self:
        if user.is_superuser:
            return self.all()
        q = Q(pk__in=[])
        for tugas in user.penugasan_aktif:
            if tugas.wilayah_id and tugas.peran in peran:
                q |= prefix_q("wilayah", tugas.wilayah_id)
        return self.filter(q)


class ScopedModel(models.Model):
    """A row that belongs somewhere: one FK to the deepest known area."""

    wilayah = models.ForeignKey(
        "wilayah.Wilayah", models.PROTECT, related_name="+", verbose_name="wilayah"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
