"""Deadlines that passed: the lurah and the moderators hear of each once (`pesan.tangga`)."""

from datetime import datetime

from curhat.models import Tiket
from curhat.services.kabar import notify_lewat
from pesan.tangga import SEKALI_JALAN, Anak, climb

_SEKALI_JALAN = SEKALI_JALAN


def remind_lewat(now: datetime) -> int:
    """Tell of tickets not verified in time and of those past their deadline; returns how many."""
    rows = Tiket.objects.select_related("curhat__subkategori", "curhat__wilayah", "wilayah")
    tangga = (
        Anak(
            tahap="verifikasi", batas="verifikasi_due_at", tell=notify_lewat,
            rows=rows.filter(status=Tiket.Status.BARU, verifikasi_due_at__lt=now),
        ),
        Anak(
            tahap="batas", batas="due_at", tell=notify_lewat,
            rows=rows.overdue(now).exclude(status=Tiket.Status.BARU),
        ),
    )  # fmt: skip
    return climb("lewat", tangga, sekali=_SEKALI_JALAN)
