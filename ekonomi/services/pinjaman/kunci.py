"""Locks and rules that every act on a loan begins with.

Order of locks, everywhere: cooperative (only for what takes money out), loan, member, journal.
`no_key`: rows that point at a locked one are checked at commit and must not wait for it, or who
holds the journal's counter and who waits for it would wait for each other.
"""

from datetime import date

from django.utils import timezone

from buku_besar.services import saldo
from ekonomi.models import AnggotaKoperasi, Koperasi, Pinjaman, RiwayatPinjaman
from ekonomi.services.pinjaman.galat import BelumBoleh, KasKurang, OrangSama
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

KAS, BANK = "1-1100", "1-1200"
PIUTANG, CADANGAN = "1-1300", "1-1390"
SUKARELA = "2-1100"
POKOK, WAJIB = "3-1100", "3-1200"
MODAL, ABADI = "3-1300", "3-1400"
JASA, PEMULIHAN, SELISIH_LEBIH = "4-1100", "4-1200", "4-1300"
BEBAN_CADANGAN, SELISIH_KURANG, BEBAN_ABADI = "5-1100", "5-1300", "5-1400"
TEMPAT = {"kas": KAS, "bank": BANK}
_NAMA_TEMPAT = {"kas": "Kas", "bank": "Rekening bank"}


def lock_koperasi(koperasi_id: int) -> Koperasi:
    """The row everything that takes money out waits for."""
    return (
        Koperasi.objects.select_for_update(of=("self",), no_key=True)
        .select_related("buku")
        .get(pk=koperasi_id)
    )


def lock_pinjaman(pinjaman: Pinjaman) -> Pinjaman:
    """The loan as it is now, nobody else changing it."""
    return (
        Pinjaman.objects.select_for_update(of=("self",), no_key=True)
        .select_related("anggota__koperasi__buku", "anggota__rumah", "anggota__usaha", "produk")
        .get(pk=pinjaman.pk)
    )


def lock_anggota(anggota: AnggotaKoperasi) -> AnggotaKoperasi:
    """The member's row with their savings."""
    return (
        AnggotaKoperasi.objects.select_for_update(of=("self",), no_key=True)
        .select_related("koperasi__buku")
        .get(pk=anggota.pk)
    )


def refuse_kas(koperasi: Koperasi, cara: str, jumlah: int) -> None:
    """Raise KasKurang unless so much is there. Call under the cooperative's lock."""
    ada = saldo(koperasi.buku, TEMPAT[cara])
    if ada < jumlah:
        raise KasKurang(
            f"{_NAMA_TEMPAT[cara]} berisi {rupiah(ada)}, kurang {rupiah(jumlah - ada)}."
        )


def day_of(tanggal: date | None, *, sejak: date | None = None) -> date:
    """The day of an act: today unless given. Raises BelumBoleh before `sejak` or after today."""
    hari_ini = timezone.localdate()
    hari = tanggal or hari_ini
    if hari > hari_ini:
        raise BelumBoleh("Tanggal tidak boleh sesudah hari ini.")
    if sejak is not None and hari < sejak:
        raise BelumBoleh(f"Tanggal tidak boleh sebelum {sejak:%d-%m-%Y}.")
    return hari


def refuse_same(pencatat_id: int | None, by: Pengguna, kata: str) -> None:
    """Two people for each decision."""
    if pencatat_id == by.pk:
        raise OrangSama(f"Yang {kata} harus orang lain dari yang mencatatnya.")


def reason_of(alasan: str, kata: str = "Tuliskan alasannya.") -> str:
    """The reason without personal numbers. Raises BelumBoleh when there is none."""
    bersih = mask_catatan(alasan.strip())[:300]
    if not bersih:
        raise BelumBoleh(kata)
    return bersih


def log_pinjaman(
    pinjaman: Pinjaman,
    peristiwa: RiwayatPinjaman.Peristiwa,
    *,
    by: Pengguna | None,
    jumlah: int | None = None,
    catatan: str = "",
) -> None:
    """The history row that goes with each change."""
    RiwayatPinjaman.objects.create(
        pinjaman=pinjaman, peristiwa=peristiwa, by=by, jumlah=jumlah, catatan=catatan
    )
