"""Whom residents of a kelurahan reach at night, for everybody to read."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luna_maya.kontak_malam import kontak_sekarang, next_turns, runs_of
from wilayah.halaman import find_kelurahan, remember
from wilayah.services.area import emergency_numbers, sapaan_lurah
from wilayah.zona import at_place

# What the night contact is for (seed: sumbersari-tujuh-kelurahan.txt).
UNTUK = (
    "Warga sakit, melahirkan, atau meninggal dan keluarganya perlu dibantu.",
    "Keributan, orang mencurigakan, atau gangguan keamanan di lingkungan.",
    "Banjir, pohon tumbang, listrik atau air bermasalah untuk banyak rumah.",
    "Surat yang tidak bisa menunggu sampai pagi.",
    "Undangan warga pada malam hari: pengajian, tahlilan, hajatan.",
)


@require_safe
def halaman(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/lurah-malam/`: who is reached now, who stands in, the days to come."""
    area = find_kelurahan(slug)
    now = timezone.now()
    hari = at_place(now, area.kode).date()
    context = {
        "area": area,
        "kontak": kontak_sekarang(area.kode, now),
        "jadwal": runs_of(next_turns(area.kode, hari, hari + timedelta(days=6), now)),
        "untuk": UNTUK,
        "lurah": sapaan_lurah(area.kode),
        "darurat": emergency_numbers(area.kode),
    }
    return remember(render(request, "luna_maya/kontak_malam.html", context), area)
