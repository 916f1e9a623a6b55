"""The money of grants: set aside at the second yes, spent at the hand-over or at the shop.

One commitment for each grant. The budget's services hold the line within its budget and post to
the ledger; nothing is posted here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from ekonomi.models import Belanja, Hibah, Komitmen
from ekonomi.services.anggaran import (
    AnggaranKeliru,
    commit_dana,
    release_dana,
    reverse_belanja,
    spend_dana,
)
from ekonomi.services.hibah.catat import HibahDitolak
from pesan.models import Lampiran
from wilayah.models import Pengguna


def key_of(hibah: Hibah) -> str:
    return f"hibah:{hibah.pk}"


@contextmanager
def _refusing() -> Iterator[None]:
    """What the budget refuses is refused here with its words."""
    try:
        yield
    except AnggaranKeliru as error:
        raise HibahDitolak(str(error)) from error


def commit_hibah(hibah: Hibah, *, by: Pengguna) -> None:
    """Set the grant's value aside on its line. Raises HibahDitolak beyond what is left."""
    with _refusing():
        commit_dana(
            hibah.paket.pos, jumlah=hibah.nilai, kunci=key_of(hibah),
            uraian=f"Hibah {hibah.kode}", by=by,
        )  # fmt: skip


def release_hibah(hibah: Hibah, *, by: Pengguna | None, alasan: str) -> None:
    """What is set aside for it and not spent is free again."""
    if Komitmen.objects.filter(kunci=key_of(hibah), dilepas_at__isnull=True).exists():
        with _refusing():
            release_dana(key_of(hibah), by=by, alasan=alasan)


def spend_hibah(
    hibah: Hibah,
    *,
    jumlah: int,
    kunci: str,
    tanggal: date,
    bukti: Lampiran | None,
    by: Pengguna,
    nomor: str = "",
) -> None:
    """Spend what was set aside, whole or in part (a voucher). Raises HibahDitolak, and the
    ledger's PeriodeTertutup.
    """
    komitmen = Komitmen.objects.filter(kunci=key_of(hibah), dilepas_at__isnull=True).first()
    with _refusing():
        spend_dana(
            hibah.paket.pos, jumlah=jumlah, kunci=kunci, uraian=f"Hibah {hibah.kode}",
            bukti=bukti, by=by, tanggal=tanggal, sumber=hibah.paket.sumber, komitmen=komitmen,
            penyetuju=_second(hibah, by), jenis_penerima=Belanja.JenisPenerima.WARGA,
            nomor_kuitansi=nomor or hibah.nomor_kuitansi,
            kas=Belanja.Kas.TUNAI if hibah.cara == Hibah.Cara.TUNAI else Belanja.Kas.BANK,
        )  # fmt: skip


def _second(hibah: Hibah, by: Pengguna) -> Pengguna | None:
    """One of the two who approved, other than who pays it out."""
    dua = (hibah.disetujui_oleh_2, hibah.disetujui_oleh_1)
    return next((satu for satu in dua if satu is not None and satu.pk != by.pk), None)


def recover_hibah(hibah: Hibah, *, jumlah: int, tanggal: date, alasan: str, by: Pengguna) -> None:
    """Money came back: its payments are reversed, newest first, and what stayed out is booked
    again, so that line and ledger say the same.
    """
    sisa = jumlah
    rows = Belanja.objects.booked().filter(kunci__startswith=key_of(hibah))
    milik = [b for b in rows.order_by("-pk") if b.kunci.split(":")[1] == str(hibah.pk)]
    for belanja in milik:
        if sisa <= 0:
            break
        with _refusing():
            reverse_belanja(belanja, by=by, alasan=alasan, tanggal=tanggal)
        tetap = belanja.jumlah - min(sisa, belanja.jumlah)
        sisa -= min(sisa, belanja.jumlah)
        if tetap:
            spend_hibah(
                hibah, jumlah=tetap, kunci=f"{key_of(hibah)}:sisa:{belanja.pk}", tanggal=tanggal,
                bukti=belanja.bukti, by=by,
            )  # fmt: skip
    if sisa:
        raise HibahDitolak("Belum ada pembayaran sebesar itu untuk hibah ini.")
    release_hibah(hibah, by=by, alasan=alasan)
