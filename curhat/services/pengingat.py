"""Deadlines that passed: the lurah and the moderators hear of each once."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Concat

from curhat.models import Tiket
from curhat.models.tiket import TiketQuerySet
from curhat.services.kabar import notify_lewat
from pesan.models import PesanKeluar

_SEKALI_JALAN = 200


def remind_lewat(now: datetime) -> int:
    """Tell of tickets not verified in time and of those past their deadline; returns how many."""
    belum = Tiket.objects.filter(status=Tiket.Status.BARU, verifikasi_due_at__lt=now)
    lewat = Tiket.objects.overdue(now).exclude(status=Tiket.Status.BARU)
    return _remind(belum, "verifikasi") + _remind(lewat, "batas")


def _remind(rows: TiketQuerySet, tahap: str) -> int:
    told = PesanKeluar.objects.filter(
        kunci__startswith=Concat(
            Value("lewat:"),
            OuterRef("pk"),
            Value(f":{tahap}:"),
            OuterRef("putaran"),
            Value(":"),
            output_field=CharField(),
        )
    )
    late = rows.filter(~Exists(told)).select_related(
        "curhat__subkategori", "curhat__wilayah", "wilayah"
    )
    count = 0
    for tiket in late.order_by("due_at")[:_SEKALI_JALAN]:
        with transaction.atomic():
            count += notify_lewat(tiket, tahap=tahap)
    return count
