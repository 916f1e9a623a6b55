"""A stand-in for Meta's Graph API, for the demo: takes what the sender sends and reports states.

Only the calls the portal makes: an upload, messages, a media object, and its download.
"""

import heapq
import hmac
import itertools
import json
import secrets
import threading
import time
from typing import Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from pesan.models import NomorKanal
from pesan.simulasi.hanya_demo import hanya_demo
from pesan.simulasi.kirim import post_status
from pesan.simulasi.media import has_media, read_media, save_unggahan
from pesan.simulasi.orang import demo_numbers

log = structlog.get_logger("pesan.simulasi")
_JENIS = frozenset({"text", "interactive", "template", "document", "image"})
BATAS_UNGGAH = 16 * 1024 * 1024
# Seconds after which the phone says it: long enough to see the states change.
_KABAR = ((0.2, "sent"), (0.6, "delivered"), (3.0, "read"))


class Pengabar:
    """Posts states when they are due, from one thread."""

    def __init__(self) -> None:
        self._ada = threading.Condition()
        self._antre: list[tuple[float, int, NomorKanal, dict[str, Any]]] = []
        self._urut = itertools.count()
        self._benang: threading.Thread | None = None

    def add(self, setelah: float, nomor: NomorKanal, status: dict[str, Any]) -> None:
        with self._ada:
            due = time.monotonic() + setelah
            heapq.heappush(self._antre, (due, next(self._urut), nomor, status))
            if self._benang is None or not self._benang.is_alive():
                self._benang = threading.Thread(target=self._run, name="pengabar", daemon=True)
                self._benang.start()
            self._ada.notify()

    def _run(self) -> None:
        while True:
            with self._ada:
                while not self._antre or self._antre[0][0] > time.monotonic():
                    self._ada.wait(self._antre[0][0] - time.monotonic() if self._antre else None)
                _due, _urut, nomor, status = heapq.heappop(self._antre)
            try:
                post_status(nomor, status)
            except Exception as galat:
                log.warning("kabar_gagal", galat=type(galat).__name__)


_pengabar = Pengabar()


@csrf_exempt
@require_POST
@hanya_demo
def messages(request: HttpRequest, versi: str, nomor_id: str) -> JsonResponse:
    """`POST /v{versi}/{phone_number_id}/messages`, as pywa calls it."""
    nomor = next((n for n in demo_numbers() if n.nomor_id == nomor_id), None)
    if nomor is None or not _has_token(request, nomor):
        return _error(401, 190, "Invalid OAuth access token")
    try:
        isi = json.loads(request.body)
        tujuan, jenis = isi.get("to") or isi.get("recipient"), isi["type"]
    except (ValueError, KeyError, AttributeError):
        return _error(400, 100, "Invalid parameter")
    if not tujuan or jenis not in _JENIS or not isi.get(jenis):
        return _error(400, 100, "Invalid parameter")
    if not all(has_media(id_media) for id_media in _media_ids(isi)):
        return _error(400, 131009, "Parameter value is not valid")
    id_pesan = f"wamid.GRAPH.{secrets.token_hex(12)}"
    status = {"id": id_pesan, "recipient_id": tujuan}
    if tracker := isi.get("biz_opaque_callback_data"):
        status["biz_opaque_callback_data"] = tracker
    for setelah, keadaan in _KABAR:
        _pengabar.add(setelah, nomor, status | {"status": keadaan})
    return JsonResponse(
        {
            "messaging_product": "whatsapp",
            "contacts": [{"input": tujuan, "wa_id": tujuan}],
            "messages": [{"id": id_pesan}],
        }
    )


def _media_ids(isi: Any) -> list[str]:
    """The ids of all files a message names, however deep: its own, a header's, a template's."""
    if isinstance(isi, list):
        return [satu for bagian in isi for satu in _media_ids(bagian)]
    if not isinstance(isi, dict):
        return []
    ids = [str(isi[j].get("id")) for j in ("document", "image") if isinstance(isi.get(j), dict)]
    return ids + [satu for bagian in isi.values() for satu in _media_ids(bagian)]


@csrf_exempt
@require_POST
@hanya_demo
def upload(request: HttpRequest, versi: str, nomor_id: str) -> JsonResponse:
    """`POST /v{versi}/{phone_number_id}/media`: keeps the file, answers its id."""
    nomor = next((n for n in demo_numbers() if n.nomor_id == nomor_id), None)
    if nomor is None or not _has_token(request, nomor):
        return _error(401, 190, "Invalid OAuth access token")
    berkas = request.FILES.get("file")
    if berkas is None or request.POST.get("messaging_product") != "whatsapp":
        return _error(400, 100, "Invalid parameter")
    if (berkas.size or 0) > BATAS_UNGGAH:
        return _error(400, 131053, "Media upload error")
    return JsonResponse({"id": save_unggahan(berkas.read(), berkas.content_type or "")})


@require_safe
@hanya_demo
def media(request: HttpRequest, versi: str, id_media: str) -> JsonResponse:
    """`GET /v{versi}/{media_id}`: where the file lies."""
    if not _is_known(request):
        return _error(401, 190, "Invalid OAuth access token")
    mime, isi = read_media(id_media)
    return JsonResponse(
        {
            "messaging_product": "whatsapp",
            "id": id_media,
            "url": f"{settings.SITE_URL}/simulasi/graph/unduh/{id_media}",
            "mime_type": mime,
            "file_size": len(isi),
        }
    )


@require_safe
@hanya_demo
def download(request: HttpRequest, id_media: str) -> HttpResponse:
    """The file itself; needs the token as well."""
    if not _is_known(request):
        raise Http404("media tidak ada")
    _mime, isi = read_media(id_media)
    return HttpResponse(isi, content_type="application/octet-stream")


def _has_token(request: HttpRequest, nomor: NomorKanal) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return hmac.compare_digest(given, f"Bearer {nomor.access_token}".encode())


def _is_known(request: HttpRequest) -> bool:
    return any(_has_token(request, nomor) for nomor in demo_numbers())


def _error(status: int, kode: int, pesan: str) -> JsonResponse:
    return JsonResponse({"error": {"message": pesan, "code": kode}}, status=status)
