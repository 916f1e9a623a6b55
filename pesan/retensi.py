"""Applying the retention periods: what has had its time is blanked, the ledger says how much."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from pesan.models import BukuHapus, Kontak, PesanKeluar, PesanMasuk

POTONGAN = 1000


def apply_retensi(now: datetime | None = None) -> dict[str, int]:
    """Blank raw payloads, reply addresses and old outbox bodies whose time is over.

    Gives how many rows of each class; safe to run again. Rows still waiting are left alone.
    """
    now = now or timezone.now()
    lama = now - timedelta(days=settings.RETENSI_HARI["pesan_keluar"])
    jumlah = {
        "muatan_mentah": _in_pieces(
            PesanMasuk.objects.filter(muatan_hingga__lt=now).exclude(status=PesanMasuk.Status.BARU),
            lambda qs: qs.update(muatan="", muatan_hingga=None),
        ),
        "alamat_balas": _in_pieces(
            Kontak.objects.filter(alamat_hingga__lt=now),
            lambda qs: qs.update(alamat="", alamat_hingga=None),
        ),
        "pesan_keluar": _in_pieces(
            PesanKeluar.objects.filter(created_at__lt=lama)
            .exclude(badan="")
            .exclude(status=PesanKeluar.Status.QUEUED),
            lambda qs: qs.update(badan="", slots=""),
        ),
    }
    for kelas, n in jumlah.items():
        if n:
            sebab = f"masa simpan {settings.RETENSI_HARI[kelas]} hari"
            BukuHapus.objects.create(kelas=kelas, jumlah=n, sebab=sebab)
    return jumlah


def _in_pieces(baris: QuerySet[Any], blank: Callable[[QuerySet[Any]], int]) -> int:
    """Small transactions, so that nobody waits behind a whole table."""
    jumlah = 0
    while True:
        with transaction.atomic():
            pks = list(
                baris.select_for_update(skip_locked=True)
                .order_by("pk")
                .values_list("pk", flat=True)[:POTONGAN]
            )
            jumlah += blank(baris.model._default_manager.filter(pk__in=pks)) if pks else 0
        if len(pks) < POTONGAN:
            return jumlah
