"""Loads the rungs of the desk's ladder from fixtures/ruko/tangga.csv."""

from django.db import transaction

from ruko_parsel.models import AturanTangga
from ruko_parsel.muat import read_acuan


@transaction.atomic
def load_tangga() -> int:
    """Add what is missing, never changing what was edited; gives how many rungs were added."""
    ditambah = 0
    for ke, satu in enumerate(read_acuan("tangga.csv"), start=1):
        _row, baru = AturanTangga.objects.get_or_create(
            tahap=satu["tahap"],
            defaults={
                "nama": satu["nama"], "acuan": satu["acuan"], "ukuran": int(satu["ukuran"]),
                "ke_petugas": satu["ke_petugas"] == "ya", "ke_camat": satu["ke_camat"] == "ya",
                "templat": satu["templat"], "catat": satu["catat"] == "ya", "urut": ke,
            },
        )  # fmt: skip
        ditambah += baru
    return ditambah
