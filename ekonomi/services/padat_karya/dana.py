"""The money of public works: set aside when registration opens, owed when a payroll is approved,
out of the cash box when it is paid.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from buku_besar.models import Jurnal
from buku_besar.services import Baris, post_jurnal, reverse_jurnal
from ekonomi.models import Belanja, DaftarUpah, Komitmen, ProyekPadatKarya
from ekonomi.services.anggaran import (
    AnggaranKeliru,
    book_of,
    commit_dana,
    reference_of,
    release_dana,
    reverse_belanja,
    spend_dana,
)
from ekonomi.services.padat_karya.catat import KaryaDitolak
from wilayah.models import Pengguna

UTANG_UPAH = "2-1100"


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except AnggaranKeliru as error:
        raise KaryaDitolak(str(error)) from error


def key_of(proyek: ProyekPadatKarya) -> str:
    return f"padat_karya:{proyek.pk}"


def commit_proyek(proyek: ProyekPadatKarya, jumlah: int, *, by: Pengguna) -> None:
    """Set the planned wages aside. Raises KaryaDitolak beyond what the line has left."""
    assert proyek.pos is not None  # noqa: S101 - asked for before registration opens
    with _refusing():
        commit_dana(
            proyek.pos, jumlah=jumlah, kunci=key_of(proyek), uraian=f"Upah: {proyek.judul}", by=by
        )


def release_proyek(proyek: ProyekPadatKarya, *, by: Pengguna, alasan: str) -> None:
    """What of the planned wages was not needed is free again."""
    if Komitmen.objects.filter(kunci=key_of(proyek), dilepas_at__isnull=True).exists():
        with _refusing():
            release_dana(key_of(proyek), by=by, alasan=alasan)


def owe_upah(daftar: DaftarUpah, *, tanggal: date, by: Pengguna) -> Jurnal:
    """The approved sum as an expense owed to the workers (5-1200 to 2-1100)."""
    proyek = daftar.proyek
    assert proyek.pos is not None  # noqa: S101 - a constraint holds it
    komitmen = Komitmen.objects.filter(kunci=key_of(proyek), dilepas_at__isnull=True).first()
    with _refusing():
        belanja = spend_dana(
            proyek.pos, jumlah=daftar.total, kunci=f"upah:{daftar.pk}",
            uraian=f"Upah {proyek.judul} {daftar.dari:%d-%m-%Y}", by=daftar.dibuat_oleh,
            tanggal=tanggal, bukti=None, sumber=proyek.sumber, komitmen=komitmen, penyetuju=by,
            jenis_penerima=Belanja.JenisPenerima.PEKERJA, banyak_penerima=daftar.baris.count(),
            nomor_kuitansi=f"DU-{daftar.pk}", kas=UTANG_UPAH,
        )  # fmt: skip
    assert belanja.jurnal is not None  # noqa: S101 - booked at once
    return belanja.jurnal


def pay_upah_jurnal(daftar: DaftarUpah, *, tanggal: date, by: Pengguna) -> Jurnal:
    """What was owed leaves the cash box or the bank."""
    kas = "1-1100" if daftar.cara == DaftarUpah.Cara.TUNAI else "1-1200"
    program = daftar.proyek.program
    return post_jurnal(
        book_of(program), tanggal=tanggal, uraian=f"Bayar upah DU-{daftar.pk}",
        baris=[Baris(UTANG_UPAH, debit=daftar.total), Baris(kas, kredit=daftar.total)],
        kunci=f"bayar_upah:{daftar.pk}", by=by, rujukan=reference_of(program),
    )  # fmt: skip


def undo_upah(daftar: DaftarUpah, *, tanggal: date, alasan: str, by: Pengguna) -> None:
    """Reverse what a payroll posted: the payment if there is one, then the expense."""
    if daftar.jurnal_bayar is not None:
        reverse_jurnal(daftar.jurnal_bayar, tanggal=tanggal, alasan=alasan, by=by)
    belanja = Belanja.objects.booked().filter(kunci=f"upah:{daftar.pk}").first()
    if belanja is not None:
        with _refusing():
            reverse_belanja(belanja, by=by, alasan=alasan, tanggal=tanggal)
