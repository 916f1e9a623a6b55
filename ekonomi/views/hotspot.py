"""Free hotspots for residents: where they are, whether they work, and "it is down"."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ekonomi.models import Hotspot
from ekonomi.services.hotspot import LAPORAN_CUKUP, count_per_hotspot, report_hotspot
from pesan.bangun import KELUAR, wake
from wilayah.asal import origin_hash
from wilayah.halaman import find_kelurahan, remember

KABAR = {
    "terima": "Terima kasih, sudah kami catat. Bila ada warga lain yang melaporkan hal sama,"
    " petugas langsung dikabari.",
    "sudah": "Laporan Anda untuk tempat ini hari ini sudah kami catat. Terima kasih.",
}


@require_safe
def hotspot(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/hotspot/`: a list, and a map on tap."""
    area = find_kelurahan(slug)
    rows = list(
        Hotspot.objects.in_wilayah(area.kode)
        .exclude(status=Hotspot.Status.TUTUP)
        .select_related("wilayah")
    )
    lapor = count_per_hotspot(rows, timezone.now()) if rows else {}
    daftar = [{"h": h, "diragukan": lapor.get(h.pk, 0) >= LAPORAN_CUKUP} for h in rows]
    context = {
        "area": area,
        "daftar": daftar,
        "titik": json.dumps(
            [{"nama": h.nama, "lat": float(h.lat), "lng": float(h.lng)} for h in rows]
        ),
        "ubin": settings.LEAFLET_CONFIG["TILES"],
        "atribusi": settings.LEAFLET_CONFIG["ATTRIBUTION_PREFIX"],
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return remember(render(request, "ekonomi/hotspot.html", context), area)


@require_POST
def lapor_hotspot(request: HttpRequest, slug: str, hotspot_pk: int) -> HttpResponse:
    """ "It is down": counted once a day from one address."""
    area = find_kelurahan(slug)
    satu = get_object_or_404(Hotspot.objects.in_wilayah(area.kode), pk=hotspot_pk)
    catatan = request.POST.get("catatan", "")[:200]
    baru = report_hotspot(satu, asal_hash=origin_hash(request), catatan=catatan)
    wake(KELUAR)
    kabar = "terima" if baru else "sudah"
    return redirect(f"{reverse('hotspot', args=[area.slug])}?kabar={kabar}")
