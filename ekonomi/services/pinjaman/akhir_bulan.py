"""What the cooperative's book gets before a month closes: the allowance and the endowment."""

from datetime import date

from django.db.models import Sum

from buku_besar.models import Buku
from buku_besar.services import Baris, laba_rugi, post_jurnal, saldo
from ekonomi.models import Koperasi, PenyisihanDanaAbadi, TarifDanaAbadi
from ekonomi.services.pinjaman.kunci import ABADI, BEBAN_ABADI, BEBAN_CADANGAN, CADANGAN
from ekonomi.services.pinjaman.laporan import portfolio
from wilayah.models import Pengguna

_SERATUS = 10_000  # a percentage with two decimals, as a whole number


def post_akhir_bulan(buku: Buku, *, mulai: date, selesai: date, by: Pengguna) -> None:
    """Called by `close_periode` in its transaction, under the book's lock. Safe to repeat."""
    koperasi = Koperasi.objects.filter(buku=buku).first()
    if koperasi is not None:
        set_cadangan(koperasi, pada=selesai, by=by)
        set_aside(koperasi, mulai=mulai, selesai=selesai, by=by)


def set_cadangan(koperasi: Koperasi, *, pada: date, by: Pengguna) -> int:
    """Bring the allowance to what the classes of lateness ask for; gives the change in Rupiah.

    Loans are taken as they are now, their lateness as on that day.
    """
    perlu = portfolio(koperasi, on=pada).cadangan
    ada = -saldo(koperasi.buku, CADANGAN, sampai=pada)
    beda = perlu - ada
    if beda:
        post_jurnal(
            koperasi.buku, tanggal=pada, uraian=f"Cadangan kerugian pinjaman {pada:%m-%Y}",
            baris=_pair(BEBAN_CADANGAN, CADANGAN, beda),
            kunci=f"cadangan:{pada}:{ada}:{perlu}", by=by,
        )  # fmt: skip
    return beda


def set_aside(koperasi: Koperasi, *, mulai: date, selesai: date, by: Pengguna) -> int:
    """Put the dated share of the month's income into the endowment; gives what was added.

    A month that was reopened adds the difference only; without a tariff or income nothing.
    """
    tarif = (
        TarifDanaAbadi.objects.filter(koperasi=koperasi, berlaku__lte=selesai)
        .order_by("-berlaku")
        .first()
    )
    if tarif is None:
        return 0
    dasar = laba_rugi(koperasi.buku, mulai=mulai, selesai=selesai).total_pendapatan
    perlu = max(dasar, 0) * int(tarif.persen * 100) // _SERATUS
    lama = PenyisihanDanaAbadi.objects.filter(koperasi=koperasi, mulai=mulai)
    beda = perlu - int(lama.aggregate(n=Sum("jumlah", default=0))["n"])
    if beda:
        jurnal = post_jurnal(
            koperasi.buku, tanggal=selesai, uraian=f"Dana abadi inovasi {mulai:%m-%Y}",
            baris=_pair(BEBAN_ABADI, ABADI, beda), kunci=f"abadi:{mulai}:{lama.count()}", by=by,
        )  # fmt: skip
        PenyisihanDanaAbadi.objects.create(
            koperasi=koperasi, mulai=mulai, dasar=dasar, persen=tarif.persen, jumlah=beda,
            jurnal=jurnal,
        )  # fmt: skip
    return beda


def _pair(debit: str, kredit: str, jumlah: int) -> list[Baris]:
    """Two lines, turned round for a sum below nought."""
    if jumlah < 0:
        debit, kredit, jumlah = kredit, debit, -jumlah
    return [Baris(debit, debit=jumlah), Baris(kredit, kredit=jumlah)]
