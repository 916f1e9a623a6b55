"""Light pages: the day on one page, a village's own requests, the kecamatan's public figures."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ruko_parsel.angka_kecamatan import count_ruko
from ruko_parsel.angka_umum import public_figures, public_table
from ruko_parsel.daftar_kecamatan import KEADAAN, filter_requests, request_url
from ruko_parsel.hari_ini import read_hari_ini
from ruko_parsel.hari_ini_permintaan import DESA
from ruko_parsel.masa import MASA, read_masa
from ruko_parsel.models import Permintaan
from ruko_parsel.tempat_ruko import LIHAT
from ruko_parsel.unduh_tabel import table_response
from wilayah.halaman import area_of
from wilayah.models import Wilayah

_SEHALAMAN = 30


@require_safe
@login_required
@never_cache
def hari_ini(request: HttpRequest) -> HttpResponse:
    """`/ruko-parsel/saya/hari-ini/`: what waits for me, what is late, who comes today."""
    user: Any = request.user
    if not user.has_perm(LIHAT):
        raise Http404
    now = timezone.now()
    kode = next((t.wilayah_id for t in user.penugasan_aktif if t.wilayah_id), None)
    context = {
        "kelompok": read_hari_ini(user, now),
        "waktu": now,
        "kode": kode,
        "di_desa": bool(user.peran_aktif & DESA),
        "di_kecamatan": user.has_perm("ruko_parsel.view_laporanruko"),
    }
    return render(request, "ruko_parsel/kecamatan_hari_ini.html", context)


@require_safe
@login_required
@never_cache
def desa_saya(request: HttpRequest) -> HttpResponse:
    """`/ruko-parsel/saya/permintaan/`: a village's own requests and how they were answered."""
    desa = _own_village(request)
    masa, now = read_masa(request.GET, desa.kode), timezone.now()
    rows = Permintaan.objects.visible_to(request.user, peran=DESA)
    rows = filter_requests(rows, request.GET, desa.kode, masa, now).order_by("-created_at")
    halaman = Paginator(rows, _SEHALAMAN).get_page(request.GET.get("hal"))
    query = request.GET.copy()
    query.pop("hal", None)
    context = {
        "desa": desa,
        "pilihan": _villages(request),
        "masa": masa,
        "pilihan_masa": MASA,
        "keadaan": {k: v for k, v in KEADAAN.items() if k != "tanpa_petugas"},
        "dipilih": request.GET.get("keadaan", ""),
        "angka": count_ruko(
            Permintaan.objects.visible_to(request.user, peran=DESA).in_wilayah(desa.kode),
            desa.kode, masa, now,
        ).semua,
        "halaman": halaman,
        "baris": [(p, request_url(p.pk)) for p in halaman],
        "tanya": query.urlencode(),
    }  # fmt: skip
    return render(request, "ruko_parsel/kecamatan_desa.html", context)


def _villages(request: HttpRequest) -> list[Wilayah]:
    """The villages this person works for: nothing of any other is on the page."""
    user: Any = request.user
    if not user.has_perm(LIHAT):
        return []
    areas = Wilayah.objects.visible_to(user, peran=DESA).kelurahan()
    return list(areas.order_by("kode")[:50])


def _own_village(request: HttpRequest) -> Wilayah:
    areas, kode = _villages(request), request.GET.get("di", "")
    satu = next((a for a in areas if not kode or a.kode == kode), None)
    if satu is None:
        raise Http404
    return satu


@require_safe
def angka(request: HttpRequest, kode_kecamatan: str) -> HttpResponse:
    """`/ruko-parsel/<kode>/angka/`: how the kecamatan answers, for anybody; `?unduh=csv`."""
    kecamatan = Wilayah.objects.filter(
        pk=kode_kecamatan.replace("\x00", ""), tingkat=Wilayah.Tingkat.KECAMATAN
    ).first()
    if kecamatan is None:
        raise Http404
    umum = public_figures(kecamatan)
    if request.GET.get("unduh") == "csv":
        tabel = public_table(umum)
        return table_response(
            nama=f"ruko-{kecamatan.kode}-{tabel.nama}", bentuk="csv", kepala=tabel.kepala,
            baris=tabel.baris,
        )  # fmt: skip
    context = {"kecamatan": kecamatan, "umum": umum, "area": area_of(kecamatan.kode)}
    return render(request, "ruko_parsel/kecamatan_angka.html", context)
