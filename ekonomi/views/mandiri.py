"""Rumah Mandiri and its ambassadors for the public; taking back a consent by one's own link."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ekonomi.models import Duta, PeringkatBulan, PersetujuanTampil, Program
from ekonomi.persetujuan_tampil import TEKS
from ekonomi.services.mandiri import nama_umum, read_persetujuan, withdraw_tampil
from ekonomi.siap import find_program
from pesan.lampiran import serve_lampiran
from wilayah.halaman import find_kelurahan, remember

Untuk = PersetujuanTampil.Untuk
SEDIKIT = 5
PALING_ATAS = 40  # shown at first


@dataclass(frozen=True, slots=True)
class Baris:
    """One place of the ranking; `rincian` only of who is shown by name."""

    urutan: int
    nama: str
    rw: str
    skor: str
    rincian: list[dict[str, Any]]


@require_safe
def mandiri(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/rumah-mandiri/?bulan=2026-10-01`: the frozen ranking of a month and its formula."""
    area = find_kelurahan(slug)
    program = find_program(area.kode, request.GET.get("program", "")[:40])
    bulan = _months(program)
    pilih = _chosen(request, bulan)
    baris = _ranking(program, pilih) if program and pilih else []
    semua = request.GET.get("semua") == "1"
    context = {
        "area": area,
        "program": program,
        "bulan": bulan,
        "pilih": pilih,
        "baris": baris if semua else baris[:PALING_ATAS],
        "sisa": 0 if semua else max(0, len(baris) - PALING_ATAS),
        "bobot": list(program.bobot_mandiri.all()) if program else [],
        "hadiah": list(program.hadiah.all()) if program else [],
        "persetujuan": TEKS["peringkat"],
    }
    return remember(render(request, "ekonomi/mandiri.html", context), area)


def _months(program: Program | None) -> list[date]:
    if program is None:
        return []
    rows = PeringkatBulan.objects.filter(program=program).order_by("-bulan")
    return list(rows.values_list("bulan", flat=True).distinct())


def _chosen(request: HttpRequest, bulan: list[date]) -> date | None:
    try:
        minta = parse_date(request.GET.get("bulan", ""))
    except ValueError:
        minta = None
    return minta if minta in bulan else (bulan[0] if bulan else None)


def _ranking(program: Program, bulan: date) -> list[Baris]:
    """Names by the consents in force now; nobody at all where fewer than five took part."""
    rows = list(
        PeringkatBulan.objects.filter(program=program, bulan=bulan)
        .select_related("rumah")
        .order_by("urutan")
    )
    if len(rows) < SEDIKIT:
        return []
    nama = dict(
        PersetujuanTampil.objects.filter(
            untuk=Untuk.PERINGKAT, dicabut_at__isnull=True, rumah__in=[r.rumah_id for r in rows]
        ).values_list("rumah_id", "nama_tampil")
    )
    return [
        Baris(
            urutan=r.urutan,
            nama=nama.get(r.rumah_id) or nama_umum(r.rumah.wilayah_id),
            rw=str(r.rumah.wilayah_id).split(".")[4] if nama.get(r.rumah_id) else "",
            skor=f"{r.skor:.1f}".replace(".", ","),
            rincian=r.rincian if nama.get(r.rumah_id) else [],
        )
        for r in rows
    ]


def shown_duta(kode: str) -> Any:
    """Ambassadors of a kelurahan whose consent is in force."""
    return Duta.objects.filter(
        program__wilayah=kode, sampai__isnull=True, persetujuan__dicabut_at__isnull=True
    ).select_related("persetujuan", "rumah")


@require_safe
def duta(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/duta/`: families that tell of their way, by their consent."""
    area = find_kelurahan(slug)
    rows = shown_duta(area.kode).prefetch_related("kegiatan")
    daftar = [{"d": d, "rw": str(d.rumah.wilayah_id).split(".")[4:5]} for d in rows]
    return remember(render(request, "ekonomi/duta.html", {"area": area, "daftar": daftar}), area)


@require_safe
def foto_duta(request: HttpRequest, slug: str, duta_pk: int) -> HttpResponseBase:
    """An ambassador's picture, as long as it may be shown."""
    area = find_kelurahan(slug)
    satu = get_object_or_404(shown_duta(area.kode), pk=duta_pk, tampil_foto=True)
    if satu.foto is None:
        raise Http404
    response = serve_lampiran(satu.foto)
    response["Cache-Control"] = "no-store"  # withdrawn at once means at once
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cabut(request: HttpRequest, tanda: str) -> HttpResponse:
    """`/tampil/<tanda>/`: a family sees what it agreed to, and takes it back with one button."""
    persetujuan = read_persetujuan(tanda)
    if persetujuan is None:
        raise Http404
    if request.method == "POST":
        withdraw_tampil(persetujuan, cara="lewat tautan keluarga")
        return redirect(request.path)
    context = {"p": persetujuan, "teks": TEKS[persetujuan.untuk]}
    return render(request, "ekonomi/tampil_cabut.html", context)
