"""`/status/`: is everything that must run running? Small numbers, no personal data, no session."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Count, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection

from pesan.models import Detak, PesanKeluar, PesanMasuk

DETAK_TUA = timedelta(seconds=60)
MASUK_TUA = timedelta(minutes=10)  # unprocessed for longer: the worker lives but does not work
_PROSES = ("worker", "scheduler")


@never_cache
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; answers within three seconds with the database gone too."""
    report: dict[str, Any] = {"versi": version()}
    try:
        report |= read_database(timezone.now())
        report["database"] = "baik"
    except (Error, psycopg.Error):
        report |= {"database": "tidak terjangkau"} | dict.fromkeys(_PROSES, "tidak diketahui")
    report["broker"] = _broker_state(report["database"])
    good = all(report[key] == "baik" for key in ("database", "broker", *_PROSES))
    stuck = report.get("masuk_tertua_detik") or 0
    good = good and stuck < MASUK_TUA.total_seconds()
    report["status"] = "baik" if good else "terganggu"
    return JsonResponse(report, status=200 if good else 503)


@transaction.atomic
def read_database(now: datetime) -> dict[str, Any]:
    """Heartbeats, outbox backlog and what waits in the inbox; ages in seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', '2000', true)")  # this transaction
    beats = dict(Detak.objects.values_list("nama", "at"))
    keluar = PesanKeluar.objects.filter(
        status=PesanKeluar.Status.QUEUED, kirim_setelah__lte=now
    ).aggregate(jumlah=Count("pk"), tertua=Min("kirim_setelah"))
    masuk = PesanMasuk.objects.filter(status=PesanMasuk.Status.BARU).aggregate(
        jumlah=Count("pk"), tertua=Min("diterima_at")
    )
    return {nama: _beat_state(beats.get(nama), now) for nama in _PROSES} | {
        "keluar_antre": keluar["jumlah"],
        "keluar_tertua_detik": _age(keluar["tertua"], now),
        "masuk_menunggu": masuk["jumlah"],
        "masuk_tertua_detik": _age(masuk["tertua"], now),
    }


def _beat_state(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "belum pernah"
    return "baik" if now - at < DETAK_TUA else "berhenti"


def _age(at: datetime | None, now: datetime) -> int | None:
    return None if at is None else max(0, round((now - at).total_seconds()))


def _broker_state(database: str) -> str:
    if settings.BROKER_IS_DATABASE:
        return database
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=2)
    except Exception:
        return "tidak terjangkau"
    return "baik"


@cache
def version() -> str:
    """The version in pyproject.toml."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
