"""From where a request came: the address as a keyed hash, for history rows and throttles."""

from django.conf import settings
from django.http import HttpRequest

from wilayah.kripto import keyed_hash


def origin_hash(request: HttpRequest) -> str:
    """Keyed hash of the client's address. X-Forwarded-For counts only as far as our own proxies."""
    address = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT and hops[0]:
        address = hops[-settings.PROXY_COUNT]
    return keyed_hash("alamat", address)
