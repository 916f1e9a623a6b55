"""The offline queue's two addresses: its service worker, and who is signed in right now.

`static/js/antrean.js` keeps filled-in forms on the device until the server has them; which pages
open without a signal, settings.ANTREAN_HALAMAN says. See docs/keputusan/034.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wilayah.kripto import keyed_hash

KEPALA = "X-Antrean-Siapa"


def siapa_of(user: Any) -> str:
    """Whose entries a device keeps apart: says nothing about the account; "" for nobody."""
    return keyed_hash("antrean", str(user.pk))[:16] if user.is_authenticated else ""


def keep_halaman(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the device keep this page for its owner, to be opened without a signal."""
    response[KEPALA] = siapa_of(request.user) or "-"
    return response


@require_safe
@never_cache
def antrean_sw(request: HttpRequest) -> HttpResponse:
    """`/antrean-sw.js`: at the root, so that its scope is the portal; asked anew every time."""
    atur = {
        "halaman": list(settings.ANTREAN_HALAMAN),
        "statik": settings.STATIC_URL,
        "keluar": reverse("admin:logout"),
        "masuk": reverse("admin:login"),
        "kepala": KEPALA,
    }
    skrip = [static("js/antrean_inti.js"), static("js/antrean_sw.js")]
    isi = {"atur_json": json.dumps(atur), "skrip": skrip}
    return render(request, "pesan/antrean-sw.js", isi, content_type="text/javascript")


@require_safe
@never_cache
def antrean_keadaan(request: HttpRequest) -> JsonResponse:
    """`/akun/antrean/`: who is signed in and a fresh token, asked before anything is sent.

    A page kept on the device holds the token of an evening long gone.
    """
    return JsonResponse({"siapa": siapa_of(request.user), "csrf": get_token(request)})
