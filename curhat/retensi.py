"""Retention of reports: long after their end the words and files go, the counted facts stay."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from curhat.models import Curhat, PanggilanModel, SimpananModel, Tiket
from curhat.penghapus import HABIS, erase_kata
from pesan.penghapus import erase_pesan_tentang
from pesan.retensi import in_pieces
from wilayah.append_only import allow_purge


def blank_curhat(now: datetime) -> dict[str, int]:
    """Words, place, answer and attachments of reports that ended before the period began.

    A report without a ticket that nobody closed counts from when it came.
    """
    lama = now - timedelta(days=settings.RETENSI_HARI["curhat"])
    tiket = Tiket.objects.filter(Q(curhat=OuterRef("pk")) | Q(dilayani=OuterRef("pk")))
    berjalan = tiket.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=lama))
    usai = (
        Curhat.objects.filter(diterima_at__lt=lama, dihapus_at__isnull=True)
        .filter(Q(ditutup_at__isnull=True) | Q(ditutup_at__lt=lama))
        .filter(~Exists(berjalan))
        .exclude(isi=HABIS)
    )
    return {"curhat": in_pieces(usai, _blank)}


def _blank(rows: QuerySet[Curhat]) -> int:
    jumlah = 0
    for curhat in rows.select_related("kategori"):
        erase_kata(curhat, HABIS, ringkasan=curhat.kategori.nama)
        erase_pesan_tentang(curhat.kode, masuk=curhat.pesan_masuk_id)
        jumlah += 1
    return jumlah


def purge_model(now: datetime) -> dict[str, int]:
    """Answers of a model kept for reuse, and old rows on what calls cost."""
    simpanan, _ = SimpananModel.objects.filter(hingga__lt=now).delete()
    lama = now - timedelta(days=settings.RETENSI_HARI["panggilan_model"])
    with allow_purge():
        panggilan, _ = PanggilanModel.objects.filter(at__lt=lama).delete()
    return {"simpanan_model": simpanan, "panggilan_model": panggilan}
