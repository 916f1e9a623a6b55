"""Files of imports have their time; what they became stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ekonomi.models import Impor
from ekonomi.services.impor import drop_berkas
from pesan.retensi import in_pieces


def purge_impor(now: datetime) -> dict[str, int]:
    """Uploaded files past their day, with the cells their errors quote."""
    lama = Impor.objects.filter(berkas_hingga__lt=now).exclude(status__in=Impor.BERJALAN)
    return {"impor": in_pieces(lama.exclude(berkas=""), _drop)}


@transaction.atomic
def _drop(rows: QuerySet[Impor]) -> int:
    jumlah = 0
    for impor in rows:
        drop_berkas(impor)
        jumlah += 1
    return jumlah
