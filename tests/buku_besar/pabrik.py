"""A book of Kel. Taman and who keeps it."""

from datetime import date

from buku_besar.services import Baris, ensure_buku, post_jurnal
from tests.factories import WilayahFactory

TAMAN = "35.77.03.1009"
HARI = date(2026, 9, 14)


def make_buku(kode="program", di=TAMAN):
    return ensure_buku(wilayah=WilayahFactory(kode=di), kode=kode, nama=f"Buku {kode}", bagan=kode)


def dua(debit, kredit, jumlah):
    """The two lines of the simplest journal."""
    return [Baris(debit, debit=jumlah), Baris(kredit, kredit=jumlah)]


def catat(buku, jumlah=100_000, *, kunci="uji:1", tanggal=HARI, by=None, baris=None, **lain):
    return post_jurnal(
        buku, tanggal=tanggal, uraian="Uji", baris=baris or dua("1-1100", "4-1100", jumlah),
        kunci=kunci, by=by, **lain,
    )  # fmt: skip
