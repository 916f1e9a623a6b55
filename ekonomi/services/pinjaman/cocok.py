"""Proving that loans, savings, funds and the ledger say the same, to the Rupiah. Reads only."""

from dataclasses import dataclass

from django.db.models import F, Q, Sum

from buku_besar.models import Entri
from buku_besar.services import neraca_saldo, saldo
from ekonomi.models import (
    AnggotaKoperasi,
    Angsuran,
    JadwalAngsuran,
    Koperasi,
    MutasiSimpanan,
    PenyisihanDanaAbadi,
    Pinjaman,
    SetoranModal,
    UsulanInovasi,
)
from ekonomi.services.pinjaman import kunci as k

S = Pinjaman.Status


@dataclass(frozen=True, slots=True)
class Cocok:
    """One comparison: what the rows say and what the ledger (or the other rows) say."""

    apa: str
    catatan: int
    buku: int

    @property
    def selisih(self) -> int:
        return self.catatan - self.buku


def check_koperasi(koperasi: Koperasi) -> list[Cocok]:
    """Every comparison of one cooperative; all `selisih` are nought when the books are right."""
    return [
        *_loans(koperasi), *_each_loan(koperasi), *_savings(koperasi), *_funds(koperasi),
        _trial(koperasi),
    ]  # fmt: skip


def _sum(rows: object, kolom: str) -> int:
    return int(rows.aggregate(n=Sum(kolom, default=0))["n"])  # type: ignore[attr-defined]


def _loans(koperasi: Koperasi) -> list[Cocok]:
    buku = koperasi.buku
    jalan = Pinjaman.objects.running().filter(anggota__koperasi=koperasi)
    sah = Angsuran.objects.filter(pinjaman__anggota__koperasi=koperasi, pembatalan__isnull=True)
    pulih = Q(jenis=Angsuran.Jenis.PEMULIHAN)
    return [
        Cocok("Sisa pokok pinjaman berjalan", _sum(jalan, "sisa_pokok"), saldo(buku, k.PIUTANG)),
        Cocok("Jasa yang diterima", _sum(sah.exclude(pulih), "jasa"), _turnover(koperasi, k.JASA)),
        Cocok(
            "Pemulihan setelah hapus buku", _sum(sah.filter(pulih), "jumlah"),
            _turnover(koperasi, k.PEMULIHAN),
        ),
    ]  # fmt: skip


def _turnover(koperasi: Koperasi, akun: str) -> int:
    """An income account over all years, closing journals left out."""
    rows = Entri.objects.filter(akun__buku=koperasi.buku_id, akun__kode=akun, jurnal__penutup=False)
    return _sum(rows, "kredit") - _sum(rows, "debit")


def _each_loan(koperasi: Koperasi) -> list[Cocok]:
    """Loans whose own rows disagree; none is listed when all agree."""
    dibayar = _by_loan(
        Angsuran.objects.filter(
            pinjaman__anggota__koperasi=koperasi, pembatalan__isnull=True
        ).exclude(jenis=Angsuran.Jenis.PEMULIHAN).values_list("pinjaman").annotate(n=Sum("pokok"))
    )  # fmt: skip
    dijadwal = _by_loan(
        JadwalAngsuran.objects.filter(
            pinjaman__anggota__koperasi=koperasi, versi=F("pinjaman__jadwal_versi")
        ).values_list("pinjaman").annotate(n=Sum(F("pokok") - F("bayar_pokok")))
    )  # fmt: skip
    salah = []
    for p in Pinjaman.objects.filter(anggota__koperasi=koperasi, status__in=Pinjaman.OUT):
        for apa, lain in (
            ("pokok dikurangi angsuran", p.pokok - dibayar.get(p.pk, 0)),
            ("sisa menurut jadwal", dijadwal.get(p.pk, 0)),
        ):
            if lain != p.sisa_pokok:
                salah.append(Cocok(f"{p.nomor}: {apa}", p.sisa_pokok, lain))
    return salah


def _by_loan(rows: object) -> dict[int, int]:
    return {pk: int(n or 0) for pk, n in rows.order_by()}  # type: ignore[attr-defined]


def _savings(koperasi: Koperasi) -> list[Cocok]:
    hasil = []
    anggota = AnggotaKoperasi.objects.filter(koperasi=koperasi)
    for jenis, akun in (("pokok", k.POKOK), ("wajib", k.WAJIB), ("sukarela", k.SUKARELA)):
        jumlah = _sum(anggota, jenis)
        mutasi = MutasiSimpanan.objects.filter(anggota__koperasi=koperasi, jenis=jenis)
        hasil.append(Cocok(f"Simpanan {jenis}", jumlah, saldo(koperasi.buku, akun)))
        hasil.append(Cocok(f"Mutasi simpanan {jenis}", _sum(mutasi, "jumlah"), jumlah))
    return hasil


def _funds(koperasi: Koperasi) -> list[Cocok]:
    modal = SetoranModal.objects.filter(koperasi=koperasi, jurnal__pembalik__isnull=True)
    sisih = PenyisihanDanaAbadi.objects.filter(koperasi=koperasi)
    dibayar = UsulanInovasi.objects.filter(koperasi=koperasi, jurnal__isnull=False)
    abadi = _sum(sisih, "jumlah") - _sum(dibayar, "disetujui")
    return [
        Cocok("Modal dana bergulir", _sum(modal, "jumlah"), saldo(koperasi.buku, k.MODAL)),
        Cocok("Dana abadi inovasi", abadi, saldo(koperasi.buku, k.ABADI)),
    ]


def _trial(koperasi: Koperasi) -> Cocok:
    neraca = neraca_saldo(koperasi.buku)
    debit, kredit = sum(s.debit for s in neraca), sum(s.kredit for s in neraca)
    return Cocok("Neraca saldo: debit dan kredit", debit, kredit)
