"""Misuse: a grant is taken back, and what comes back of it stands in the books."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Hibah
from ekonomi.services.hibah.catat import HibahDitolak, S, check_move, lock_hibah, log_hibah
from ekonomi.services.hibah.dana import recover_hibah
from ekonomi.services.hibah.kabar import tell_rumah
from ekonomi.services.hibah.penahan import release_rumah
from ekonomi.services.hibah.voucher import cancel_vouchers
from ekonomi.services.ringkas import note_modal
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan


@transaction.atomic
def withdraw_hibah(hibah: Hibah, *, alasan: str, by: Pengguna) -> Hibah:
    """Take a grant back after misuse: unspent vouchers end, the household is told why and how to
    object; what it gives back is recorded by `record_pengembalian`.

    Raises HibahDitolak without a reason, for who is not lurah of the place, or the wrong state.
    """
    if not alasan.strip():
        raise HibahDitolak("Tuliskan alasannya; penerima akan membacanya.")
    hibah = lock_hibah(hibah)
    check_move(hibah, S.DITARIK)
    if not _is_lurah(hibah, by):
        raise HibahDitolak("Penarikan kembali diputuskan lurah.")
    dari, hibah.status = hibah.status, S.DITARIK
    hibah.alasan = mask_catatan(alasan.strip())[:300]
    hibah.save(update_fields=["status", "alasan", "updated_at"])
    hari = timezone.localdate()
    bebas = cancel_vouchers(hibah, list(hibah.voucher.all()), pada=hari, by=by)
    log_hibah(hibah, dari=dari, by=by, catatan=alasan)
    if bebas:
        log_hibah(hibah, dari=S.DITARIK, by=by, catatan=f"Voucher dibatalkan {rupiah(bebas)}.")
    tell_rumah(hibah, "hibah_ditarik", kunci=f"hibah-tarik:{hibah.pk}", alasan=hibah.alasan)
    release_rumah(hibah)
    return hibah


def _is_lurah(hibah: Hibah, by: Pengguna) -> bool:
    return by.is_superuser or any(
        tugas.peran == Peran.LURAH
        and tugas.wilayah is not None
        and tugas.wilayah.contains(str(hibah.wilayah_id))
        for tugas in by.penugasan_aktif
    )


@transaction.atomic
def record_pengembalian(hibah: Hibah, *, jumlah: int, tanggal: date, by: Pengguna) -> Hibah:
    """Money, or the worth of a thing, that came back of a grant taken back.

    Raises HibahDitolak: not taken back, more than is still out, a day to come; PeriodeTertutup.
    """
    hibah = lock_hibah(hibah)
    if hibah.status != S.DITARIK:
        raise HibahDitolak("Pengembalian dicatat sesudah hibah ditarik kembali.")
    if tanggal > timezone.localdate():
        raise HibahDitolak("Tanggal pengembalian belum tiba.")
    sisa = outstanding(hibah)
    if not 1 <= jumlah <= sisa:
        raise HibahDitolak(f"Pengembalian paling sedikit Rp 1 dan paling banyak {rupiah(sisa)}.")
    recover_hibah(hibah, jumlah=jumlah, tanggal=tanggal, alasan=hibah.alasan, by=by)
    hibah.kembali += jumlah
    hibah.save(update_fields=["kembali", "updated_at"])
    note_modal(hibah.rumah, -jumlah, pada=tanggal)
    log_hibah(hibah, dari=S.DITARIK, by=by, catatan=f"Kembali {rupiah(jumlah)}.")
    return hibah


def outstanding(hibah: Hibah) -> int:
    """What of a grant is with the household and has not come back, in Rupiah."""
    batal = sum(v.nilai for v in hibah.voucher.all() if v.batal_at is not None)
    return int(hibah.nilai - batal - hibah.kembali)
