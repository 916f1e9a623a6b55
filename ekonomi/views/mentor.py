"""A mentor's own page on the phone: whom they accompany, what is due, one visit at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.forms.mentor import KunjunganForm
from ekonomi.models import AksesOmzet, KunjunganPendamping, Pendampingan
from ekonomi.services.mentor import (
    PasanganDitolak,
    finish_langkah,
    record_kunjungan,
    reopen_langkah,
)
from ekonomi.services.tingkat import assess_many
from ekonomi.views.omzet import card_area, followed_akses, keep_akses
from pesan.lampiran import LampiranDitolak, serve_lampiran, store_unggahan
from wilayah.arah import SeeOther

KABAR = {
    "simpan": "Terima kasih, kunjungannya sudah dicatat.",
    "selesai": "Bagus, langkah itu sudah ditandai selesai.",
    "batal": "Baik, langkah itu dibuka lagi.",
}
_View = Callable[..., HttpResponseBase]


def _with_mentor(view: _View) -> _View:
    """For who holds a mentor's card; others are asked for code and PIN."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        akses = followed_akses(request)
        if akses is None or not akses.mentor_id:
            return SeeOther(reverse("omzet"))
        return view(request, akses, **kwargs)

    return inner


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_mentor
def mentor(request: HttpRequest, akses: AksesOmzet) -> HttpResponseBase:
    """`/omzet/mentor/`: the pairs, what is due, the form."""
    if request.method != "POST":
        return _page(request, akses)
    form = _form(akses, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, akses, form=form, status=422)
    data = form.cleaned_data
    try:
        foto = store_unggahan(data["foto"]) if data["foto"] else None
        record_kunjungan(
            _pairs(akses).get(pk=data["pasangan"]),
            tanggal=data["tanggal"], topik=data["topik"], temuan=data["temuan"],
            token=data["token"], tindak_lanjut=data["tindak_lanjut"], tenggat=data["tenggat"],
            foto=foto,
        )  # fmt: skip
    except LampiranDitolak as error:
        form.add_error("foto", str(error))
    except PasanganDitolak as error:
        form.add_error("tanggal", str(error))
    else:
        return _back("simpan")
    return _page(request, akses, form=form, status=422)


@never_cache
@require_POST
@_with_mentor
def langkah(request: HttpRequest, akses: AksesOmzet, kunjungan: int) -> HttpResponseBase:
    """The next step of a visit: done, or (`buka`) not done after all."""
    satu = _visits(akses).filter(pk=kunjungan).first()
    if satu is None:
        raise Http404
    if request.POST.get("buka"):
        reopen_langkah(satu)
        return _back("batal")
    finish_langkah(satu)
    return _back("selesai")


@never_cache
@require_safe
@_with_mentor
def foto(request: HttpRequest, akses: AksesOmzet, kunjungan: int) -> HttpResponseBase:
    """The photo of one of this mentor's visits."""
    satu = _visits(akses).select_related("foto").filter(pk=kunjungan).first()
    if satu is None or satu.foto is None:
        raise Http404
    return serve_lampiran(satu.foto)


def _back(kabar: str) -> HttpResponse:
    return SeeOther(f"{reverse('mentor')}?kabar={kabar}")


def _pairs(akses: AksesOmzet) -> Any:
    return (
        Pendampingan.objects.running()
        .filter(mentor=akses.mentor_id)
        .select_related("usaha__wilayah", "mentor")
        .order_by("usaha__nama")
    )


def _visits(akses: AksesOmzet) -> Any:
    return KunjunganPendamping.objects.counted().filter(pendampingan__mentor=akses.mentor_id)


def _form(akses: AksesOmzet, *args: Any, **kwargs: Any) -> KunjunganForm:
    pilihan = [(str(p.pk), p.usaha.nama) for p in _pairs(akses)]
    return KunjunganForm(*args, pasangan=pilihan, hari=timezone.localdate(), **kwargs)


def _page(
    request: HttpRequest, akses: AksesOmzet, *, form: KunjunganForm | None = None, status: int = 200
) -> HttpResponse:
    hari = timezone.localdate()
    pasangan = list(_pairs(akses))
    kunjungan: dict[int, list[KunjunganPendamping]] = {}
    for satu in _visits(akses).filter(pendampingan__in=pasangan):
        kunjungan.setdefault(satu.pendampingan_id, []).append(satu)
    nilai = assess_many([p.usaha for p in pasangan], hari)
    langkah = _visits(akses).open_steps().select_related("pendampingan__usaha")
    context = {
        "area": card_area(akses),
        "akses": akses,
        "mentor": akses.mentor,
        "hari": hari,
        "kabar": KABAR.get(request.GET.get("kabar", ""), "") if form is None else "",
        "pasangan": [
            (p, kunjungan.get(p.pk, [])[:5], n) for p, n in zip(pasangan, nilai, strict=True)
        ],
        "langkah": [
            (satu, satu.is_late(hari)) for satu in langkah.order_by("tenggat", "tanggal")[:30]
        ],
        "form": form or _form(akses, initial={"pasangan": request.GET.get("usaha", "")}),
    }
    return keep_akses(render(request, "ekonomi/mentor.html", context, status=status), akses)
