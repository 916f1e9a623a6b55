"""Which kelurahan a point on the map lies in: a suggestion for the resident, never a decision."""

import math
import time
from dataclasses import dataclass
from typing import Any

from shapely import STRtree
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape

from wilayah.models import Wilayah

_TTL = 300.0  # seconds the shapes of a city are kept
_KOTA_DISIMPAN = 16
_TERJAUH_KM = 6.0  # from a centre point, where no boundary is known
_simpanan: dict[str, tuple[float, "Peta"]] = {}


@dataclass(frozen=True, slots=True)
class Peta:
    """The kelurahan of one city or regency: those with a boundary, and all centre points."""

    pohon: STRtree | None
    berbatas: list[Wilayah]
    bertitik: list[Wilayah]


def area_at(lat: float, lng: float, *, dekat: str) -> Wilayah | None:
    """The kelurahan or desa of the city of `dekat` (a code) that holds the point.

    By boundary where there is one, else by the nearest centre; None when the point is far away.
    """
    if not (math.isfinite(lat) and math.isfinite(lng)):
        return None
    peta = _peta(".".join(dekat.split(".")[:2]))
    if peta.pohon is not None:
        hits = peta.pohon.query(Point(lng, lat), predicate="within")
        if len(hits):
            return peta.berbatas[int(hits[0])]
    tanpa_batas = [w for w in peta.bertitik if not w.batas]
    nearest = min(tanpa_batas, key=lambda w: _km(w, lat, lng), default=None)
    return nearest if nearest is not None and _km(nearest, lat, lng) <= _TERJAUH_KM else None


def _km(w: Wilayah, lat: float, lng: float) -> float:
    dy = (float(w.lat or 0) - lat) * 111.32
    dx = (float(w.lng or 0) - lng) * 111.32 * math.cos(math.radians(lat))
    return math.hypot(dx, dy)


def _peta(kota: str) -> Peta:
    kept = _simpanan.get(kota)
    if kept is not None and time.monotonic() - kept[0] < _TTL:
        return kept[1]
    rows = list(
        Wilayah.objects.kelurahan()
        .in_wilayah(kota)
        .only("kode", "nama", "tingkat", "slug", "lat", "lng", "batas")
    )
    pairs = [(row, made) for row in rows if (made := _shape(row.batas)) is not None]
    peta = Peta(
        pohon=STRtree([made for _, made in pairs]) if pairs else None,
        berbatas=[row for row, _ in pairs],
        bertitik=[row for row in rows if row.lat is not None and row.lng is not None],
    )
    if len(_simpanan) >= _KOTA_DISIMPAN:
        _simpanan.clear()
    _simpanan[kota] = (time.monotonic(), peta)
    return peta


def _shape(batas: Any) -> Any:
    if not batas:
        return None
    try:
        return shape(batas.get("geometry", batas))
    except (AttributeError, KeyError, TypeError, ValueError, ShapelyError):
        return None  # a boundary that cannot be read is as good as none here


def forget_peta() -> None:
    """Read the boundaries again at the next use."""
    _simpanan.clear()
