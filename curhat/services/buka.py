"""BELUM: a resident says that it is not over."""

from django.db import transaction

from curhat.models import Curhat, RiwayatCurhat, Tiket
from curhat.perpindahan import WARGA, may_move
from curhat.services.anggota import lock_curhat
from curhat.services.baca_ulang import retriage
from curhat.services.kabar import tell_warga
from curhat.services.tambahan import add_keterangan
from curhat.services.tiket import open_tiket, reopen_tiket

SEBAB = "Warga menjawab BELUM"


@transaction.atomic
def reopen_curhat(curhat: Curhat, *, alasan: str, asal: str = "") -> bool:
    """Open it again, with its ticket or a new one, so that lurah and moderators are told.

    False where there is nothing to open, because the work is still going on or the report is held
    for review: then the words are kept where staff read them.
    """
    utama = curhat.tiket_bersama.curhat_id if curhat.tiket_bersama is not None else curhat.pk
    curhat = lock_curhat([curhat.pk, utama])[curhat.pk]
    tiket = curhat.tiket_terakhir
    if tiket is None and not curhat.ditahan:
        _open_first(curhat, alasan, asal)
        return True
    if tiket is None or not may_move(tiket.status, Tiket.Status.DIBUKA_LAGI, WARGA):
        if alasan.strip():
            add_keterangan(curhat, teks=f"Belum: {alasan.strip()}", asal=asal)
            Curhat.objects.filter(pk=curhat.pk).update(perlu_tinjau=True)
        return False
    reopen_tiket(tiket, alasan=alasan, asal=asal, curhat=curhat)
    if alasan.strip():
        curhat.refresh_from_db(fields=["isi"])
        retriage(curhat, alasan, catat=False)
    return True


def _open_first(curhat: Curhat, alasan: str, asal: str) -> None:
    """The advice did not help: this report has its first ticket now."""
    curhat.ditutup_at = None
    curhat.save(update_fields=["ditutup_at", "updated_at"])
    RiwayatCurhat.objects.create(
        curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIBUKA, catatan=SEBAB, asal_hash=asal
    )
    tiket = open_tiket(curhat, sebab=SEBAB)
    if alasan.strip():
        retriage(curhat, alasan, judul="Belum beres")
    tell_warga(tiket, "dibuka_lagi", kunci=f"buka:{tiket.pk}:{tiket.putaran}")
