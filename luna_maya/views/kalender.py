"""The rotation for residents: which RT the lurah has visited. RT and month, never a host."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luna_maya.giliran import KETERANGAN, has_map, map_giliran, public_giliran
from wilayah.format import tanggal_panjang
from wilayah.halaman import find_kelurahan, remember


@require_safe
def giliran(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/giliran/`: the picture, a map of it on tap."""
    area = find_kelurahan(slug)
    now = timezone.now()
    context = {
        "area": area,
        "gambar": public_giliran(area.kode, now),
        "keterangan": KETERANGAN,
        "kini": tanggal_panjang(now, area.kode),
        "berpeta": has_map(area.kode),
        "ubin": settings.LEAFLET_CONFIG["TILES"],
        "atribusi": settings.LEAFLET_CONFIG["ATTRIBUTION_PREFIX"],
    }
    return remember(render(request, "luna_maya/giliran.html", context), area)


@require_safe
def giliran_peta(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/giliran/peta.json`: the same for the map."""
    area = find_kelurahan(slug)
    return JsonResponse(map_giliran(area.kode, public_giliran(area.kode, timezone.now())))
