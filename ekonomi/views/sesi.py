"""A while with one row opened by code and PIN: a signed cookie, nothing in it but the row's key."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


def keep_open(
    response: HttpResponse, nama: str, pk: int, pin_hash: str, *, umur: int
) -> HttpResponse:
    """Let this browser open the row again for `umur` seconds."""
    response.set_cookie(
        nama, signing.dumps([pk, pin_hash[:16]], salt=f"ekonomi.{nama}"), max_age=umur,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def opened(request: HttpRequest, nama: str, *, umur: int) -> tuple[int, str] | None:
    """Key and beginning of the PIN's hash of what this browser opened; None when over."""
    try:
        pk, sidik = signing.loads(
            request.COOKIES.get(nama, ""), salt=f"ekonomi.{nama}", max_age=umur
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(pk), str(sidik)


def close(response: HttpResponse, nama: str) -> HttpResponse:
    """Forget it in this browser."""
    response.delete_cookie(nama, samesite="Lax")
    return response
