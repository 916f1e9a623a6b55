"""For which kelurahan a page of planning is: the one asked for, else this person's first."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from wilayah.models import Wilayah
from wilayah.peran import peran_with

_TERBANYAK = 300  # kelurahan to choose from


@dataclass(frozen=True, slots=True)
class PilihanWilayah:
    """`kelurahan` None: this person has none. `semua`: what there is to choose from, if any."""

    kelurahan: Wilayah | None
    semua: tuple[Wilayah, ...]


def choose_kelurahan(request: HttpRequest, model: str, aksi: str) -> PilihanWilayah:
    """By `?di=`. Raises Http404 for one where this person's roles do not allow it."""
    app, nama = model.split(".")
    user: Any = request.user
    if not user.has_perm(f"{app}.{aksi}_{nama}"):
        raise Http404
    rows = Wilayah.objects.visible_to(user, peran=peran_with(model, aksi)).kelurahan()
    di = request.POST.get("di") or request.GET.get("di")
    semua = tuple(rows.in_service().order_by("kode")[:_TERBANYAK])
    if di:
        kelurahan = rows.filter(pk=di).first()
        if kelurahan is None:
            raise Http404
    else:
        kelurahan = semua[0] if semua else rows.order_by("kode").first()
    return PilihanWilayah(kelurahan, semua if len(semua) > 1 else ())
