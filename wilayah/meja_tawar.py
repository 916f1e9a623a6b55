"""Which desks a piece of work can be offered to, and where each of them stands.

A desk may say which kinds of work it takes (`terima`: model labels; none said: any) and where it is
for an area (`tempat`); without `tempat` it is in the kelurahan or desa itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from wilayah.models import Wilayah
from wilayah.rujukan import meja_of
from wilayah.scope import above


@dataclass(frozen=True, slots=True)
class Tawaran:
    """A desk that would take it: its key in settings.RUJUKAN_MEJA, its name, its area."""

    kunci: str
    label: str
    tempat: Wilayah


def desks_for(jenis: str, kode: str) -> Sequence[Tawaran]:
    """Desks for work of this kind ("curhat.tiket") in this area; none above a kelurahan.

    The work's own app is left out, and a desk where nobody is on duty.
    """
    jalur = above(kode)
    desa = Wilayah.objects.filter(pk=jalur[3]).first() if len(jalur) > 3 else None
    if desa is None:
        return []
    asal, tawaran = jenis.partition(".")[0], []
    for kunci in settings.RUJUKAN_MEJA:
        meja: Any = meja_of(kunci)
        terima = getattr(meja, "terima", None)
        if kunci == asal or (terima is not None and jenis not in terima):
            continue
        tempat = meja.tempat(desa) if hasattr(meja, "tempat") else desa
        if tempat is not None:
            tawaran.append(Tawaran(kunci, _label(meja, tempat, desa), tempat))
    return tawaran


def _label(meja: Any, tempat: Wilayah, desa: Wilayah) -> str:
    return meja.label() if tempat == desa else f"{meja.label()}, {tempat}"
