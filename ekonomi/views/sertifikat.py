"""`/sertifikat/`: whoever holds a certificate asks whether it is genuine."""

import re
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ekonomi.forms.pelatihan import PeriksaSertifikatForm
from ekonomi.models import Sertifikat
from ekonomi.services.sertifikat import check_sertifikat
from pesan.hitungan import count_up, read_hitungan
from wilayah.asal import origin_hash

_MAKS_SALAH = 60  # unknown certificates an hour and address
_TUNGGU = "Terlalu banyak percobaan dari tempat Anda. Coba lagi satu jam lagi."
_TAK_DIKENAL = "Kode ini tidak kami kenal. Periksa lagi huruf dan angkanya."
_BUKAN = "Kode ini bukan kode sertifikat di halaman ini."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def periksa(request: HttpRequest) -> HttpResponse:
    """The code under the QR leads to the certificate's own page."""
    if request.method != "POST":
        return _page(request, PeriksaSertifikatForm())
    form = PeriksaSertifikatForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if _too_many(request):
        form.add_error("kode", _TUNGGU)
        return _page(request, form, status=429)
    bersih = re.sub(r"[^A-Z0-9]", "", form.cleaned_data["kode"].upper())
    row = Sertifikat.objects.filter(kode_cek=bersih).first()
    if row is None:
        _count_wrong(request)
        form.add_error("kode", _TAK_DIKENAL)
        return _page(request, form, status=422)
    return redirect("sertifikat", row.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sertifikat(request: HttpRequest, token_sertifikat: str) -> HttpResponse:
    """What stands behind a QR. The name is initials until the code on the paper is typed."""
    if _too_many(request):
        form = PeriksaSertifikatForm({"kode": ""})
        form.errors["kode"] = form.error_class([_TUNGGU])
        return _page(request, form, status=429)
    row = Sertifikat.objects.filter(token=token_sertifikat[:60]).first()
    if row is None:
        _count_wrong(request)
        return _page(request, PeriksaSertifikatForm(), dicari=True, status=404)
    kode = request.POST.get("kode", "")[:40] if request.method == "POST" else ""
    hasil = check_sertifikat(row, kode=kode)
    form = PeriksaSertifikatForm(request.POST if kode else None)
    if kode and not hasil.penuh:
        _count_wrong(request)
        form.add_error("kode", _BUKAN)
    status = 422 if kode and not hasil.penuh else 200
    return _page(request, form, hasil=hasil, token=row.token, status=status)


def _page(
    request: HttpRequest, form: PeriksaSertifikatForm, *, status: int = 200, **lain: Any
) -> HttpResponse:
    context = {"form": form, "area": None, **lain}
    response = render(request, "ekonomi/sertifikat_periksa.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _key(request: HttpRequest) -> str:
    return f"sertifikat:salah:{origin_hash(request)}"


def _too_many(request: HttpRequest) -> bool:
    kunci = _key(request)
    ada = read_hitungan([kunci]).get(kunci)
    return ada is not None and ada.jumlah >= _MAKS_SALAH


def _count_wrong(request: HttpRequest) -> None:
    count_up({_key(request): 1}, timedelta(hours=1))
