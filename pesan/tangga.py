"""The escalation ladder of any work with a deadline: who is told at which rung, and that once.

An app says which rows stand at a rung (`Anak`) and whom to tell; this climbs it. The outbox is the
mark: a rung is done for a row once a message with its key is owed, so that a place where nobody is
on duty yet hears as soon as somebody is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    CharField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, Floor

from pesan.models import PesanKeluar

SEKALI_JALAN = 200
_DIPERIKSA = 2000


class _Epoch(Func):
    """Seconds since 1970; Django's own Extract would read Jakarta's clock as UTC's."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = DecimalField()


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Anak:
    """One rung. `rows`: open work that may stand at it, without what is paused; `tiba`: the rest
    of the question, which SQL cannot answer (working days). `batas`: the field of the moment the
    rung goes by; where that moves, the row is told of anew. `tell(row, kunci)` owes the messages,
    each with a key that begins with `kunci` and a colon, and gives how many people are told.
    """

    tahap: str
    batas: str
    rows: QuerySet[Any]
    tell: Callable[[Any, str], int]
    tiba: Callable[[Any], bool] = _always


def climb(awalan: str, tangga: Sequence[Anak], *, sekali: int = SEKALI_JALAN) -> int:
    """Tell of each row at each rung that was not told of; gives how many people were told.

    `awalan`: first part of the messages' keys, one a kind of work. Safe to run twice, and by two
    at once. Newest deadline first, so that places without staff never stand before the others.
    """
    return sum(_climb_one(awalan, anak, sekali) for anak in tangga)


def _climb_one(awalan: str, anak: Anak, sekali: int) -> int:
    told = PesanKeluar.objects.filter(
        kunci__startswith=Concat(
            Value(f"{awalan}:"), OuterRef("pk"), Value(f":{anak.tahap}:"),
            OuterRef("detik_batas"), Value(":"), output_field=CharField(),
        )
    )  # fmt: skip
    epoch = Cast(Floor(_Epoch(F(anak.batas))), BigIntegerField())
    belum = anak.rows.annotate(detik_batas=epoch).filter(~Exists(told)).order_by(f"-{anak.batas}")
    banyak = sekali if anak.tiba is _always else _DIPERIKSA
    tiba = (row for row in belum[:banyak] if anak.tiba(row))
    return sum(_tell(awalan, anak, row.pk) for row in islice(tiba, sekali))


@transaction.atomic
def _tell(awalan: str, anak: Anak, pk: Any) -> int:
    """Under the row's lock: it may have been answered, or told of by another run, since."""
    terkunci: Any = anak.rows.select_for_update(of=("self",), no_key=True)
    row = terkunci.filter(pk=pk).first()
    if row is None or not anak.tiba(row):
        return 0
    kunci = kunci_of(awalan, row, anak.tahap, getattr(row, anak.batas))
    if PesanKeluar.objects.filter(kunci__startswith=f"{kunci}:").exists():
        return 0
    return anak.tell(row, kunci)


def kunci_of(awalan: str, row: Any, tahap: str, batas: datetime) -> str:
    """What the keys of a rung's messages about this row begin with."""
    return f"{awalan}:{row.pk}:{tahap}:{int(batas.timestamp())}"
