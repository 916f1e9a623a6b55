"""Kas Warga Taman: a cooperative with members, loans in every state, and months closed in order.

Everything is done by the services at the times at which it would have been done.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from buku_besar.services import Baris, close_periode, month_of, post_jurnal, saldo
from dasbor.demo.waktu import Jam, simulated_clock
from ekonomi.models import (
    AnggotaKelompok,
    AnggotaKoperasi,
    KelompokTanggungRenteng,
    Koperasi,
    Pinjaman,
    ProdukPinjaman,
)
from ekonomi.services import koperasi as layanan
from ekonomi.services import pinjaman as kredit
from ekonomi.services.pinjaman.inovasi import (
    decide_inovasi,
    finish_inovasi,
    pay_inovasi,
    propose_inovasi,
)
from ekonomi.services.pinjaman.kunci import KAS
from wilayah.kalender import WIB
from wilayah.models import Pengguna, Wilayah

KELURAHAN = "35.77.03.1009"
BUKA = 210  # days ago the cash box opened
_FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "demo"
_Acara = tuple[date, int, Callable[[], Any]]


def load_koperasi() -> int:
    """The demo cooperative; gives how many loans it has, 0 when it is there. Needs the accounts."""
    with transaction.atomic():
        taman = Wilayah.objects.select_for_update().get(pk=KELURAHAN)  # one process at a time
        if Koperasi.objects.filter(wilayah=taman).exists():
            return 0
        with simulated_clock() as jam:
            _Cerita(taman, jam).run()
    return Pinjaman.objects.filter(anggota__koperasi__wilayah=taman).count()


def _read(nama: str) -> list[dict[str, str]]:
    with (_FIXTURES / nama).open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


class _Cerita:
    """The story: acts with their days, done in order."""

    def __init__(self, taman: Wilayah, jam: Jam) -> None:
        self.taman, self.jam, self.hari_ini = taman, jam, timezone.localdate()
        self.kasir = Pengguna.objects.get(username="kasir-taman")
        self.lurah = Pengguna.objects.get(username="lurah-taman")
        self.anggota: dict[str, AnggotaKoperasi] = {}
        self.kelompok: dict[str, KelompokTanggungRenteng] = {}
        self.pinjaman: dict[str, Pinjaman] = {}
        self.urut = 0

    def run(self) -> None:
        self.at(self._ago(BUKA))
        self._open()
        acara = [
            *self._members(), *self._loans(), *self._months(), *self._ideas(), *self._counts(),
        ]  # fmt: skip
        for hari, _urut, act in sorted(acara, key=lambda satu: satu[:2]):
            self.at(hari)
            act()

    def at(self, hari: date) -> None:
        """Nine in the morning of the day, and a little later for each act."""
        self.urut += 1
        menit = timedelta(minutes=self.urut % 300)
        self.jam.sekarang = datetime.combine(hari, time(9), tzinfo=WIB) + menit

    def _ago(self, n: int) -> date:
        return self.hari_ini - timedelta(days=n)

    def _open(self) -> None:
        self.koperasi = layanan.ensure_koperasi(
            wilayah=self.taman, nama="Kas Warga Taman", mulai=self._ago(BUKA),
            persen_abadi=Decimal(20),
        )  # fmt: skip
        for sumber, dari, jumlah in (
            ("csr", "PT Sinar Brantas Sentosa", 20_000_000),
            ("apbd", "Kelurahan Taman, sebelum program", 10_000_000),
        ):
            layanan.receive_modal(
                self.koperasi, sumber=sumber, dari=dari, jumlah=jumlah, kunci=f"demo:{sumber}",
                by=self.kasir,
            )  # fmt: skip
        layanan.move_kas(
            self.koperasi, ke_bank=False, jumlah=27_000_000, kunci="demo", by=self.kasir
        )
        self.produk = {
            nama: ProdukPinjaman.objects.create(
                koperasi=self.koperasi, nama=nama, jasa_persen=persen, metode=metode,
                pokok_maks=maks, tenor_maks=tenor, pembulatan=500, butuh_hibah=hibah,
            )
            for nama, persen, metode, maks, tenor, hibah in (
                ("Usaha mikro", Decimal("1.5"), "flat", 10_000_000, 24, False),
                ("Modal musiman", Decimal(2), "menurun", 2_000_000, 6, False),
                ("Lanjutan hibah", Decimal("0.5"), "menurun", 5_000_000, 24, True),
            )
        }  # fmt: skip

    def _members(self) -> Iterator[_Acara]:
        for n, isi in enumerate(_read("koperasi.csv")):
            masuk = self._ago(int(isi["hari_lalu"]))
            yield masuk, n, partial(self._join, isi)
            for bulan in range(int(isi["wajib"])):
                hari = masuk + relativedelta(months=bulan, days=1)
                if hari < self.hari_ini:
                    yield hari, n, partial(self._save, isi["nama"], "wajib", 10_000)
            if jumlah := int(isi["sukarela"]):
                yield (
                    masuk + timedelta(days=9),
                    n,
                    partial(self._save, isi["nama"], "sukarela", jumlah),
                )

    def _join(self, isi: dict[str, str]) -> None:
        nama = isi["nama"]
        self.anggota[nama] = layanan.join_koperasi(self.koperasi, nama=nama, by=self.kasir)
        if isi["kelompok"]:
            kelompok, _baru = KelompokTanggungRenteng.objects.get_or_create(
                koperasi=self.koperasi, nama=isi["kelompok"]
            )
            self.kelompok[nama] = kelompok
            AnggotaKelompok.objects.create(
                kelompok=kelompok, anggota=self.anggota[nama], sejak=timezone.localdate()
            )

    def _save(self, nama: str, jenis: str, jumlah: int) -> None:
        self.urut += 1
        layanan.move_simpanan(
            self.anggota[nama], jenis=jenis, jumlah=jumlah, kunci=f"demo:{self.urut}",
            by=self.kasir,
        )  # fmt: skip

    def _loans(self) -> Iterator[_Acara]:
        for n, isi in enumerate(_read("pinjaman.csv"), start=100):
            hari = self._ago(int(isi["hari_lalu"]))
            yield hari, n, partial(self._apply, isi)
            if isi["lakon"] not in {"diajukan", "disetujui", "ditolak"}:
                yield from self._payments(isi, hari, n)

    def _apply(self, isi: dict[str, str]) -> None:
        nama, lakon = isi["nama"], isi["lakon"]
        pinjaman = kredit.apply_pinjaman(
            self.anggota[nama], produk=self.produk[isi["produk"]], pokok=int(isi["pokok"]),
            tenor=int(isi["tenor"]), tujuan=isi["tujuan"], by=self.kasir,
            kelompok=self.kelompok.get(nama),
        )  # fmt: skip
        if lakon == "ditolak":
            alasan = "Sewa ruko belum sebanding dengan omzetnya; ajukan lagi dengan jumlah kecil."
            kredit.decide_pinjaman(pinjaman, setuju=False, by=self.lurah, alasan=alasan)
        elif lakon != "diajukan":
            pinjaman = kredit.decide_pinjaman(pinjaman, setuju=True, by=self.lurah)
            if lakon != "disetujui":
                pinjaman = kredit.disburse_pinjaman(pinjaman, by=self.kasir)
        self.pinjaman[nama] = pinjaman

    def _payments(self, isi: dict[str, str], cair: date, n: int) -> Iterator[_Acara]:
        """One act a month, two days before it is due, as the loan's part in the story says."""
        nama, lakon, angka = isi["nama"], isi["lakon"], int(isi["angka"])
        for ke in range(1, int(isi["tenor"]) + 1):
            hari = cair + relativedelta(months=ke) - timedelta(days=2)
            if hari >= self.hari_ini:
                return
            if lakon in {"henti", "hapus", "lunas", "restruktur"} and ke > angka:
                yield from self._turn(lakon, nama, hari, n)
                return
            oleh = "Ratih Sukmawedhati" if lakon == "renteng" and ke == angka else ""
            yield hari, n, partial(self._pay, nama, oleh)

    def _turn(self, lakon: str, nama: str, hari: date, n: int) -> Iterator[_Acara]:
        """What happens instead of the next payment."""
        if lakon == "lunas":
            yield hari, n, lambda: self._pay_off(nama)
        elif lakon == "restruktur":
            yield hari + timedelta(days=20), n, lambda: self._restructure(nama)
            for bulan in (1, 2):
                lain = hari + relativedelta(months=bulan, days=18)
                if lain < self.hari_ini:
                    yield lain, n, lambda: self._pay(nama, "")
        elif lakon == "hapus" and hari + timedelta(days=100) < self.hari_ini:
            yield hari + timedelta(days=100), n, lambda: self._write_off(nama)
            yield self._ago(4), n, lambda: self._receive(nama, 150_000)

    def _pay(self, nama: str, oleh: str) -> None:
        pinjaman = Pinjaman.objects.get(pk=self.pinjaman[nama].pk)
        if tagihan := kredit.unpaid_of(pinjaman)[:1]:
            self._receive(nama, tagihan[0].sisa, oleh)

    def _receive(self, nama: str, jumlah: int, oleh: str = "") -> None:
        self.urut += 1
        kredit.receive_angsuran(
            self.pinjaman[nama], jumlah=jumlah, kunci=f"demo:{self.urut}", by=self.kasir,
            pembayar=self.anggota[oleh] if oleh else None, sengaja=True,
        )  # fmt: skip

    def _pay_off(self, nama: str) -> None:
        pinjaman = Pinjaman.objects.get(pk=self.pinjaman[nama].pk)
        jumlah = kredit.payoff_of(pinjaman, timezone.localdate())
        kredit.pay_off(pinjaman, jumlah=jumlah, kunci=f"demo:lunas:{nama}", by=self.kasir)

    def _restructure(self, nama: str) -> None:
        usulan = kredit.propose_restruktur(
            self.pinjaman[nama], tenor=24, by=self.kasir,
            alasan="Pesanan katering turun setelah dapur diperbaiki.",
        )  # fmt: skip
        kredit.decide_usulan(usulan, setuju=True, by=self.lurah)

    def _write_off(self, nama: str) -> None:
        usulan = kredit.propose_hapus_buku(
            self.pinjaman[nama], by=self.kasir,
            alasan="Kolam rusak karena banjir, usaha berhenti, sudah tiga kali dikunjungi.",
        )  # fmt: skip
        kredit.decide_usulan(usulan, setuju=True, by=self.lurah)

    def _months(self) -> Iterator[_Acara]:
        """Each month is closed on its next one's third day; the last one waits for the lurah."""
        mulai = self._ago(BUKA).replace(day=1)
        akhir = self.hari_ini.replace(day=1) - relativedelta(months=1)
        while mulai < akhir:
            hari = mulai + relativedelta(months=1, days=2)
            yield hari, 0, partial(self._close, mulai)
            mulai += relativedelta(months=1)
        yield self._ago(48), 900, self._spend
        lambat = self.pinjaman
        yield self._ago(2), 950, lambda: kredit.propose_restruktur(
            lambat["Yudha Pranawijaya"], tenor=12, by=self.kasir,
            alasan="Pindah tempat usaha, minta angsuran lebih kecil.",
        )  # fmt: skip

    def _close(self, mulai: date) -> None:
        awal, akhir = month_of(mulai)
        close_periode(self.koperasi.buku, mulai=awal, selesai=akhir, by=self.lurah)

    def _spend(self) -> None:
        post_jurnal(
            self.koperasi.buku, tanggal=timezone.localdate(), uraian="Cetak buku anggota",
            baris=[Baris("5-1200", debit=85_000), Baris(KAS, kredit=85_000)],
            kunci="manual:demo-buku", rujukan="NOTA-031", by=self.kasir,
        )  # fmt: skip

    def _ideas(self) -> Iterator[_Acara]:
        yield self._ago(70), 800, self._idea_done
        yield self._ago(5), 800, lambda: propose_inovasi(
            self.koperasi, judul="Rak hidroponik di gang RW 03", pengusul="Anjar Cakrabuana",
            uraian="Botol bekas dijadikan rak sayur di sepanjang gang, hasilnya dijual di pasar.",
            diminta=250_000, by=self.kasir,
        )  # fmt: skip

    def _idea_done(self) -> None:
        usulan = propose_inovasi(
            self.koperasi, judul="Label produk bersama", pengusul="Laras Puspitaning",
            uraian="Satu rancangan label untuk semua keripik dan kue warga.", diminta=90_000,
            by=self.kasir, anggota=self.anggota["Laras Puspitaning"],
        )  # fmt: skip
        decide_inovasi(usulan, disetujui=75_000, alasan="Dipakai banyak usaha.", by=self.lurah)
        usulan = pay_inovasi(usulan, by=self.kasir)
        finish_inovasi(usulan, hasil="Label dipakai sembilan usaha.", by=self.kasir)

    def _counts(self) -> Iterator[_Acara]:
        kerja = [hari for n in range(7, 0, -1) if (hari := self._ago(n)).weekday() < 5]
        for hari in kerja:
            kurang = 2_000 if hari == kerja[0] else 0
            yield hari, 990, partial(self._count, kurang=kurang)

    def _count(self, *, kurang: int) -> None:
        ada = saldo(self.koperasi.buku, KAS)
        layanan.close_kas(
            self.koperasi, dihitung=ada - kurang, by=self.kasir,
            penjelasan="Kembalian kurang dihitung." if kurang else "",
        )  # fmt: skip
