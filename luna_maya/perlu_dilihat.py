"""What waits for somebody at the desk: asked by the staff home and by the lists it leads to."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from luna_maya.models import Catatan, Kunjungan, PersetujuanTuanRumah, Tugas
from wilayah.models import Rujukan

J = Catatan.Jenis
# kinds of entries that call for something
_MEMINTA = (J.ASPIRASI, J.MASALAH, J.POTENSI, J.LINGKUNGAN)


def followed_up() -> Q:
    """An entry that has a report, a potential, a task or a promise; one offered to a desk is on
    its way.
    """
    diserahkan = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Catatan),
        sumber_id=Cast(OuterRef("pk"), CharField()),
    ).exclude(status=Rujukan.Status.DIKEMBALIKAN)
    tugas = Tugas.objects.filter(catatan=OuterRef("pk"))
    return Q(Exists(diserahkan)) | Q(Exists(tugas)) | Q(janji_lurah__isnull=False)


def without_follow_up(rows: Any) -> QuerySet[Catatan]:
    """Standing entries that call for something and have nothing of it yet."""
    perlu: QuerySet[Catatan] = rows.standing().filter(~followed_up(), jenis__in=_MEMINTA)
    return perlu


def wishing_other_time(rows: Any) -> QuerySet[Kunjungan]:
    """Visits whose host answered with another time and which nobody has moved since."""
    terakhir = PersetujuanTuanRumah.objects.filter(kunjungan=OuterRef("pk")).order_by("-pk")
    minta: QuerySet[Kunjungan] = rows.filter(status=Kunjungan.Status.MENUNGGU).alias(
        jawaban_terakhir=Subquery(terakhir.values("jawaban")[:1]),
        dijawab_untuk=Subquery(terakhir.values("untuk_mulai_at")[:1]),
    ).filter(
        jawaban_terakhir=PersetujuanTuanRumah.Jawaban.TANGGAL_LAIN, dijawab_untuk=F("mulai_at")
    )  # fmt: skip
    return minta
