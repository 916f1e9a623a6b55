"""`/transparansi/`: the programme's money as anyone may read it, quarter by quarter.

Published statements are shown as they were frozen; the running quarter as it stands today, and says
so. No person's name is in either.
"""

import io
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dokumen.cetak.kertas_pdf import compile_pdf
from ekonomi.cetak.laporan import as_csv, as_kertas
from ekonomi.grafik import bars_of
from ekonomi.models import LaporanTriwulan, Program, SumberDana
from ekonomi.services.laporan_triwulan import build_isi, latest_laporan, quarters_of
from ekonomi.triwulan import Triwulan
from pesan.lampiran import serve_private
from wilayah.halaman import Area, find_area, find_kelurahan, remember, remembered
from wilayah.models import Wilayah

_TAMPIL = (Program.Status.BERJALAN, Program.Status.SELESAI)
_PALING_BANYAK = 300


def public_programs(kode: str) -> QuerySet[Program]:
    """Programmes of this area and below that the public sees: begun, and not given up as drafts."""
    rows: Any = Program.objects.in_wilayah(kode)
    return rows.filter(status__in=_TAMPIL).select_related("wilayah").order_by("-mulai", "kode")


@require_safe
def transparansi_pilih(request: HttpRequest) -> HttpResponse:
    """`/transparansi/`: which kelurahan; straight on to the one this browser chose before."""
    area = remembered(request)
    if area is not None and area.is_kelurahan and "semua" not in request.GET:
        return redirect("transparansi", slug=area.slug)
    return _choose(request, None)


def _choose(request: HttpRequest, di: Area | None) -> HttpResponse:
    rows = Program.objects.filter(status__in=_TAMPIL, wilayah__slug__isnull=False)
    if di is not None:
        rows = rows.in_wilayah(di.kode)
    cari = request.GET.get("cari", "").replace("\x00", "")[:80].strip()
    tempat = Wilayah.objects.in_service().filter(pk__in=rows.values("wilayah"))
    if cari:
        tempat = tempat.filter(nama__icontains=cari)
    daftar = tempat.select_related("induk__induk").order_by("nama")[:_PALING_BANYAK]
    context = {"area": di, "tempat": daftar, "cari": cari}
    return render(request, "ekonomi/transparansi_pilih.html", context)


@require_safe
def transparansi(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/transparansi/`: the newest statement, or the quarter and version asked for."""
    area = find_area(slug)
    if not area.is_kelurahan:
        return _choose(request, area)
    semua = list(public_programs(area.kode))
    program = _wanted(request, semua)
    context: dict[str, Any] = {"area": area, "semua": semua, "program": program}
    if program is not None:
        context |= _statement(request, program)
    return remember(render(request, "ekonomi/transparansi.html", context), area)


def _wanted(request: HttpRequest, semua: list[Program]) -> Program | None:
    kode = request.GET.get("program", "")
    if not kode:
        return semua[0] if semua else None
    cocok = next((satu for satu in semua if satu.kode == kode), None)
    if cocok is None:
        raise Http404
    return cocok


def _statement(request: HttpRequest, program: Program) -> dict[str, Any]:
    """The quarter's figures with what the page needs to choose another."""
    hari = timezone.localdate()
    pilihan = quarters_of(program, hari)
    terbit = _published(program)
    tw = _quarter(request, pilihan, terbit)
    laporan = _version(request, program, tw) if tw else None
    isi = laporan.isi if laporan else None
    berjalan = False
    if isi is None and tw is not None:
        isi, berjalan = build_isi(program, tw, sampai=hari), True
    return {
        "tw": tw,
        "pilihan": [(satu, satu in terbit) for satu in pilihan],
        "laporan": laporan,
        "versi": _versions(program, tw) if tw else [],
        "isi": isi,
        "berjalan": berjalan,
        "belum_selesai": tw is not None and tw.selesai >= hari,
        "batang": bars_of(isi["pos"]) if isi else [],
        "batang_sumber": _source_bars(isi) if isi else [],
        "silang": [
            {**baris, "nama_sumber": SumberDana(baris["sumber"]).label} for baris in isi["silang"]
        ]
        if isi
        else [],
    }


def _published(program: Program) -> set[Triwulan]:
    rows = LaporanTriwulan.objects.filter(program=program).values_list("tahun", "triwulan")
    return {Triwulan(tahun, ke) for tahun, ke in rows}


def _quarter(
    request: HttpRequest, pilihan: list[Triwulan], terbit: set[Triwulan]
) -> Triwulan | None:
    """The one asked for, else the latest published, else the latest there is."""
    diminta = request.GET.get("tw", "")
    if diminta:
        tw = Triwulan.read(diminta)
        if tw is None or tw not in pilihan:
            raise Http404
        return tw
    return next((satu for satu in pilihan if satu in terbit), pilihan[0] if pilihan else None)


def _version(request: HttpRequest, program: Program, tw: Triwulan) -> LaporanTriwulan | None:
    diminta = request.GET.get("versi", "")
    if not diminta:
        return latest_laporan(program, tw)
    cocok = (
        _versions(program, tw).filter(versi=int(diminta)).first()
        if diminta.isdecimal() and len(diminta) <= 4
        else None
    )
    if cocok is None:
        raise Http404
    return cocok


def _versions(program: Program, tw: Triwulan) -> QuerySet[LaporanTriwulan]:
    return LaporanTriwulan.objects.filter(
        program=program, tahun=tw.tahun, triwulan=tw.ke
    ).order_by("-versi")  # fmt: skip


def _source_bars(isi: dict[str, Any]) -> list[dict[str, Any]]:
    """Each source as a bar: of what came in, how much was used."""
    atas = max((max(s["diterima_kumulatif"], s["rencana"] or 0) for s in isi["sumber"]), default=0)
    return [
        {
            **sumber,
            "p_diterima": _part(sumber["diterima_kumulatif"], atas),
            "p_dipakai": _part(sumber["dipakai_kumulatif"], atas),
            "p_rencana": _part(sumber["rencana"] or 0, atas),
        }
        for sumber in isi["sumber"]
    ]


def _part(nilai: int, atas: int) -> str:
    return f"{max(0, nilai) * 100 / atas:.1f}%" if atas else "0%"


_BENTUK: dict[str, tuple[Callable[[LaporanTriwulan], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "pdf": (lambda laporan: compile_pdf(as_kertas(laporan)), "application/pdf"),
}


@require_safe
def transparansi_unduh(request: HttpRequest, slug: str, bentuk: str) -> HttpResponseBase:
    """`/<slug>/transparansi/unduh/pdf/`: a published statement as PDF or CSV."""
    area = find_kelurahan(slug)
    program = _wanted(request, list(public_programs(area.kode)))
    if bentuk not in _BENTUK or program is None:
        raise Http404
    tw = _quarter(request, quarters_of(program, timezone.localdate()), _published(program))
    laporan = _version(request, program, tw) if tw else None
    if laporan is None or tw is None:
        raise Http404
    tulis, mime = _BENTUK[bentuk]
    nama = f"transparansi-{area.slug}-{tw.kode}-v{laporan.versi}.{bentuk}"
    return serve_private(io.BytesIO(tulis(laporan)), nama, mime)
