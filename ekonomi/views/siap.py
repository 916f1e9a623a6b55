"""SIAP-TAMAN for residents: targets and how far they are, reports, the seed's summary file."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from ekonomi.kpi.laporan import JUDUL, laporan
from ekonomi.kpi.tulis import tulis_umum
from ekonomi.models import Program
from ekonomi.siap import find_program, halaman_umum, nama_siap, programs_of, summary_csv
from wilayah.halaman import Area, find_kelurahan, remember


def _find(request: HttpRequest, slug: str) -> tuple[Area, Program | None]:
    area = find_kelurahan(slug)
    return area, find_program(area.kode, request.GET.get("program", "")[:40])


@require_safe
def siap(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/siap/`: aggregated figures only, none about fewer than five people."""
    area, program = _find(request, slug)
    context = {"area": area, "siap": nama_siap(area), "semua": programs_of(area.kode)}
    if program is None:
        return remember(render(request, "ekonomi/siap_kosong.html", context), area)
    context |= halaman_umum(program)
    return remember(render(request, "ekonomi/siap.html", context), area)


@require_safe
def laporan_siap(request: HttpRequest, slug: str, periode: str) -> HttpResponse:
    """`/<slug>/siap/laporan/bulan/?sampai=2026-10-31`: a period's report, to read and to print."""
    area, program = _find(request, slug)
    if program is None or periode not in JUDUL:
        raise Http404
    data = laporan(program, periode, read_hari(request))
    baris = [
        {
            "k": b.akhir,
            "teks": tulis_umum(
                b.akhir.hasil.nilai, b.akhir.indikator.satuan, kecil=b.akhir.is_kecil
            ),
            "selisih": "–" if b.akhir.is_kecil else b.teks_selisih,
            "lampu": "abu" if b.akhir.is_kecil else b.akhir.lampu,
        }
        for b in data.bertarget
    ]
    context = {
        "area": area,
        "siap": nama_siap(area),
        "data": data,
        "baris": baris,
        "periode": [(p, j) for p, j in JUDUL.items()],
    }
    return remember(render(request, "ekonomi/siap_laporan.html", context), area)


def read_hari(request: HttpRequest) -> date | None:
    """The day asked for by `?sampai=`; nonsense and days to come count as today."""
    try:
        hari = parse_date(request.GET.get("sampai", ""))
    except ValueError:
        return None
    return hari if hari is not None and hari <= timezone.localdate() else None


@require_safe
def ringkasan_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/siap/summary_kpi.csv`: the seed's summary file of this kelurahan."""
    _area, program = _find(request, slug)
    if program is None:
        raise Http404
    response = HttpResponse(summary_csv(program, umum=True), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="summary_kpi.csv"'
    return response
