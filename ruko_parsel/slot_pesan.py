"""What the reminders of the desk say of a request or a hand-over."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from ruko_parsel.models import Permintaan
from wilayah.format import tanggal_panjang
from wilayah.models import Rujukan
from wilayah.tenggat import sisa_lagi

RAHASIA = "Permintaan rahasia; buka tautan untuk membaca."


def slots_of(permintaan: Permintaan, now: datetime) -> dict[str, Any]:
    """Slots of the ladder's templates; a private request without its subject."""
    return {
        "nomor": permintaan.nomor,
        "desa": permintaan.wilayah.nama,
        "judul": RAHASIA if permintaan.rahasia else _one_line(permintaan.judul),
        "batas": tanggal_panjang(permintaan.due_at, permintaan.wilayah_id),
        "sisa": sisa_lagi(permintaan.due_at, now),
        "petugas": str(permintaan.petugas or "belum ada petugas"),
        "url": settings.SITE_URL + permintaan.get_absolute_url(),
    }


def rujukan_slots(rujukan: Rujukan) -> dict[str, Any]:
    """Slots of the templates about a hand-over."""
    return {
        "desa": str(rujukan.wilayah),
        "judul": _one_line(rujukan.ringkasan),
        "sejak": tanggal_panjang(rujukan.created_at, rujukan.wilayah_id),
        "url": settings.SITE_URL + reverse("admin:wilayah_rujukan_change", args=[rujukan.pk]),
    }


def _one_line(teks: str) -> str:
    return " ".join(teks.split())
