"""The room of a meeting: held, moved and let go in the transaction of the meeting's own step.

The meeting's invitations say where it is, so its booking tells nobody.
"""

from datetime import datetime

from django.utils import timezone

from ruko_parsel.jam_ruang import local_day
from ruko_parsel.models import Pemesanan, Rapat, Ruang
from ruko_parsel.services.pemesanan import (
    Pesanan,
    arrive_pemesanan,
    book_ruang,
    cancel_pemesanan,
    finish_pemesanan,
    move_pemesanan,
)
from wilayah.models import Pengguna

S = Pemesanan.Status
_DILEPAS = "Rapat tidak lagi memakai ruang ini"


def name_ruang(ruang: Ruang) -> str:
    """A room as a place: "Ruang Musyawarah, lantai 2"."""
    return ", ".join(filter(None, (ruang.nama, ruang.letak)))


def hold_ruang(rapat: Rapat, ruang: Ruang, *, peserta: int, by: Pengguna | None) -> None:
    """Book this room for the meeting's time. Raises Bentrok, WaktuKeliru, ValueError."""
    pesanan = Pesanan(
        ruang=ruang, wilayah=rapat.wilayah, mulai_at=rapat.mulai_at, selesai_at=rapat.selesai_at,
        perihal=rapat.judul, jumlah_tamu=peserta,
    )  # fmt: skip
    rapat.pemesanan = book_ruang(pesanan, by=by or rapat.notulis)
    rapat.save(update_fields=["pemesanan", "updated_at"])


def follow_ruang(
    rapat: Rapat, ruang: Ruang | None, *, mulai_at: datetime, selesai_at: datetime, alasan: str,
    by: Pengguna,
) -> bool:  # fmt: skip
    """The meeting goes to this time and room (None: lets its room go); gives whether the room is
    another one now. Raises Bentrok, WaktuKeliru, ValueError.
    """
    lama = rapat.pemesanan
    if lama is None:
        if ruang is None:
            return False
        rapat.mulai_at, rapat.selesai_at = mulai_at, selesai_at
        hold_ruang(rapat, ruang, peserta=max(1, rapat.undangan.active().count()), by=by)
        return True
    if ruang is None:
        cancel_pemesanan(lama, alasan=alasan.strip() or _DILEPAS, by=by, dari_rapat=True)
        rapat.pemesanan = None
        rapat.save(update_fields=["pemesanan", "updated_at"])
        return True
    if (lama.ruang_id, lama.mulai_at, lama.selesai_at) != (ruang.pk, mulai_at, selesai_at):
        rapat.pemesanan = move_pemesanan(
            lama, ruang=ruang, mulai_at=mulai_at, selesai_at=selesai_at, alasan=alasan, by=by,
            dari_rapat=True,
        )  # fmt: skip
    return lama.ruang_id != ruang.pk


def release_ruang(rapat: Rapat, *, alasan: str, by: Pengguna) -> None:
    """The meeting is off: its room is free again."""
    if rapat.pemesanan is not None and rapat.pemesanan.status == S.DISETUJUI:
        cancel_pemesanan(rapat.pemesanan, alasan=alasan, by=by, dari_rapat=True)


def begin_ruang(rapat: Rapat, *, by: Pengguna | None) -> None:
    """They sit in it now, if it is the day it is held for."""
    ruang, kode = rapat.pemesanan, str(rapat.wilayah_id)
    if ruang is None or ruang.status != S.DISETUJUI:
        return
    if local_day(ruang.mulai_at, kode) == local_day(timezone.now(), kode):
        arrive_pemesanan(ruang, by=by, dari_rapat=True)


def end_ruang(rapat: Rapat, *, by: Pengguna | None) -> None:
    """The meeting is over: so is its use of the room."""
    if rapat.pemesanan is not None and rapat.pemesanan.status == S.BERLANGSUNG:
        finish_pemesanan(rapat.pemesanan, by=by, dari_rapat=True)
