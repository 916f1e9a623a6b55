"""The map of problems as the public sees it: by RW, small numbers not shown."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luna_maya.peta_masalah import PALING_SEDIKIT, map_problems
from wilayah.halaman import find_kelurahan, remember
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

_SETAHUN = timedelta(days=365)


@require_safe
def peta_masalah(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/peta/`: what was heard in a year, by RW and subject."""
    area = find_kelurahan(slug)
    sampai = hari_ini(area.kode)
    peta = map_problems(Wilayah.objects.get(pk=area.kode), sampai - _SETAHUN, sampai)
    rw = [b for b in peta.baris if b.is_rw or b.kode == area.kode]
    context = {
        "area": area,
        "peta": peta,
        "rw": rw,
        "baris": [(nama, [b.sel[ke] for b in rw]) for ke, (_slug, nama) in enumerate(peta.kolom)],
        "paling_sedikit": PALING_SEDIKIT,
        "sampai": sampai,
    }
    return remember(render(request, "luna_maya/peta_masalah.html", context), area)
