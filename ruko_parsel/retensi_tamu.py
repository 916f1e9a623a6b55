"""Guests are forgotten after their time. Named in settings: RETENSI."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from pesan.retensi import in_pieces
from ruko_parsel.models import Tamu
from ruko_parsel.services.tamu import blank_tamu


def blank_buku_tamu(now: datetime) -> dict[str, int]:
    """Names, numbers and purposes of guests of so long ago."""
    lama = now - timedelta(days=settings.RETENSI_HARI["buku_tamu"])
    return {"buku_tamu": in_pieces(Tamu.objects.before(lama), _blank)}


def _blank(rows: QuerySet[Any]) -> int:
    semua = list(rows)
    for satu in semua:
        blank_tamu(satu, by=None, apa="Data orang dihapus: masa simpan habis")
    return len(semua)
