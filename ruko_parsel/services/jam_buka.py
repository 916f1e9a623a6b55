"""The usual office hours for a house that has none yet."""

from datetime import time

from django.db import transaction

from ruko_parsel.models import JamBuka

# Perpres 21/2023 art. 4: 37.5 hours a week; with an hour of rest at noon, longer on Friday.
JAM_BIASA = (
    *((hari, time(8), time(12)) for hari in range(5)),
    *((hari, time(13), time(16)) for hari in range(4)),
    (4, time(13, 30), time(16)),
)


@transaction.atomic
def fill_jam(kecamatan: str) -> int:
    """The usual hours for a house without any; gives how many rows were made."""
    if JamBuka.objects.filter(wilayah=kecamatan).exists():
        return 0
    baris = [JamBuka(wilayah_id=kecamatan, hari=h, buka=b, tutup=t) for h, b, t in JAM_BIASA]
    return len(JamBuka.objects.bulk_create(baris, ignore_conflicts=True))
