"""Retention of letters: drafts nobody finished, and the words of letters long out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from dokumen.models import Surat
from dokumen.penghapus import blank_surat as blank_one
from pesan.retensi import in_pieces

S = Surat.Status


def blank_surat(now: datetime) -> dict[str, int]:
    """Fields of drafts and cancelled letters that nobody touched, and of letters long issued.

    The number, kind and dates of an issued letter stay (dokumen.penghapus).
    """
    hidup = Surat.objects.filter(dihapus_at__isnull=True)
    draf = now - timedelta(days=settings.RETENSI_HARI["draf_surat"])
    keluar = now - timedelta(days=settings.RETENSI_HARI["surat"])
    return {
        "draf_surat": in_pieces(
            hidup.filter(status__in=[S.DRAF, S.MENUNGGU, S.BATAL], updated_at__lt=draf), _blank
        ),
        "surat": in_pieces(hidup.filter(status__in=Surat.OUT, terbit_at__lt=keluar), _blank),
    }


def _blank(rows: QuerySet[Surat]) -> int:
    return sum(blank_one(surat) for surat in rows)
