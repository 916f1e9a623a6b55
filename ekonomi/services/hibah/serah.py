"""Handing a grant over: day, who received it, picture, receipt; from then on its use is checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Hibah, PemeriksaanHibah
from ekonomi.models.hibah import HARI_PERIKSA
from ekonomi.services.hibah.catat import HibahDitolak, S, check_move, lock_hibah, log_hibah
from ekonomi.services.hibah.dana import key_of, spend_hibah
from ekonomi.services.hibah.foto import keep_foto
from ekonomi.services.hibah.kabar import tell_rumah
from ekonomi.services.hibah.voucher import VoucherBaru, issue_voucher
from ekonomi.services.ringkas import note_modal
from pesan.lampiran import LampiranDitolak, store_unggahan
from pesan.models import Lampiran
from pesan.pin import pin_hash
from wilayah.kalender import to_wib
from wilayah.kripto import new_pin
from wilayah.models import Pengguna


@dataclass(frozen=True, slots=True)
class SerahTerima:
    """What the giver has in hand afterwards: the PIN and the vouchers are shown this once."""

    hibah: Hibah
    pin: str
    voucher: tuple[VoucherBaru, ...] = ()


@transaction.atomic
def hand_over_hibah(
    hibah: Hibah,
    *,
    tanggal: date,
    penerima: str,
    foto: Sequence[Any],
    tanda_tangan: bytes | None = None,
    lembar_voucher: int = 1,
    by: Pengguna,
) -> SerahTerima:
    """Write down the hand-over, spend the money, plan the checks of 30, 60 and 90 days.

    `foto` are uploads or bytes, at least one. Raises HibahDitolak: no picture, a day before the
    approval or in the future, nobody named, not approved; PeriodeTertutup where the day's books
    are closed.
    """
    hibah = lock_hibah(hibah)
    check_move(hibah, S.DISERAHKAN)
    _check(hibah, tanggal, penerima, foto)
    gambar = keep_foto(hibah, foto, dari="petugas", by=by)
    pin, dari = new_pin(), hibah.status
    hibah.status, hibah.diserahkan_pada, hibah.diserahkan_oleh = S.DISERAHKAN, tanggal, by
    hibah.penerima, hibah.nomor_kuitansi = penerima.strip()[:120], f"KW-{hibah.kode[3:]}"
    hibah.pin_hash = pin_hash(hibah.kode, pin)
    if tanda_tangan:
        hibah.tanda_tangan = _keep_signature(tanda_tangan)
    hibah.save()
    voucher = issue_voucher(hibah, lembar=lembar_voucher) if hibah.cara == "voucher" else []
    if not voucher:
        spend_hibah(
            hibah, jumlah=hibah.nilai, kunci=key_of(hibah), tanggal=tanggal,
            bukti=gambar[0].lampiran, by=by,
        )  # fmt: skip
    note_modal(hibah.rumah, hibah.nilai, pada=tanggal)
    PemeriksaanHibah.objects.bulk_create(
        PemeriksaanHibah(hibah=hibah, hari=n, jatuh_tempo=tanggal + timedelta(days=n))
        for n in HARI_PERIKSA
    )
    log_hibah(hibah, dari=dari, by=by, catatan=f"Kuitansi {hibah.nomor_kuitansi}.")
    tell_rumah(hibah, "hibah_diserahkan", kunci=f"hibah-serah:{hibah.pk}")
    return SerahTerima(hibah, pin, tuple(voucher))


def _check(hibah: Hibah, tanggal: date, penerima: str, foto: Sequence[Any]) -> None:
    if not foto:
        raise HibahDitolak("Lampirkan paling sedikit satu foto serah terima.")
    if not penerima.strip():
        raise HibahDitolak("Tuliskan nama yang menerima.")
    if tanggal > timezone.localdate():
        raise HibahDitolak("Tanggal penyerahan belum tiba.")
    setuju = hibah.disetujui_at
    if setuju is not None and tanggal < to_wib(setuju).date():
        raise HibahDitolak("Tanggal penyerahan tidak boleh sebelum disetujui.")


def _keep_signature(gambar: bytes) -> Lampiran:
    try:
        return store_unggahan(gambar, Lampiran.Jenis.TANDA_TANGAN)
    except LampiranDitolak as error:
        raise HibahDitolak(str(error)) from error


@transaction.atomic
def renew_pin(hibah: Hibah, *, by: Pengguna) -> str:
    """Another PIN for the household's page; the old one opens nothing any more. Shown once."""
    hibah = lock_hibah(hibah)
    if hibah.status not in Hibah.DITERIMA:
        raise HibahDitolak("PIN dibuat saat hibah diserahkan.")
    pin = new_pin()
    hibah.pin_hash = pin_hash(hibah.kode, pin)
    hibah.save(update_fields=["pin_hash", "updated_at"])
    log_hibah(hibah, dari=hibah.status, by=by, catatan="PIN baru dibuat.")
    return pin
