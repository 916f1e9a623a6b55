"""Erasing a person from curhat: their words and places go, counted facts without them stay."""

from django.db import transaction
from django.utils import timezone

from curhat.models import Curhat, Jawaban, RiwayatCurhat
from pesan.models import Kontak
from pesan.penghapus import erase_lampiran

DIHAPUS = "(dihapus atas permintaan warga)"


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank every curhat of this contact. Tickets keep number, category, dates.

    The report's code stops opening anything, its attachments are deleted, its answer is blanked.
    """
    rows = list(Curhat.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for curhat in rows:
        erase_curhat(curhat)


def erase_curhat(curhat: Curhat) -> None:
    """Blank one curhat. The caller holds its lock and the transaction."""
    curhat.isi = curhat.ringkasan = DIHAPUS
    curhat.jalan = curhat.lurah_disebut = ""
    curhat.lat = curhat.lng = None
    curhat.alasan, curhat.kandidat_wilayah = [], []
    curhat.dihapus_at = timezone.now()
    curhat.save()
    Jawaban.objects.filter(curhat=curhat).update(teks=DIHAPUS, bagian={})
    erase_lampiran(list(curhat.lampiran.all()))
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIHAPUS)
