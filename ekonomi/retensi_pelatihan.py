"""Retention of training: names two years after a batch, those on certificates five (settings)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from ekonomi.models import DaftarLewatPesan, Peserta
from ekonomi.penghapus_pelatihan import blank_peserta as blank_one
from pesan.retensi import in_pieces


def blank_peserta(now: datetime) -> dict[str, int]:
    """Blank participants whose time is over, and registrations by chat that nobody finished."""
    DaftarLewatPesan.objects.filter(hingga__lt=now).delete()
    hari = timezone.localdate(now)
    biasa = hari - timedelta(days=settings.RETENSI_HARI["peserta"])
    lama = hari - timedelta(days=settings.RETENSI_HARI["sertifikat"])
    berakhir = Q(angkatan__status__in=["selesai", "batal"])
    hidup = Peserta.objects.filter(berakhir, dihapus_at__isnull=True)
    return {
        "peserta": in_pieces(
            hidup.filter(angkatan__selesai__lt=biasa, sertifikat__isnull=True), _blank
        ),
        "sertifikat": in_pieces(
            hidup.filter(angkatan__selesai__lt=lama, sertifikat__isnull=False), _blank
        ),
    }


def _blank(rows: QuerySet[Any]) -> int:
    return sum(blank_one(p) for p in rows)
