"""Boundaries: GeoJSON polygons, and Voronoi cells that stand in until there is a real one.

Coordinates are GeoJSON's (longitude, latitude) in degrees. A stand-in says so
(`batas_sumber = perkiraan`) and never replaces an imported or drawn boundary. Never route work by a
map point alone: published boundary sets disagree by up to 2 km.
"""

from typing import Any

import shapely
from django.db import transaction
from shapely.geometry import MultiPoint, Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from wilayah.models import Wilayah

_DESIMAL = 1e-6  # degrees; about 0.1 m
_TEPI_MIN = 0.004  # degrees; about 450 m around the outermost centre points
_NYATA = (Wilayah.SumberBatas.IMPOR, Wilayah.SumberBatas.GAMBAR)


class BatasDitolak(ValueError):  # noqa: N818 - named by what happened
    """A geometry that cannot be a boundary; the text says why."""


def read_batas(geometry: Any) -> tuple[dict[str, Any], str]:
    """A GeoJSON geometry as a valid (Multi)Polygon of plain lists, and what had to be repaired.

    Nothing repaired is an empty text. Raises BatasDitolak for what is no area of the earth.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        jenis = geometry.get("type") if isinstance(geometry, dict) else None
        raise BatasDitolak(f"bukan poligon ({jenis or 'kosong'})")
    try:
        bentuk = shape(geometry)
    except Exception as error:  # shapely raises many kinds for malformed coordinates
        raise BatasDitolak("koordinat tidak terbaca") from error
    alasan = "" if bentuk.is_valid else shapely.is_valid_reason(bentuk)
    bentuk = _only_polygons(shapely.set_precision(shapely.make_valid(bentuk), _DESIMAL))
    if bentuk.is_empty or bentuk.area == 0:
        raise BatasDitolak("tidak mempunyai luas")
    barat, selatan, timur, utara = bentuk.bounds
    if barat < -180 or timur > 180 or selatan < -90 or utara > 90:
        raise BatasDitolak("koordinat di luar lintang/bujur; gunakan WGS 84 (EPSG:4326)")
    return as_geojson(bentuk), alasan


def as_geojson(bentuk: BaseGeometry) -> dict[str, Any]:
    """A shapely geometry as JSON-ready lists."""
    hasil = mapping(bentuk)
    return {"type": hasil["type"], "coordinates": _lists(hasil["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(satu) for satu in value] if isinstance(value, (list, tuple)) else value


def _only_polygons(bentuk: BaseGeometry) -> BaseGeometry:
    """The areas of a geometry, without the lines and points that a repair may leave."""
    if bentuk.geom_type in {"Polygon", "MultiPolygon"}:
        return bentuk
    bagian = [g for g in getattr(bentuk, "geoms", []) if g.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.union_all(bagian)


def has_real_batas(area: Wilayah) -> bool:
    """Whether the boundary was imported or drawn, not estimated."""
    return area.batas is not None and area.batas_sumber in _NYATA


@transaction.atomic
def recompute_perkiraan(induk: Wilayah) -> int:
    """Draw stand-in cells for the areas directly below `induk`; returns how many were written.

    Cells around the centre points, clipped to the parent's real boundary or else to a buffered hull
    of the points, without what siblings' real boundaries cover. Areas without a centre get none.
    """
    anak = list(
        Wilayah.objects.select_for_update().filter(induk=induk, lat__isnull=False).order_by("kode")
    )
    if not anak:
        return 0
    titik = {area.pk: Point(float(area.lng or 0), float(area.lat or 0)) for area in anak}
    ruang = shape(induk.batas) if has_real_batas(induk) else _buffered_hull(list(titik.values()))
    nyata = [shape(area.batas) for area in anak if has_real_batas(area)]
    if nyata:
        ruang = ruang.difference(shapely.union_all(nyata))
    sel = _cells(titik, ruang)
    berubah = []
    for area in anak:
        bentuk = sel.get(area.pk)
        if has_real_batas(area) or bentuk is None:
            continue
        area.batas = as_geojson(bentuk)
        area.batas_sumber = Wilayah.SumberBatas.PERKIRAAN
        berubah.append(area)
    Wilayah.objects.bulk_update(berubah, ["batas", "batas_sumber"])
    return len(berubah)


def recompute_all(kode: str | None = None) -> int:
    """Stand-in cells for every area (in and below `kode`) whose siblings have centre points."""
    areas = Wilayah.objects.in_wilayah(kode) if kode else Wilayah.objects.all()
    induk = Wilayah.objects.filter(pk__in=areas.filter(lat__isnull=False).values("induk"))
    return sum(recompute_perkiraan(satu) for satu in induk.order_by("kode"))


def _buffered_hull(titik: list[Point]) -> BaseGeometry:
    """The hull of the points, wider by half the usual distance to the nearest neighbour."""
    semua = MultiPoint(titik)
    jarak = [
        min((satu.distance(lain) for lain in titik if lain is not satu), default=0.0)
        for satu in titik
    ]
    tepi = max(sum(jarak) / len(jarak) / 2, _TEPI_MIN)
    return semua.convex_hull.buffer(tepi, quad_segs=4)


def _cells(titik: dict[str, Point], ruang: BaseGeometry) -> dict[str, BaseGeometry]:
    """Each point's Voronoi cell within `ruang`; of two areas on one point the first has it."""
    if len(titik) == 1:
        return {kode: ruang for kode in titik if not ruang.is_empty}
    sel = shapely.voronoi_polygons(MultiPoint(list(titik.values())), extend_to=ruang.envelope)
    bagian = list(sel.geoms)
    tree = shapely.STRtree(bagian)
    hasil: dict[str, BaseGeometry] = {}
    terpakai: set[int] = set()
    for kode, satu in titik.items():
        nomor = next((int(n) for n in tree.query(satu, predicate="intersects")), None)
        if nomor is None or nomor in terpakai:
            continue
        terpakai.add(nomor)
        potong = _only_polygons(shapely.set_precision(bagian[nomor].intersection(ruang), _DESIMAL))
        if not potong.is_empty:
            hasil[kode] = potong
    return hasil


def contains_point(lat: float, lng: float, within: str | None = None) -> list[Wilayah]:
    """Areas whose boundary holds this point, deepest first and real boundaries before stand-ins.

    `within` limits to one area and below. A suggestion for the resident to confirm, nothing more.
    """
    areas = Wilayah.objects.filter(batas__isnull=False).exclude(tingkat=Wilayah.Tingkat.PROVINSI)
    if within:
        areas = areas.in_wilayah(within)
    rows = list(areas.order_by("kode"))
    tree = shapely.STRtree([shape(area.batas) for area in rows])
    found = [rows[int(n)] for n in tree.query(Point(lng, lat), predicate="intersects")]
    return sorted(
        found, key=lambda area: (-area.kode.count("."), not has_real_batas(area), area.kode)
    )
