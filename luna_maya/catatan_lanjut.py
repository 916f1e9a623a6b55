"""Entries of the log that still call for something: one meaning for the home page and the list."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from luna_maya.models import Catatan, Tugas
from wilayah.models import Rujukan


def without_follow_up(rows: Any) -> QuerySet[Catatan]:
    """Standing entries that call for something and have neither report, potential, task nor
    promise; one offered to a desk is on its way.
    """
    diserahkan = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Catatan),
        sumber_id=Cast(OuterRef("pk"), CharField()),
    ).exclude(status=Rujukan.Status.DIKEMBALIKAN)
    jenis = Catatan.Jenis
    perlu: QuerySet[Catatan] = (
        rows.standing()
        .filter(jenis__in=[jenis.ASPIRASI, jenis.MASALAH, jenis.POTENSI, jenis.LINGKUNGAN])
        .filter(~Exists(diserahkan), ~Exists(Tugas.objects.filter(catatan=OuterRef("pk"))))
        .filter(janji_lurah__isnull=True)
    )
    return perlu
