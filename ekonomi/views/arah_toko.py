"""What the shop's pages share: where to go after a POST, two sessions by code and PIN."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ekonomi.models import Lapak, Pesanan
from pesan.sesi_pin import SesiPin
from wilayah.arah import SeeOther

SESI_PESANAN = SesiPin("pesanan", "ekonomi.pesanan", 60 * 60)
SESI_JUAL = SesiPin("jual", "ekonomi.jual", 12 * 60 * 60)


def followed_pesanan(request: HttpRequest) -> Pesanan | None:
    """The order this browser may follow, or None."""
    return SESI_PESANAN.read(request, _find_pesanan)


def _find_pesanan(pk: int) -> Pesanan | None:
    return (
        Pesanan.objects.filter(pk=pk, dihapus_at__isnull=True)
        .select_related("lapak__usaha", "lapak__wilayah__induk__induk", "lapak__kontak", "kontak")
        .prefetch_related("baris", "riwayat", "tagihan")
        .first()
    )


def opened_lapak(request: HttpRequest) -> Lapak | None:
    """The stall this browser may tend, or None."""
    return SESI_JUAL.read(
        request,
        lambda pk: (
            Lapak.objects.filter(pk=pk)
            .select_related("usaha", "wilayah__induk__induk", "kontak")
            .first()
        ),
    )


_Penjual = Callable[..., HttpResponseBase]


def for_penjual(view: _Penjual) -> _Penjual:
    """For whoever holds the cookie of a stall; others are asked for its code and PIN."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lapak = opened_lapak(request)
        if lapak is None:
            return SeeOther(reverse("jual"))
        response = view(request, lapak, *args, **kwargs)
        if isinstance(response, HttpResponse):
            lapak.refresh_from_db(fields=["pin_hash"])
            SESI_JUAL.open(response, lapak.pk, lapak.pin_hash)
        return response

    return never_cache(inner)


_Pembeli = Callable[..., HttpResponseBase]


def for_pembeli(view: _Pembeli) -> _Pembeli:
    """For whoever holds the cookie of an order; others are asked for its code and PIN."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pesanan = followed_pesanan(request)
        if pesanan is None:
            return SeeOther(reverse("pesanan"))
        return view(request, pesanan, *args, **kwargs)

    return never_cache(inner)
