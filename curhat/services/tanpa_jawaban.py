"""Nobody said SESUDAH or BELUM within two weeks: the ticket ends by itself."""

from datetime import datetime, timedelta

from django.db import transaction

from curhat.models import Tiket
from curhat.perpindahan import SISTEM
from curhat.services.anggota import confirmed
from curhat.services.kabar import tell_warga
from curhat.services.tiket import S, move

TUNGGU_KONFIRMASI = timedelta(days=14)  # Signalen's practice: two weeks, then closed unanswered


def close_tanpa_jawaban(now: datetime) -> int:
    """End tickets whose resident was silent for two weeks; returns how many. Safe to repeat."""
    waiting = Tiket.objects.filter(
        status=S.MENUNGGU_KONFIRMASI, dijeda_at__lt=now - TUNGGU_KONFIRMASI
    )
    count = 0
    for pk in list(waiting.values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            tiket = (
                Tiket.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("curhat__subkategori", "curhat__kontak")
                .filter(pk=pk, status=S.MENUNGGU_KONFIRMASI)
                .first()
            )
            if tiket is None:
                continue
            _close_waiting(tiket)
            count += 1
    return count


def _close_waiting(tiket: Tiket) -> None:
    """The time to answer is over: solved where somebody confirmed it and nobody denied it."""
    sudah = confirmed(tiket)
    hasil = Tiket.Hasil
    tiket.hasil = hasil.TERSELESAIKAN if sudah else hasil.TANPA_JAWABAN
    note = "Ditutup karena 14 hari tanpa kabar. Balas BELUM untuk membuka lagi."
    if sudah:
        note = "Dinyatakan selesai oleh warga; 14 hari tidak ada yang menyatakan belum."
    move(tiket, to=S.SELESAI, by=None, pelaku=SISTEM, note=note)
    tell_warga(
        tiket,
        lambda c: "isu_selesai" if c.pk in sudah else "ditutup_tanpa_jawaban",
        kunci=f"diam:{tiket.pk}:{tiket.putaran}",
    )
