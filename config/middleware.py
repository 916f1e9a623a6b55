"""What every request passes: a request id with one log line, and the content security policy."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("permintaan")
Handler = Callable[[HttpRequest], HttpResponse]

# Staff pages (unfold) need Alpine, which evaluates expressions; resident pages need no inline code.
_KETAT = (
    "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_STAF = (
    "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class JejakPermintaan:
    """Gives the request an id (also answered as X-Request-ID) and logs one line about it.

    The line holds method, route, status and milliseconds: no path values, no query, no address.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        permintaan = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(permintaan=permintaan)
        response = self.get_response(request)
        response["X-Request-ID"] = permintaan
        match = request.resolver_match
        log.info(
            "permintaan",
            metode=request.method,
            rute=match.route if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


class KebijakanKonten:
    """Content-Security-Policy: strict for residents, what unfold needs for staff."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        staf = request.path.startswith(("/admin/", "/api/v1/docs"))
        response.setdefault("Content-Security-Policy", _STAF if staf else _KETAT)
        if not settings.DEBUG:
            response.setdefault("Permissions-Policy", "camera=(self), geolocation=(self)")
        return response
