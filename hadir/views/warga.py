"""`/hadir/`: a resident signs in at a session with their phone, with or without a scanner.

The code on the facilitator's screen proves that the phone is in the room; the person's own code
says who it is. No script is needed, no name is shown in full.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hadir.daftar import daftar_of, mask_nama
from hadir.forms import AngkaForm, HadirForm
from hadir.models import Kehadiran, SesiHadir
from hadir.services import find_by_angka, find_by_kode, record_hadir
from hadir.services.kode import read_karcis, write_karcis
from pesan.hitungan import count_up, read_hitungan
from wilayah.asal import origin_hash
from wilayah.halaman import area_of
from wilayah.kripto import keyed_hash

COOKIE_KODE, COOKIE_PERANGKAT = "hadir_kode", "hadir_perangkat"
_UMUR_KODE = 60 * 24 * 3600  # a course with its sessions
_GARAM_KODE, _GARAM_HASIL = "hadir.kode", "hadir.hasil"
_UMUR_HASIL = 3600
_MAKS_SALAH = 120  # an hour and address: a hall full of people shares one
_LEWAT = "Kode di layar sudah berganti. Pindai lagi, atau ketik enam angka yang sekarang tampil."
_TAK_DIKENAL = "Kode ini tidak ada di daftar peserta. Periksa lagi, atau tanyakan kepada petugas."
_TUNGGU = "Terlalu banyak percobaan dari tempat ini. Minta petugas mencentang nama Anda."


@never_cache
@require_safe
def masuk(request: HttpRequest, kode_hadir: str) -> HttpResponse:
    """What the QR leads to: the form for one's own code, for ten minutes."""
    sesi = find_by_kode(kode_hadir)
    if sesi is None:
        return _door(request, AngkaForm(), galat=_LEWAT, status=404)
    return _form_page(request, sesi, Kehadiran.Cara.QR)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hadir(request: HttpRequest) -> HttpResponse:
    """The digits first, then one's own code with the ticket they gave."""
    if request.method != "POST":
        return _door(request, AngkaForm())
    if _too_many(request):
        return _door(request, AngkaForm(), galat=_TUNGGU, status=429)
    if "karcis" in request.POST:
        return _sign_in(request)
    form = AngkaForm(request.POST)
    if form.is_valid():
        sesi = find_by_angka(form.cleaned_data["angka"])
        if sesi is not None:
            return _form_page(request, sesi, Kehadiran.Cara.PIN)
        _count_wrong(request)
        form.add_error("angka", "Angka ini tidak sedang tampil. Ketik yang sekarang di layar.")
    return _door(request, form, status=422)


def _sign_in(request: HttpRequest) -> HttpResponse:
    dibaca = read_karcis(request.POST.get("karcis", ""))
    if dibaca is None:
        return _door(request, AngkaForm(), galat=_LEWAT, status=422)
    sesi, cara = dibaca
    form = HadirForm(request.POST)
    if not form.is_valid():
        return _form_page(request, sesi, cara, form=form, status=422)
    orang = daftar_of(sesi).find(sesi, form.cleaned_data["kode"])
    if orang is None:
        _count_wrong(request)
        form.add_error("kode", _TAK_DIKENAL)
        return _form_page(request, sesi, cara, form=form, status=422)
    perangkat = request.COOKIES.get(COOKIE_PERANGKAT, "")[:64] or secrets.token_urlsafe(12)
    try:
        row = record_hadir(
            sesi, orang.kunci, cara=cara, perangkat=keyed_hash("hadir-perangkat", perangkat)
        )
    except ValueError as error:  # closed, locked, or not taken: the message is for the person
        form.add_error("kode", str(error))
        return _form_page(request, sesi, cara, form=form, status=409)
    return _remember(redirect("hadir_selesai", _tanda(row, orang.nama)), form, perangkat)


def _tanda(row: Kehadiran, nama: str) -> str:
    return signing.dumps([row.pk, mask_nama(nama)], salt=_GARAM_HASIL)


def _remember(response: HttpResponse, form: HadirForm, perangkat: str) -> HttpResponse:
    """The code, if the person wants it, and a random mark of this phone."""
    sifat: dict[str, Any] = {
        "httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE,
        "path": "/hadir/",
    }  # fmt: skip
    response.set_cookie(COOKIE_PERANGKAT, perangkat, max_age=_UMUR_KODE, **sifat)
    if form.cleaned_data["ingat"]:
        kode = signing.dumps(form.cleaned_data["kode"], salt=_GARAM_KODE)
        response.set_cookie(COOKIE_KODE, kode, max_age=_UMUR_KODE, **sifat)
    else:
        response.delete_cookie(COOKIE_KODE, path="/hadir/", samesite="Lax")
    return response


@never_cache
@require_safe
def selesai(request: HttpRequest, tanda: str) -> HttpResponse:
    """The answer to a sign-in: the session, the time, and the initials only."""
    try:
        pk, samaran = signing.loads(tanda[:300], salt=_GARAM_HASIL, max_age=_UMUR_HASIL)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    row = Kehadiran.objects.select_related("sesi").filter(pk=pk).first()
    if row is None or row.dibatalkan_at is not None:
        raise Http404
    context = {"area": area_of(row.sesi.wilayah_id), "hadir": row, "samaran": samaran}
    return _private(render(request, "hadir/selesai.html", context))


def _form_page(
    request: HttpRequest,
    sesi: SesiHadir,
    cara: str,
    *,
    form: HadirForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if not sesi.is_terbuka:
        return _door(request, AngkaForm(), galat="Daftar hadir ini sedang ditutup.", status=409)
    ingatan = _remembered(request)
    karcis = write_karcis(sesi, cara)
    context = {
        "area": area_of(sesi.wilayah_id),
        "sesi": sesi,
        "karcis": karcis,
        "ingatan": bool(ingatan) and form is None,
        "form": form or HadirForm(initial={"kode": ingatan, "ingat": True}),
    }
    return _private(render(request, "hadir/masuk.html", context, status=status))


def _remembered(request: HttpRequest) -> str:
    try:
        kode = signing.loads(
            request.COOKIES.get(COOKIE_KODE, "")[:300], salt=_GARAM_KODE, max_age=_UMUR_KODE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(kode)


def _door(
    request: HttpRequest, form: AngkaForm, *, galat: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "galat": galat, "area": None}
    return _private(render(request, "hadir/pintu.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _key(request: HttpRequest) -> str:
    return f"hadir:salah:{origin_hash(request)}"


def _too_many(request: HttpRequest) -> bool:
    kunci = _key(request)
    ada = read_hitungan([kunci]).get(kunci)
    return ada is not None and ada.jumlah >= _MAKS_SALAH


def _count_wrong(request: HttpRequest) -> None:
    count_up({_key(request): 1}, timedelta(hours=1))
