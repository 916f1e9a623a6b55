"""What the books say: balances, trial balance, income, an account's page. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from buku_besar.models import Akun, Buku, Entri
from buku_besar.services.galat import AkunTidakDikenal

Jenis = Akun.Jenis


@dataclass(frozen=True, slots=True)
class SaldoAkun:
    """An account's sums up to a day. `saldo` is on the side on which the account grows."""

    kode: str
    nama: str
    jenis: str
    debit: int
    kredit: int

    @property
    def saldo(self) -> int:
        bersih = self.debit - self.kredit
        return bersih if self.jenis in Akun.DEBIT else -bersih

    @property
    def kolom_debit(self) -> int:
        """The balance as the trial balance's debit column shows it; 0 when it is in the other."""
        return max(self.debit - self.kredit, 0)

    @property
    def kolom_kredit(self) -> int:
        return max(self.kredit - self.debit, 0)


@dataclass(frozen=True, slots=True)
class LabaRugi:
    """Income and cost of a span of days, closing journals of the year left out."""

    pendapatan: list[SaldoAkun] = field(default_factory=list)
    beban: list[SaldoAkun] = field(default_factory=list)

    @property
    def total_pendapatan(self) -> int:
        return sum(satu.saldo for satu in self.pendapatan)

    @property
    def total_beban(self) -> int:
        return sum(satu.saldo for satu in self.beban)

    @property
    def hasil(self) -> int:
        return self.total_pendapatan - self.total_beban


@dataclass(frozen=True, slots=True)
class BarisAkun:
    """A line of an account's page with the balance after it, on the account's own side."""

    entri: Entri
    saldo: int


def neraca_saldo(
    buku: Buku, *, sampai: date | None = None, kosong: bool = False
) -> list[SaldoAkun]:
    """Each account with its sums up to this day (None: all), by code; debit and credit agree.

    Accounts without any entry are left out unless `kosong`.
    """
    saring = Q(jurnal__tanggal__lte=sampai) if sampai else Q()
    semua = _sums(buku, saring)
    return semua if kosong else [satu for satu in semua if satu.debit or satu.kredit]


def saldo(buku: Buku, akun_kode: str, *, sampai: date | None = None) -> int:
    """The balance of one account on the side on which it grows. Raises AkunTidakDikenal."""
    akun = Akun.objects.filter(buku=buku, kode=akun_kode).first()
    if akun is None:
        raise AkunTidakDikenal(f"Akun {akun_kode} tidak ada di buku {buku.nama}.")
    saring = Q(jurnal__tanggal__lte=sampai) if sampai else Q()
    return _balance(akun, Entri.objects.filter(saring, akun=akun))


def laba_rugi(buku: Buku, *, mulai: date, selesai: date) -> LabaRugi:
    """Income and cost from `mulai` to `selesai`, both included."""
    saring = Q(jurnal__tanggal__range=(mulai, selesai), jurnal__penutup=False)
    baris = [satu for satu in _sums(buku, saring) if satu.debit or satu.kredit]
    return LabaRugi(
        pendapatan=[satu for satu in baris if satu.jenis == Jenis.PENDAPATAN],
        beban=[satu for satu in baris if satu.jenis == Jenis.BEBAN],
    )


def buku_akun(
    akun: Akun, *, mulai: date | None = None, selesai: date | None = None
) -> tuple[int, list[BarisAkun]]:
    """The account's opening balance before `mulai`, and its lines with the running balance."""
    semua = Entri.objects.filter(akun=akun)
    awal = 0
    if mulai is not None:
        awal = _balance(akun, semua.filter(jurnal__tanggal__lte=mulai - timedelta(days=1)))
        semua = semua.filter(jurnal__tanggal__gte=mulai)
    if selesai is not None:
        semua = semua.filter(jurnal__tanggal__lte=selesai)
    rows = semua.select_related("jurnal").order_by("jurnal__tanggal", "jurnal_id", "id")
    return awal, list(_running(akun, awal, rows))


def _running(akun: Akun, awal: int, rows: QuerySet[Any]) -> Iterator[BarisAkun]:
    arah = 1 if akun.is_debit else -1
    for entri in rows:
        awal += arah * (entri.debit - entri.kredit)
        yield BarisAkun(entri, awal)


def _balance(akun: Akun, rows: QuerySet[Any]) -> int:
    jumlah = rows.aggregate(debit=Sum("debit", default=0), kredit=Sum("kredit", default=0))
    bersih = int(jumlah["debit"]) - int(jumlah["kredit"])
    return bersih if akun.is_debit else -bersih


def _sums(buku: Buku, saring: Q) -> list[SaldoAkun]:
    rows = (
        Entri.objects.filter(saring, jurnal__buku=buku)
        .values("akun")
        .annotate(d=Sum("debit"), k=Sum("kredit"))
        .order_by()
    )
    jumlah = {satu["akun"]: (int(satu["d"]), int(satu["k"])) for satu in rows}
    return [
        SaldoAkun(akun.kode, akun.nama, akun.jenis, *jumlah.get(akun.pk, (0, 0)))
        for akun in Akun.objects.filter(buku=buku).order_by("kode")
    ]
