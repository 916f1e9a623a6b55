"""Thirty minutes with one report: a signed cookie, no session row, nothing but the report's key."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from curhat.models import Curhat

COOKIE = "lacak"
_GARAM = "curhat.lacak"
UMUR = 30 * 60  # seconds since the last page


def open_lacak(response: HttpResponse, curhat: Curhat) -> HttpResponse:
    """Let this browser follow this report, from now for thirty minutes."""
    value = signing.dumps([curhat.pk, curhat.pin_hash[:16]], salt=_GARAM)
    response.set_cookie(
        COOKIE, value, max_age=UMUR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def close_lacak(response: HttpResponse) -> HttpResponse:
    """Forget the report in this browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def followed_curhat(request: HttpRequest) -> Curhat | None:
    """The report this browser may follow, or None. A changed PIN or an erased report ends it."""
    value = request.COOKIES.get(COOKIE, "")
    if not value:
        return None
    try:
        pk, sidik = signing.loads(value, salt=_GARAM, max_age=UMUR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    curhat = (
        Curhat.objects.filter(pk=pk, dihapus_at__isnull=True)
        .select_related("wilayah__induk__induk", "kategori", "subkategori", "unit", "kontak")
        .prefetch_related(
            "jawaban",
            "riwayat",
            "tiket__riwayat",
            "tiket__instansi",
            "tiket_bersama__riwayat",
            "tiket_bersama__instansi",
            "lampiran",
        )
        .first()
    )
    if curhat is None or not curhat.pin_hash.startswith(sidik):
        return None
    return curhat
