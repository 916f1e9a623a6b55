"""Deadlines that passed: the lurah and the moderators hear of each once."""

from datetime import datetime

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    CharField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Value,
)
from django.db.models.functions import Cast, Concat, Floor

from curhat.models import Tiket
from curhat.models.tiket import TiketQuerySet
from curhat.services.kabar import notify_lewat
from pesan.models import PesanKeluar

_SEKALI_JALAN = 200


class _Epoch(Func):
    """Seconds since 1970; Django's own Extract would read Jakarta's clock as UTC's."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = DecimalField()


def remind_lewat(now: datetime) -> int:
    """Tell of tickets not verified in time and of those past their deadline; returns how many."""
    belum = Tiket.objects.filter(status=Tiket.Status.BARU, verifikasi_due_at__lt=now)
    lewat = Tiket.objects.overdue(now).exclude(status=Tiket.Status.BARU)
    return _remind(belum, "verifikasi", "verifikasi_due_at") + _remind(lewat, "batas", "due_at")


def _remind(rows: TiketQuerySet, tahap: str, batas: str) -> int:
    """Newest first, so that tickets of places without staff never stand before the others."""
    told = PesanKeluar.objects.filter(
        kunci__startswith=Concat(
            Value("lewat:"),
            OuterRef("pk"),
            Value(f":{tahap}:"),
            OuterRef("detik_batas"),
            Value(":"),
            output_field=CharField(),
        )
    )
    epoch = Cast(Floor(_Epoch(F(batas))), BigIntegerField())
    late = (
        rows.annotate(detik_batas=epoch)
        .filter(~Exists(told))
        .select_related("curhat__subkategori", "curhat__wilayah", "wilayah")
    )
    count = 0
    for tiket in late.order_by(f"-{batas}")[:_SEKALI_JALAN]:
        with transaction.atomic():
            count += notify_lewat(tiket, tahap=tahap, batas=getattr(tiket, batas))
    return count
