"""Spending that looks unusual, found by rules that say why. Pure functions: rows in, flags out.

A flag accuses nobody: a person looks and writes what it was. Thresholds come from the programme's
AturanAnggaran. Money in whole Rupiah.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ekonomi.gambar_sidik import BIT_SAMA, differing_bits
from wilayah.format import rupiah

HAMPIR = 0.6  # "just under the limit": at least this part of it


@dataclass(frozen=True, slots=True)
class Bayar:
    """One booked payment as the rules see it. `orang`: names of who entered and approved it."""

    pk: int
    urut: int
    tanggal: dt.date
    jumlah: int
    penerima: str = ""
    nomor_kuitansi: str = ""
    sha256: str = ""
    sidik: str = ""
    orang: tuple[str, ...] = ()
    dua_orang: bool = False
    perlu_bukti: bool = True

    @property
    def siapa(self) -> str:
        """The payee without what people write differently."""
        return " ".join(self.penerima.lower().replace(".", " ").replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Batas:
    """The numbers the rules go by."""

    dua_orang: int
    hari_pecah: int
    kelipatan_bulat: int
    minimal_bulat: int


@dataclass(frozen=True, slots=True)
class Tanda:
    """A flag: its rule, a key that stays the same, the payments, and why in words."""

    jenis: str
    kunci: str
    bayar: tuple[int, ...]
    penjelasan: str


def find_anomali(
    bayar: Iterable[Bayar], batas: Batas, is_kerja: Callable[[dt.date], bool]
) -> list[Tanda]:
    """All flags of a programme's booked payments. `is_kerja`: whether offices work on that day."""
    rows = sorted(bayar, key=lambda satu: (satu.tanggal, satu.urut))
    return [
        *_split(rows, batas),
        *_round(rows, batas),
        *_same_receipt(rows),
        *_holiday(rows, is_kerja),
        *_payee_is_staff(rows),
        *_without_receipt(rows),
        *_without_second(rows, batas),
    ]


def _hari(tanggal: dt.date) -> str:
    return f"{tanggal.day}-{tanggal.month}-{tanggal.year}"


def _split(rows: list[Bayar], batas: Batas) -> Iterator[Tanda]:
    """One payee, within some days, each just under the limit for two persons, together above it."""
    per_orang: dict[str, list[Bayar]] = defaultdict(list)
    for satu in rows:
        hampir = batas.dua_orang * HAMPIR <= satu.jumlah <= batas.dua_orang
        if satu.siapa and hampir and not satu.dua_orang:
            per_orang[satu.siapa].append(satu)
    for milik in per_orang.values():
        for kelompok in _windows(milik, batas.hari_pecah):
            jumlah = sum(satu.jumlah for satu in kelompok)
            if len(kelompok) > 1 and jumlah > batas.dua_orang:
                yield Tanda(
                    "pecah",
                    f"{kelompok[0].pk}",
                    tuple(satu.pk for satu in kelompok),
                    f"{len(kelompok)} pembayaran ke penerima yang sama dalam"
                    f" {(kelompok[-1].tanggal - kelompok[0].tanggal).days + 1} hari, masing-masing"
                    f" tidak sampai {rupiah(batas.dua_orang)} tetapi berjumlah {rupiah(jumlah)}.",
                )


def _windows(rows: list[Bayar], hari: int) -> Iterator[list[Bayar]]:
    """Runs of payments that begin within `hari` days of the run's first; each payment once."""
    kelompok: list[Bayar] = []
    for satu in rows:
        if kelompok and (satu.tanggal - kelompok[0].tanggal).days >= hari:
            yield kelompok
            kelompok = []
        kelompok.append(satu)
    if kelompok:
        yield kelompok


def _round(rows: list[Bayar], batas: Batas) -> Iterator[Tanda]:
    """Sums that no real bill has: whole multiples of a large amount, from a size upwards."""
    for satu in rows:
        if satu.jumlah >= batas.minimal_bulat and satu.jumlah % batas.kelipatan_bulat == 0:
            if not satu.perlu_bukti:
                continue  # fixed amounts (grants, wages) are round by rule
            yield Tanda(
                "bulat", str(satu.pk), (satu.pk,),
                f"{rupiah(satu.jumlah)} angka bulat kelipatan {rupiah(batas.kelipatan_bulat)};"
                " nota belanja jarang sebulat ini.",
            )  # fmt: skip


