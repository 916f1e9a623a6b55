"""Fetching the files of messages from their provider, and keeping what passes the check."""

import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from pesan.kanal.daftar import get_kanal
from pesan.kanal.dasar import GagalKirim
from pesan.lampiran import LampiranDitolak, check_berkas, keep
from pesan.models import Lampiran

log = structlog.get_logger("pesan.ambil")
# Seconds after the message at which the n-th try may happen; the provider keeps files for days.
_JEDA = (0, 30, 120, 600, 3600)
BATAS_DETIK = 20.0  # no new file is begun after this long: the next try of the first is near


def fetch_batch(limit: int = 20) -> int:
    """Fetch files that are waiting; gives how many were tried.

    The try is counted and committed before the network call, so a file that kills the worker is
    not tried for ever. What is not begun within BATAS_DETIK is given back.
    """
    now, until = timezone.now(), time.monotonic() + BATAS_DETIK
    waktunya = Q(pk__in=[])
    for percobaan, detik in enumerate(_JEDA):
        waktunya |= Q(percobaan=percobaan, created_at__lte=now - timedelta(seconds=detik))
    with transaction.atomic():
        pks = list(
            Lampiran.objects.select_for_update(skip_locked=True)
            .filter(waktunya, status=Lampiran.Status.MENUNGGU)
            .order_by("id")
            .values_list("pk", flat=True)[:limit]
        )
        Lampiran.objects.filter(pk__in=pks).update(percobaan=F("percobaan") + 1)
    lampiran = Lampiran.objects.filter(pk__in=pks).select_related("pesan_masuk__nomor_kanal")
    sisa = set(pks)
    for baris in lampiran.order_by("id"):
        if time.monotonic() >= until:
            break
        _fetch(baris)
        sisa.discard(baris.pk)
    Lampiran.objects.filter(pk__in=sisa).update(percobaan=F("percobaan") - 1)
    return len(pks)


def _fetch(lampiran: Lampiran) -> None:
    pesan = lampiran.pesan_masuk
    if pesan is None or pesan.nomor_kanal is None:
        _refuse(lampiran, "Berkas ini tidak lagi dapat diambil.")
        return
    try:
        kanal = get_kanal(pesan.saluran)
        isi = kanal.fetch(lampiran.id_media, pesan.nomor_kanal, settings.LAMPIRAN_MAX_BYTES)
        keep(lampiran, check_berkas(isi, lampiran.jenis))
    except LampiranDitolak as alasan:
        _refuse(lampiran, str(alasan))
    except GagalKirim as galat:
        log.warning("ambil_gagal", lampiran=lampiran.pk, galat=str(galat))
        if galat.tetap or lampiran.percobaan >= len(_JEDA):
            _refuse(lampiran, _reason(galat))


def _reason(galat: GagalKirim) -> str:
    if "besar" in str(galat):
        mb = settings.LAMPIRAN_MAX_BYTES // (1024 * 1024)
        return f"Berkasnya lebih dari {mb} MB."
    return "Berkas ini tidak dapat diambil dari WhatsApp."


def _refuse(lampiran: Lampiran, alasan: str) -> None:
    lampiran.status, lampiran.alasan = Lampiran.Status.DITOLAK, alasan[:160]
    lampiran.save(update_fields=["status", "alasan"])
