"""What every request passes: an id with one log line, the security policy, a limit of size."""

import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

log = structlog.get_logger("permintaan")
Handler = Callable[[HttpRequest], HttpResponse]

# Machines send JSON; residents five photos and some files of 10 MB each (wilayah.formulir).
_MESIN = re.compile(r"/(?:ingest|api|webhook)(?:/|$)")
BATAS_MESIN = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
BATAS_FORMULIR = 120 * 1024 * 1024


def image_sources(ubin: str) -> str:
    """Where pictures may come from: ourselves, and the server of the map's tiles."""
    tempat = urlsplit(ubin.replace("{s}", "*"))
    luar = f" {tempat.scheme}://{tempat.netloc}" if tempat.scheme and tempat.netloc else ""
    return f"'self' data: blob:{luar}"


# Staff pages (unfold) need Alpine, which evaluates expressions; resident pages need no inline code.
_GAMBAR = image_sources(str(settings.LEAFLET_CONFIG["TILES"]))
_KETAT = (
    # media of the page's own: a voice note is listened to before it is sent
    f"default-src 'self'; img-src {_GAMBAR}; media-src 'self' blob:; style-src 'self'; "
    "script-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_STAF = (
    f"default-src 'self'; img-src {_GAMBAR}; style-src 'self' 'unsafe-inline'; "
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


class BatasBadan:
    """Refuses a body that is too large by the length it announces, before a byte of it is read."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        panjang = str(request.META.get("CONTENT_LENGTH") or "")
        mesin = _MESIN.match(request.path)
        batas = BATAS_MESIN if mesin else BATAS_FORMULIR
        if not panjang.isdecimal() or int(panjang) <= batas:
            return self.get_response(request)
        if mesin:
            return JsonResponse({"detail": "Kiriman terlalu besar."}, status=413)
        return render(request, "413.html", status=413)


class TanpaNol:
    """A path with a NUL byte leads nowhere, and in a query it is left out: no row's key or name
    holds one, and the database refuses it as an error of ours.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return render(request, "404.html", status=404)
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)
