"""Thirty minutes with one row that was opened by code and PIN: a signed cookie, no session row."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

UMUR = 30 * 60  # seconds since the last page


@dataclass(frozen=True, slots=True)
class SesiKode:
    """One kind of row (a registration, a stall), by the name and path of its cookie."""

    nama: str
    jalan: str

    def open(self, response: HttpResponse, row: Any) -> HttpResponse:
        """Let this browser follow this row, from now for thirty minutes."""
        value = signing.dumps([row.pk, row.pin_hash[:16]], salt=f"sesi.{self.nama}")
        response.set_cookie(
            self.nama, value, max_age=UMUR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, path=self.jalan,
        )  # fmt: skip
        return response

    def close(self, response: HttpResponse) -> HttpResponse:
        """Forget the row in this browser."""
        response.delete_cookie(self.nama, path=self.jalan, samesite="Lax")
        return response

    def find(self, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        """The row of `rows` this browser may follow, or None. A new PIN ends it."""
        value = request.COOKIES.get(self.nama, "")
        if not value:
            return None
        try:
            pk, sidik = signing.loads(value, salt=f"sesi.{self.nama}", max_age=UMUR)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        row = rows.filter(pk=pk).first()
        return row if row is not None and row.pin_hash.startswith(sidik) else None
