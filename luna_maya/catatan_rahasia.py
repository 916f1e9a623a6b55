"""Entries that became a private case: they are in no public page, file, figure or report.

The desk of tickets says which (`wilayah.hasil_rujukan.read_hasil` without a user): what an entry
became there and the public may not count takes along the entry, and the promise made with it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from luna_maya.models import Catatan
from wilayah.hasil_rujukan import read_hasil
from wilayah.models import Rujukan


def private_entries(rows: QuerySet[Any]) -> set[int]:
    """Keys of those among these entries; one query, one more a desk where any was handed over."""
    teks = rows.order_by().annotate(pk_teks=Cast("pk", CharField())).values("pk_teks")
    dirujuk = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Catatan), sumber_id__in=teks
    )
    return _unknown(dirujuk.exclude(hasil_id=""))


def private_in(kelurahan: str) -> set[int]:
    """The same of a whole area."""
    return private_entries(Catatan.objects.in_wilayah(kelurahan))


def private_of(visits: Iterable[int]) -> set[int]:
    """The same of these visits."""
    return private_entries(Catatan.objects.filter(kunjungan__in=list(visits)))


def without_private(janji: QuerySet[Any], rahasia: set[int]) -> QuerySet[Any]:
    """These promises without those made with one of these entries."""
    return janji.exclude(catatan__in=rahasia) if rahasia else janji


def _unknown(rujukan: QuerySet[Any]) -> set[int]:
    semua = list(rujukan)
    tahu = read_hasil(semua)
    return {int(satu.sumber_id) for satu in semua if satu.pk not in tahu}