def _same_receipt(rows: list[Bayar]) -> Iterator[Tanda]:
    """The same picture, nearly the same picture, or the same number and amount."""
    by_pk = {satu.pk: satu for satu in rows}
    for pk, lain in sorted(_alike(rows)):
        satu, dua = by_pk[pk], by_pk[lain]
        sebab = _why_same(satu, dua)
        if sebab:
            yield Tanda(
                "bukti_sama", f"{pk}-{lain}", (pk, lain), f"Kuitansi dua belanja ini {sebab}."
            )


def _alike(rows: list[Bayar]) -> set[tuple[int, int]]:
    """Pairs worth comparing. Fingerprints of 64 bits that differ in at most three have one of
    their four quarters in common, so nobody is compared with everybody.
    """
    kotak: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for satu in rows:
        if satu.sha256:
            kotak["berkas", satu.sha256].append(satu.pk)
        if satu.nomor_kuitansi.strip():
            kotak["nomor", satu.nomor_kuitansi.strip().lower(), satu.jumlah].append(satu.pk)
        for ke in range(0, len(satu.sidik), 4):
            kotak["sidik", ke, satu.sidik[ke : ke + 4]].append(satu.pk)
    return {pasangan for pk in kotak.values() for pasangan in combinations(sorted(pk), 2)}


def _why_same(satu: Bayar, dua: Bayar) -> str:
    if satu.sha256 and satu.sha256 == dua.sha256:
        return "berkas yang sama persis"
    beda = differing_bits(satu.sidik, dua.sidik)
    if beda <= BIT_SAMA:
        return f"gambarnya nyaris sama (beda {beda} dari 64 titik)"
    nomor = satu.nomor_kuitansi.strip().lower()
    if nomor and nomor == dua.nomor_kuitansi.strip().lower() and satu.jumlah == dua.jumlah:
        return f"bernomor sama ({satu.nomor_kuitansi}) dengan jumlah sama"
    return ""


def _holiday(rows: list[Bayar], is_kerja: Callable[[dt.date], bool]) -> Iterator[Tanda]:
    for satu in rows:
        if not is_kerja(satu.tanggal):
            yield Tanda(
                "hari_libur", str(satu.pk), (satu.pk,),
                f"Dibayar {_hari(satu.tanggal)}, bukan hari kerja.",
            )  # fmt: skip


def _payee_is_staff(rows: list[Bayar]) -> Iterator[Tanda]:
    """Who is paid has the name of who entered or approved the payment."""
    for satu in rows:
        nama = {" ".join(orang.lower().replace(",", " ").split()) for orang in satu.orang}
        if satu.siapa and satu.siapa in nama:
            yield Tanda(
                "petugas", str(satu.pk), (satu.pk,),
                "Nama penerima sama dengan petugas yang mencatat atau menyetujui.",
            )  # fmt: skip


def find_gaps(bayar: Iterable[Bayar]) -> Iterator[Tanda]:
    """Numbers that the register should have and does not. `bayar` holds rejected and reversed
    payments too: those are not missing.
    """
    rows = list(bayar)
    ada = {satu.urut for satu in rows}
    if not ada:
        return
    for hilang in sorted(set(range(1, max(ada))) - ada):
        sesudah = min(urut for urut in ada if urut > hilang)
        pk = next(satu.pk for satu in rows if satu.urut == sesudah)
        yield Tanda("urut", str(hilang), (pk,), f"Nomor B-{hilang:04d} tidak ada di buku belanja.")


def _without_receipt(rows: list[Bayar]) -> Iterator[Tanda]:
    for satu in rows:
        if satu.perlu_bukti and not satu.sha256:
            yield Tanda("tanpa_bukti", str(satu.pk), (satu.pk,), "Belum ada foto kuitansi.")


def _without_second(rows: list[Bayar], batas: Batas) -> Iterator[Tanda]:
    for satu in rows:
        if satu.jumlah > batas.dua_orang and not satu.dua_orang:
            yield Tanda(
                "tanpa_kedua", str(satu.pk), (satu.pk,),
                f"{rupiah(satu.jumlah)} di atas {rupiah(batas.dua_orang)} tanpa persetujuan orang"
                " kedua.",
            )  # fmt: skip
