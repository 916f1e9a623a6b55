"""Retention of what hangs on turnover: our questions in chats, photos of mentoring visits."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ekonomi.models import KunjunganPendamping, TanyaOmzet
from pesan.penghapus import erase_lampiran
from pesan.retensi import in_pieces


def drop_omzet(now: datetime) -> dict[str, int]:
    """Questions that lapsed go with their figure; a visit keeps its words and loses its photo."""
    lampau = now - timedelta(days=settings.RETENSI_HARI["tanya_omzet"])
    hari = timezone.localdate(now) - timedelta(days=settings.RETENSI_HARI["foto_kunjungan"])
    foto = KunjunganPendamping.objects.filter(tanggal__lt=hari, foto__isnull=False)
    return {
        "tanya_omzet": in_pieces(TanyaOmzet.objects.filter(hingga__lt=lampau), _drop),
        "foto_kunjungan": in_pieces(foto, _erase),
    }


def _drop(rows: QuerySet[Any]) -> int:
    return int(rows.delete()[0])


def _erase(rows: QuerySet[Any]) -> int:
    """The files, and what points at them."""
    berkas = [satu.foto for satu in rows.select_related("foto") if satu.foto is not None]
    rows.update(foto=None)
    return erase_lampiran(berkas)
