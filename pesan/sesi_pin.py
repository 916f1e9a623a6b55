"""What was opened with code and PIN stays open a while: a signed cookie, no session row.

The cookie holds the row's key and the beginning of its PIN's hash, so a changed PIN ends it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from pesan.pin import Berpin
from wilayah.kripto import same_hash

_SIDIK = 16  # hex digits of the PIN's hash
B = TypeVar("B", bound=Berpin)


@dataclass(frozen=True, slots=True)
class SesiPin:
    """One kind of row that a browser may keep open for `umur` seconds since its last page."""

    cookie: str
    garam: str
    umur: int
    jalan: str = "/"

    def open(self, response: HttpResponse, pk: int, pin_hash: str) -> HttpResponse:
        """Let this browser see this row, from now on for `umur`."""
        response.set_cookie(
            self.cookie, signing.dumps([pk, pin_hash[:_SIDIK]], salt=self.garam),
            max_age=self.umur, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, path=self.jalan,
        )  # fmt: skip
        return response

    def close(self, response: HttpResponse) -> HttpResponse:
        """Forget the row in this browser."""
        response.delete_cookie(self.cookie, path=self.jalan, samesite="Lax")
        return response

    def read(self, request: HttpRequest, find: Callable[[int], B | None]) -> B | None:
        """The row this browser may see, as `find` gives it for its key; None without one."""
        value = request.COOKIES.get(self.cookie, "")
        if not value:
            return None
        try:
            pk, sidik = signing.loads(value, salt=self.garam, max_age=self.umur)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        row = find(int(pk))
        if row is None or not same_hash(row.pin_hash[:_SIDIK], str(sidik)):
            return None
        return row

    def read_from(self, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        """As `read`, the row looked up among these."""
        return self.read(request, lambda pk: rows.filter(pk=pk).first())
