"""What time does to orders: unpaid ones end, what was delivered long ago counts as received."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ekonomi.models import Pesanan, RiwayatPesanan
from ekonomi.services.pesanan import move_pesanan
from ekonomi.toko.keadaan import may_move

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
_KELOMPOK = 100


def expire_pesanan(now: datetime) -> int:
    """End orders whose time to be paid (cash: to be answered) is over; their goods go back."""
    lewat = Pesanan.objects.overdue(now).order_by("batas_at")
    return sum(
        _end(pk, S.DIBATALKAN, _words(cara), now)
        for pk, cara in lewat.values_list("pk", "cara_bayar")[:_KELOMPOK]
    )


def finish_pesanan(now: datetime) -> int:
    """Paid goods on their way for so many days, and nobody complained: received."""
    lama = now - timedelta(days=settings.TOKO_SELESAI_HARI)
    jalan = Pesanan.objects.filter(
        status__in=[S.DIKIRIM, S.SIAP_DIAMBIL], dibayar_at__isnull=False, updated_at__lt=lama
    )
    return sum(
        _end(pk, S.SELESAI, "Dianggap diterima karena tidak ada kabar lain", None)
        for pk in jalan.order_by("updated_at").values_list("pk", flat=True)[:_KELOMPOK]
    )


def _words(cara: str) -> str:
    if cara == Pesanan.CaraBayar.TUNAI:
        return "Penjual belum menjawab sampai batas waktu"
    return "Belum dibayar sampai batas waktu"


@transaction.atomic
def _end(pk: int, ke: str, catatan: str, now: datetime | None) -> bool:
    """One order, asked again under its lock: it may have been paid since it was listed."""
    pesanan = (
        Pesanan.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    )
    if pesanan is None or not may_move(pesanan, ke, P.SISTEM):
        return False
    if now is not None and (pesanan.batas_at is None or pesanan.batas_at >= now):
        return False
    move_pesanan(pesanan, ke=ke, pelaku=P.SISTEM, catatan=catatan)
    return True
