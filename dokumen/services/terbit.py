"""A letter from its signature on: number and issue, withdrawal, reissue."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from dokumen.keadaan import ForbiddenMove, check_move
from dokumen.models import RiwayatSurat, Surat, TandaTangan
from dokumen.services.jenis import current_version
from dokumen.services.kabar import notify_dicabut, notify_terbit
from dokumen.services.kop import read_kop
from dokumen.services.register import take_nomor
from dokumen.services.surat import draft_surat, lock_surat, log_surat
from wilayah.models import Pengguna
from wilayah.peran import Peran

S, Peristiwa, Cara = Surat.Status, RiwayatSurat.Peristiwa, Surat.CaraTtd


class BukanPenandaTangan(PermissionError):  # noqa: N818 - the domain's word
    """Only who holds the role lurah for this area today may sign and withdraw its letters."""


def may_sign(surat: Surat, by: Pengguna) -> bool:
    """Whether this person may issue or withdraw the letter.

    A letter of the kelurahan is its lurah's alone; a resident's request is taken in by the
    moderator too. A superuser without the role may not.
    """
    boleh = {Peran.LURAH, Peran.MODERATOR} if surat.jenis.is_dari_warga else {Peran.LURAH}
    return any(
        tugas.peran in boleh
        and tugas.wilayah is not None
        and tugas.wilayah.contains(surat.wilayah_id)
        for tugas in by.penugasan_aktif
    )


@transaction.atomic
def issue_surat(surat: Surat, *, by: Pengguna, tanda_tangan: TandaTangan | None = None) -> Surat:
    """Sign, number and date a letter that waits; the resident is told.

    Without `tanda_tangan` the letter is printed and signed by hand. The number is given in this
    transaction under the book's lock: no gap, no double. What it replaces is withdrawn with it.
    Raises BukanPenandaTangan, ForbiddenMove when it does not wait (any more).
    """
    surat = lock_surat(surat)
    _check_signer(surat, by, tanda_tangan)
    check_move(surat, S.TERBIT)
    kelurahan = str(surat.wilayah.kode_kelurahan)
    kop, hari = read_kop(kelurahan), timezone.localdate()
    nomor = take_nomor(surat.jenis, kelurahan=kelurahan, kop=kop, hari=hari)
    surat.register, surat.urut, surat.nomor = nomor.register, nomor.urut, nomor.teks
    surat.status, surat.tanggal, surat.terbit_at = S.TERBIT, hari, timezone.now()
    surat.kop, surat.penanda_tangan = kop, by
    surat.tanda_tangan = None if surat.jenis.is_dari_warga else tanda_tangan
    surat.cara_ttd = _way(surat)
    surat.save()
    if surat.jenis.is_dari_warga:
        log_surat(surat, Peristiwa.DITERIMA, by=by)
    else:
        log_surat(surat, Peristiwa.DITERBITKAN, by=by, catatan=surat.get_cara_ttd_display())
    if surat.mengganti_id is not None:
        _withdraw_replaced(surat, by)
    notify_terbit(surat)
    return surat


def _way(surat: Surat) -> str:
    if surat.jenis.is_dari_warga:
        return Cara.WARGA
    return Cara.BASAH if surat.tanda_tangan is None else Cara.GAMBAR


def _check_signer(surat: Surat, by: Pengguna, tanda_tangan: TandaTangan | None) -> None:
    if not may_sign(surat, by):
        raise BukanPenandaTangan("Hanya lurah atau kepala desa wilayah ini yang menandatangani.")
    if tanda_tangan is not None and tanda_tangan.pengguna_id != by.pk:
        raise BukanPenandaTangan("Tanda tangan itu milik orang lain.")


def _withdraw_replaced(surat: Surat, by: Pengguna) -> None:
    lama = lock_surat(surat.mengganti)  # type: ignore[arg-type] # the caller has checked
    if lama.status == S.TERBIT:
        _withdraw(lama, by, f"Diganti dengan surat nomor {surat.nomor}.")


def _withdraw(surat: Surat, by: Pengguna, alasan: str) -> None:
    surat.status, surat.dicabut_at, surat.alasan = S.DICABUT, timezone.now(), alasan
    surat.save(update_fields=["status", "dicabut_at", "alasan", "updated_at"])
    log_surat(surat, Peristiwa.DICABUT, by=by, catatan=alasan)


@transaction.atomic
def withdraw_surat(surat: Surat, *, by: Pengguna, alasan: str) -> Surat:
    """Take back a letter that is out; its number stays in the book, its QR says withdrawn.

    Raises BukanPenandaTangan, ForbiddenMove unless it is out, ValueError without a reason.
    """
    surat = lock_surat(surat)
    if not alasan.strip():
        raise ValueError("Tuliskan alasan pencabutannya; pemohon akan membacanya.")
    _check_signer(surat, by, None)
    check_move(surat, S.DICABUT)
    _withdraw(surat, by, alasan.strip())
    notify_dicabut(surat)
    return surat


@transaction.atomic
def reissue_surat(surat: Surat, *, by: Pengguna, isian: Mapping[str, Any] | None = None) -> Surat:
    """A draft that will replace a letter that is or was out: same person, same fields.

    `isian` puts other values in. The old letter stays genuine until the new one is issued, and is
    withdrawn with that. Raises ForbiddenMove when it was never out, is a resident's request or
    has a replacement already, IsianKeliru by field.
    """
    surat = lock_surat(surat)
    if surat.status not in Surat.OUT:
        raise ForbiddenMove("Hanya surat yang sudah terbit yang dapat diganti.")
    if surat.jenis.is_dari_warga:
        raise ForbiddenMove("Permohonan warga tidak diganti; pemohon membuat yang baru.")
    if surat.dihapus_at is not None:
        raise ForbiddenMove("Isian surat ini sudah dihapus; buat surat baru.")
    if Surat.objects.filter(mengganti=surat).exists():
        raise ForbiddenMove("Surat pengganti untuk surat ini sudah dibuat.")
    jenis = current_version(surat.jenis)
    dikenal = {satu.nama for satu in jenis.kolom}
    lama = {nama: nilai for nama, nilai in surat.isian.items() if nama in dikenal}
    baru = draft_surat(
        jenis=jenis, wilayah=surat.wilayah, isian={**lama, **(isian or {})}, kontak=surat.kontak,
        rujukan=surat.rujukan, rahasia=surat.rahasia, by=by,
    )  # fmt: skip
    baru.mengganti = surat
    baru.save(update_fields=["mengganti"])
    log_surat(surat, Peristiwa.DIGANTI, by=by)
    return baru
