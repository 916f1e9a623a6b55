"""A cooperative of Kel. Taman with capital, its people, and loans in any state."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.utils import timezone

from ekonomi.models import AnggotaKelompok, KelompokTanggungRenteng, Pinjaman, ProdukPinjaman
from ekonomi.services.koperasi import ensure_koperasi, join_koperasi, receive_modal
from ekonomi.services.pinjaman import apply_pinjaman, decide_pinjaman, disburse_pinjaman
from ekonomi.services.pinjaman.cocok import check_koperasi
from tests.factories import KontakFactory, PenggunaFactory, WilayahFactory

TAMAN = "35.77.03.1009"
PANDEAN = "35.77.03.1002"
_urut = count(1)


class Dunia:
    """One cooperative with 50 million in cash, its treasurer and its lurah."""

    def __init__(self, di=TAMAN, modal=50_000_000):
        self.wilayah = WilayahFactory(kode=di)
        self.bendahara = PenggunaFactory(peran="bendahara", di=di)
        self.lurah = PenggunaFactory(peran="lurah", di=di)
        self.koperasi = ensure_koperasi(
            wilayah=self.wilayah, nama="Kas Warga Uji", mulai=date(2020, 1, 1)
        )
        if modal:
            receive_modal(
                self.koperasi, sumber="csr", dari="PT Uji", jumlah=modal, kunci="awal",
                by=self.bendahara, cara="kas",
            )  # fmt: skip
        self.produk = ProdukPinjaman.objects.create(
            koperasi=self.koperasi, nama="Usaha mikro", jasa_persen=Decimal("1.5"), metode="flat",
            pokok_maks=10_000_000, tenor_maks=24, pembulatan=100,
        )  # fmt: skip

    def anggota(self, nama="Anggota Uji", kontak=False, **lain):
        anggota = join_koperasi(self.koperasi, nama=nama, by=self.bendahara, **lain)
        if kontak:
            anggota.kontak = KontakFactory()
            anggota.save()
        return anggota

    def ajukan(self, pokok=1_000_000, tenor=10, anggota=None, **lain):
        return apply_pinjaman(
            anggota or self.anggota(), produk=lain.pop("produk", self.produk), pokok=pokok,
            tenor=tenor, tujuan="Modal warung", by=self.bendahara, **lain,
        )  # fmt: skip

    def cair(self, *, pada=None, cara="kas", **lain):
        """A running loan; `pada` is the day it was paid out, in the past."""
        pinjaman = decide_pinjaman(self.ajukan(**lain), setuju=True, by=self.lurah)
        if pada is not None:
            jam = timezone.localtime().replace(year=pada.year, month=pada.month, day=pada.day)
            Pinjaman.objects.filter(pk=pinjaman.pk).update(diputus_at=jam)
        return disburse_pinjaman(pinjaman, by=self.bendahara, tanggal=pada, cara=cara)

    def kelompok(self, *anggota, nama="Melati"):
        kelompok = KelompokTanggungRenteng.objects.create(koperasi=self.koperasi, nama=nama)
        for satu in anggota:
            AnggotaKelompok.objects.create(kelompok=kelompok, anggota=satu, sejak=date(2026, 1, 1))
        return kelompok


def kunci():
    """A key that no other act has."""
    return f"uji-{next(_urut)}"


def differences(koperasi):
    """What the reconciliation finds wrong."""
    return [(c.apa, c.selisih) for c in check_koperasi(koperasi) if c.selisih]
