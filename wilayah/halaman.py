"""Which area a page is for: found by its slug once a minute, remembered in a cookie."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from wilayah.models import Wilayah
from wilayah.scope import above

COOKIE = "wilayah"
_COOKIE_UMUR = 365 * 24 * 3600
_TTL = 60.0  # seconds an area is kept in the process
_KELURAHAN = frozenset({Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA})
_KOTA = frozenset({Wilayah.Tingkat.KOTA, Wilayah.Tingkat.KABUPATEN})
_simpanan: dict[str, tuple[float, "Area | None"]] = {}


@dataclass(frozen=True, slots=True)
class Area:
    """An area in service as its pages need it; plain values, so that nothing is read again."""

    kode: str
    slug: str
    nama: str
    tingkat: str
    di_dalam: str  # "Kec. Taman, Kota Madiun"
    lat: float | None
    lng: float | None

    @property
    def is_kelurahan(self) -> bool:
        return self.tingkat in _KELURAHAN

    @property
    def nama_panjang(self) -> str:
        """ "Kelurahan Taman", "Desa Sidomulyo", "Kecamatan Taman", "Kota Madiun"."""
        if self.tingkat in _KOTA:
            return self.nama
        return f"{Wilayah.Tingkat(self.tingkat).label} {self.nama}"

    @property
    def kepala(self) -> str:
        """Who leads the area, as residents say it."""
        return {"desa": "Kepala Desa", "kelurahan": "Lurah", "kecamatan": "Camat"}.get(
            self.tingkat, "Kelurahan"
        )


def find_area(slug: str) -> Area:
    """The area in service at this slug. Raises Http404."""
    area = _cached(slug)
    if area is None:
        raise Http404
    return area


def find_kelurahan(slug: str) -> Area:
    """As `find_area`, for pages that only a kelurahan or desa has."""
    area = find_area(slug)
    if not area.is_kelurahan:
        raise Http404
    return area


def area_of(kode: str) -> Area | None:
    """The area in service that `kode` is or lies in, deepest first; None where there is none."""
    found = Wilayah.objects.in_service().filter(pk__in=above(kode)).order_by("-kode").first()
    return _cached(found.slug) if found is not None and found.slug else None


def remembered(request: HttpRequest) -> Area | None:
    """The area this browser chose last, if it is still in service."""
    slug = request.COOKIES.get(COOKIE, "")
    return _cached(slug) if slug and len(slug) <= 60 else None


def remember(response: HttpResponse, area: Area) -> HttpResponse:
    """Keep the chosen area in a cookie; it says nothing about the person."""
    response.set_cookie(
        COOKIE, area.slug, max_age=_COOKIE_UMUR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def forget_area() -> None:
    """Read every area again at its next use."""
    _simpanan.clear()


def _cached(slug: str) -> Area | None:
    kept = _simpanan.get(slug)
    now = time.monotonic()
    if kept is not None and now - kept[0] < _TTL:
        return kept[1]
    row = (
        Wilayah.objects.in_service().filter(slug=slug).select_related("induk__induk__induk").first()
    )
    area = _build(row) if row is not None else None
    if area is not None:  # unknown slugs are not kept: a stranger could fill the memory with them
        _simpanan[slug] = (now, area)
    return area


def _build(row: Wilayah) -> Area:
    return Area(
        kode=row.kode,
        slug=row.slug or "",
        nama=row.nama,
        tingkat=row.tingkat,
        di_dalam=within(row),
        lat=float(row.lat) if row.lat is not None else None,
        lng=float(row.lng) if row.lng is not None else None,
    )


def within(row: Wilayah) -> str:
    """The names above an area up to its city or regency: "Kec. Taman, Kota Madiun"."""
    names = []
    atas = row.induk if row.tingkat not in _KOTA else None
    while atas is not None:
        names.append(atas.nama_lengkap)
        atas = atas.induk if atas.tingkat not in _KOTA else None
    return ", ".join(names)
