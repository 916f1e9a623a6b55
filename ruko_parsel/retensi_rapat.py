"""Guests of meetings are forgotten after their time. Named in settings: RETENSI."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from pesan.retensi import in_pieces
from ruko_parsel.models import UndanganRapat
from ruko_parsel.services.undangan_rapat import blank_tamu


def blank_tamu_rapat(now: datetime) -> dict[str, int]:
    """Names of guests, and of who came for somebody, so long after the meeting."""
    lama = now - timedelta(days=settings.RETENSI_HARI["tamu_rapat"])
    rows = UndanganRapat.objects.filter(
        Q(pengguna__isnull=True) | Q(jawaban=UndanganRapat.Jawaban.DIWAKILKAN),
        rapat__selesai_at__lt=lama, dihapus_at__isnull=True,
    )  # fmt: skip
    return {"tamu_rapat": in_pieces(rows, blank_tamu)}
