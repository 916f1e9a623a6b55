"""The calendar feed: read by programs that hold a secret address, by nobody else."""

import hashlib
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from wilayah.ical import build_kalender, collect_acara
from wilayah.models import LanggananKalender
from wilayah.services.langganan import hash_kunci

_CATAT_TIAP = timedelta(minutes=5)  # one write for so long of use
_KUNCI_MAKS = 64


@require_safe
def feed_kalender(request: HttpRequest, kunci_kalender: str) -> HttpResponse:
    """`/kalender/<key>.ics`. Unknown and revoked keys are 404.

    Of a user who is no longer active the feed is empty, so that their phone forgets the entries.
    """
    langganan = _find(kunci_kalender)
    if langganan is None:  # in plain words: no page whose making could note the address
        return HttpResponseNotFound("Kalender tidak ditemukan.", content_type="text/plain")
    now = timezone.now()
    milik = langganan.pengguna
    acara = collect_acara(milik, now) if milik.is_active else []
    isi = build_kalender(f"HAI LURAH: {langganan.nama}", acara)
    berubah_at = _record(langganan, hashlib.sha256(isi).hexdigest(), now)
    response = HttpResponse(isi, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hai-lurah.ics"'
    response["ETag"] = f'"{langganan.sidik}"'
    response["Last-Modified"] = http_date(berubah_at.timestamp())
    jawab = get_conditional_response(
        request, etag=response["ETag"], last_modified=int(berubah_at.timestamp()), response=response
    )
    hasil: HttpResponse = jawab or response
    # kept by the phone alone and asked again each time
    hasil["Cache-Control"] = "private, no-cache"
    hasil["X-Robots-Tag"] = "noindex, nofollow"
    hasil["Referrer-Policy"] = "no-referrer"
    return hasil


def _find(kunci: str) -> LanggananKalender | None:
    if not 0 < len(kunci) <= _KUNCI_MAKS:
        return None
    rows = LanggananKalender.objects.active().select_related("pengguna")
    langganan: LanggananKalender | None = rows.filter(hash=hash_kunci(kunci)).first()
    return langganan


def _record(langganan: LanggananKalender, sidik: str, now: datetime) -> datetime:
    """Note that it was fetched, and since when it reads so; gives the latter."""
    kolom = []
    if langganan.sidik != sidik or langganan.berubah_at is None:
        langganan.sidik, langganan.berubah_at = sidik, now
        kolom += ["sidik", "berubah_at"]
    if kolom or langganan.diambil_at is None or now - langganan.diambil_at > _CATAT_TIAP:
        langganan.diambil_at = now
        langganan.save(update_fields=[*kolom, "diambil_at"])
    return langganan.berubah_at or now
