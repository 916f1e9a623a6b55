"""Pages without an account: what to do in a disaster, and the link that a warning has arrived."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from ruko_parsel.models import ButirSiaga
from ruko_parsel.panduan_bahaya import NOMOR, PANDUAN
from ruko_parsel.services.peringatan import C, confirm_peringatan, penerima_of_link
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of
from wilayah.models import Wilayah
from wilayah.services.area import emergency_numbers

_KODE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")


@require_safe
def siaga_publik(request: HttpRequest, kode_kecamatan: str) -> HttpResponse:
    """What to do in each hazard of a kecamatan, whom to call; no private number."""
    if not _KODE.fullmatch(kode_kecamatan):
        raise Http404
    rows = Wilayah.objects.filter(tingkat=Wilayah.Tingkat.KECAMATAN, slug__isnull=False)
    kecamatan = rows.select_related("induk").filter(pk=kode_kecamatan).first()
    if kecamatan is None:
        raise Http404
    ada = {nomor for _nama, nomor in NOMOR}
    setempat = [(n, t) for n, t in emergency_numbers(kode_kecamatan) if t not in ada]
    konteks = {
        "kecamatan": kecamatan, "area": area_of(kode_kecamatan),
        "panduan": PANDUAN, "darurat": [*NOMOR, *setempat],
        "butir": ButirSiaga.objects.filter(bahaya="")[:6],
    }  # fmt: skip
    return render(request, "ruko_parsel/siaga_publik.html", konteks)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def siaga_terima(request: HttpRequest, tanda_siaga: str) -> HttpResponse:
    """A contact says that the warning has arrived; twice is once."""
    penerima = penerima_of_link(tanda_siaga)
    if penerima is None:
        raise Http404
    if request.method == "POST":
        confirm_peringatan(penerima.peringatan, kontak=penerima.kontak_id, cara=C.TAUTAN)
        return redirect("ruko_siaga_terima", tanda_siaga=tanda_siaga)
    di = str(penerima.wilayah_id)
    konteks = {
        "penerima": penerima, "peringatan": penerima.peringatan, "area": area_of(di),
        "panduan": _guide(di), "bahaya": penerima.peringatan.bahaya,
        "waktu": tanggal_panjang(penerima.peringatan.created_at, penerima.wilayah_id),
        "diterima": penerima.diterima_at
        and tanggal_panjang(penerima.diterima_at, penerima.wilayah_id),
    }  # fmt: skip
    return render(request, "ruko_parsel/siaga_terima.html", konteks)


def _guide(di: str) -> str:
    """The kecamatan whose page says what to do; "" where it has no page."""
    kecamatan = ".".join(di.split(".")[:3])
    atas = area_of(kecamatan)
    return kecamatan if atas is not None and atas.kode == kecamatan else ""
