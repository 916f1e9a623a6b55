"""Applying the retention periods: what has had its time is blanked, the ledger says how much."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from pesan import muatan
from pesan.berkas import drop_orphans, erase_berkas
from pesan.models import BukuHapus, Hitungan, Kontak, PesanKeluar, PesanMasuk
from pesan.services.keluar import TEMPLAT_PIN

POTONGAN = 1000


def apply_retensi(now: datetime | None = None) -> dict[str, int]:
    """Run every eraser of settings.RETENSI and note in the ledger what went; safe to run again.

    Gives how many rows of each class.
    """
    now = now or timezone.now()
    jumlah: dict[str, int] = {}
    for path in settings.RETENSI:
        jumlah |= import_string(path)(now)
    for kelas, n in jumlah.items():
        if n:
            sebab = f"masa simpan {settings.RETENSI_HARI[kelas]} hari"
            BukuHapus.objects.create(kelas=kelas, jumlah=n, sebab=sebab)
    Hitungan.objects.filter(hingga__lt=now).delete()
    drop_orphans(now)
    return jumlah


def blank_pesan(now: datetime) -> dict[str, int]:
    """Raw payloads, reply addresses, old outbox bodies and PINs whose time is over.

    Rows still waiting are left alone.
    """
    lama = now - timedelta(days=settings.RETENSI_HARI["pesan_keluar"])
    return {
        "muatan_mentah": in_pieces(
            PesanMasuk.objects.filter(_payload_over(now)).exclude(status=PesanMasuk.Status.BARU),
            lambda qs: qs.update(muatan="", muatan_hingga=None),
        ),
        "alamat_balas": in_pieces(
            Kontak.objects.filter(alamat_hingga__lt=now),
            lambda qs: qs.update(alamat="", alamat_hingga=None),
        ),
        "pesan_keluar": in_pieces(_written().filter(created_at__lt=lama), _blank_keluar),
        "pin": _blank_pin(now),
    }


def _payload_over(now: datetime) -> Q:
    """Payloads past their period; of who said that nothing be kept beyond a day, past that day.

    A payload names the sender's number: with the address gone it must not stay behind.
    """
    sehari = now - timedelta(days=settings.RETENSI_HARI["alamat_balas"])
    diam = Kontak.objects.filter(simpan=Kontak.Simpan.TIDAK, terakhir_masuk_at__lt=sehari)
    tidak_disimpan = Q(
        muatan_hingga__isnull=False, diterima_at__lt=sehari, kontak__in=diam.values("pk")
    )
    return Q(muatan_hingga__lt=now) | tidak_disimpan


def _written() -> QuerySet[PesanKeluar]:
    return PesanKeluar.objects.exclude(badan="").exclude(status=PesanKeluar.Status.QUEUED)


def _blank_keluar(qs: QuerySet[PesanKeluar]) -> int:
    erase_berkas(qs)
    return qs.update(badan="", slots="")


def _blank_pin(now: datetime) -> int:
    """The first message holds the PIN until it has arrived, a form until its page has closed."""
    sampai = Q(status__in=[PesanKeluar.Status.DELIVERED, PesanKeluar.Status.READ])
    lama = Q(created_at__lt=now - timedelta(days=settings.RETENSI_HARI["pin"]))
    keluar = in_pieces(_written().filter(sampai | lama, templat__in=TEMPLAT_PIN), _blank_keluar)
    formulir = PesanMasuk.objects.filter(pin_hingga__lt=now, status=PesanMasuk.Status.SELESAI)
    return keluar + in_pieces(formulir, _strip_pin)


def _strip_pin(qs: QuerySet[PesanMasuk]) -> int:
    rows = list(qs)
    for row in rows:
        row.pin_hingga = None
        if row.muatan:
            row.muatan = muatan.dump(muatan.load(row) | {"pin": ""})
    return PesanMasuk.objects.bulk_update(rows, ["muatan", "pin_hingga"])


def in_pieces(baris: QuerySet[Any], blank: Callable[[QuerySet[Any]], int]) -> int:
    """Small transactions, so that nobody waits behind a whole table."""
    jumlah = 0
    while True:
        with transaction.atomic():
            pks = list(
                baris.select_for_update(skip_locked=True, of=("self",))
                .order_by("pk")
                .values_list("pk", flat=True)[:POTONGAN]
            )
            jumlah += blank(baris.model._default_manager.filter(pk__in=pks)) if pks else 0
        if len(pks) < POTONGAN:
            return jumlah
