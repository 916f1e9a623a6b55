"""Which villages, and which kecamatan, a member of staff works for."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404

from ruko_parsel.pihak import MEJA
from wilayah.models import Wilayah
from wilayah.peran import peran_with

_MAKS = 300


def villages_of(user: Any, label: str, aksi: str = "view") -> list[Wilayah]:
    """Villages in which this person's roles may do this to a model; at most 300, by name."""
    rows = Wilayah.objects.visible_to(user, peran=peran_with(label, aksi)).kelurahan()
    return list(rows.order_by("kode")[:_MAKS])


def pick_desa(user: Any, label: str, kode: str) -> Wilayah:
    """The village of this code, if this person works for it. Raises Http404."""
    rows = Wilayah.objects.visible_to(user, peran=peran_with(label, "view")).kelurahan()
    desa: Wilayah | None = rows.filter(pk=kode[:20]).first() if kode.isascii() else None
    if desa is None:
        raise Http404
    return desa


def kecamatan_choices(user: Any) -> list[Wilayah]:
    """The kecamatan whose desk this person sits at, by code."""
    if user.is_superuser:
        rows = Wilayah.objects.filter(tingkat=Wilayah.Tingkat.KECAMATAN).in_service()
        return list(rows.order_by("kode")[:_MAKS])
    kode = {t.wilayah_id for t in user.penugasan_aktif if t.peran in MEJA and t.wilayah_id}
    rows = Wilayah.objects.filter(pk__in=kode, tingkat=Wilayah.Tingkat.KECAMATAN)
    return list(rows.order_by("kode"))


def pick_kecamatan(user: Any, kode: str) -> Wilayah:
    """The one of this code, or the first. Raises Http404 for who sits at no desk."""
    ada = kecamatan_choices(user)
    if not ada:
        raise Http404
    return next((k for k in ada if k.kode == kode), ada[0])


def names(desa: Sequence[Wilayah]) -> str:
    return ", ".join(d.nama for d in desa)
