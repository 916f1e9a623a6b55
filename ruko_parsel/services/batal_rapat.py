"""A meeting that does not take place: who was asked is told, its requests go back."""

from django.db import transaction

from hadir.services import close_sesi
from ruko_parsel.models import Rapat
from ruko_parsel.services.agenda_rapat import release_agenda
from ruko_parsel.services.kabar_rapat import tell_undangan
from ruko_parsel.services.rapat import RapatKeliru, lock_rapat, log_rapat, move_rapat, sesi_of
from ruko_parsel.services.ruang_rapat import release_ruang
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = Rapat.Status


@transaction.atomic
def cancel_rapat(rapat: Rapat, *, alasan: str, by: Pengguna) -> Rapat:
    """Call a meeting off and tell who was asked. Raises RapatKeliru."""
    rapat = lock_rapat(rapat)
    if rapat.status == S.BATAL:
        return rapat
    if not alasan.strip():
        raise RapatKeliru("Tulis alasan pembatalannya.", "alasan")
    dikabari = rapat.status == S.DIUNDANG
    move_rapat(rapat, S.BATAL)
    rapat.alasan_batal = mask_catatan(alasan.strip())[:240]
    rapat.urutan_rencana += 1
    rapat.save()
    sesi = sesi_of(rapat)
    if sesi is not None:
        close_sesi(sesi, by=by)
    release_agenda(rapat, by=by)
    release_ruang(rapat, alasan=rapat.alasan_batal, by=by)
    log_rapat(rapat, "Dibatalkan", by=by, catatan=rapat.alasan_batal)
    if dikabari:
        tell_undangan(rapat, "rapat_batal", langkah="batal", alasan=rapat.alasan_batal)
    return rapat
