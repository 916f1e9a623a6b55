"""One teller's random day, as a process of its own: `python -m tests.ekonomi.teller SEED ...`.

Prints how many of each act succeeded. Refusals are part of the game; anything else ends it with an
error.
"""

# ruff: noqa: E402, T201 - models after the set-up; the test reads what is printed

import random
import sys
from collections import Counter
from datetime import timedelta

import django
from django.utils import timezone

django.setup()

from buku_besar.services import GalatBuku, close_periode, month_of
from ekonomi.models import Koperasi, Pinjaman, UsulanPinjaman
from ekonomi.services.koperasi import move_simpanan
from ekonomi.services.pinjaman import (
    GalatPinjaman,
    decide_usulan,
    pay_off,
    payoff_of,
    propose_hapus_buku,
    propose_restruktur,
    receive_angsuran,
    void_angsuran,
)
from wilayah.models import Pengguna

BANYAK = 60


def main(benih, bendahara, lurah, koperasi):

    hari = Hari(int(benih), int(bendahara), int(lurah), int(koperasi))
    print("siap", flush=True)
    sys.stdin.readline()
    hitung = Counter()
    for n in range(BANYAK):
        apa = hari.acak.choices(list(ACARA), weights=ACARA.values())[0]
        try:
            if getattr(hari, apa)(f"{benih}-{n}"):
                hitung[apa] += 1
        except (GalatPinjaman, GalatBuku):
            pass
    print(" ".join(f"{apa}={n}" for apa, n in hitung.items()))


ACARA = {
    "bayar": 30, "ganda": 4, "lunas": 2, "batal": 5, "setor": 6, "tarik": 4, "usul": 2, "putus": 3,
    "tutup": 2,
}  # fmt: skip


class Hari:
    """The acts; each says whether it changed the books."""

    def __init__(self, benih, bendahara, lurah, koperasi):

        self.acak = random.Random(benih)
        self.bendahara = Pengguna.objects.get(pk=bendahara)
        self.lurah = Pengguna.objects.get(pk=lurah)
        self.koperasi = Koperasi.objects.select_related("buku").get(pk=koperasi)

    def pinjaman(self):

        return self.acak.choice(list(Pinjaman.objects.filter(status__in=Pinjaman.OUT)))

    def anggota(self):
        return self.acak.choice(list(self.koperasi.anggota.all()))

    def bayar(self, kunci):

        jumlah = self.acak.choice([1, 777, 25_000, 115_000, self.acak.randrange(1, 400_000)])
        receive_angsuran(
            self.pinjaman(), jumlah=jumlah, kunci=kunci, by=self.bendahara, sengaja=True,
            cara=self.acak.choice(["kas", "bank"]),
        )  # fmt: skip
        return True

    def ganda(self, _kunci):
        """A key that every process tries."""

        receive_angsuran(
            self.pinjaman(), jumlah=5_000, kunci=f"ganda-{self.acak.randrange(5)}",
            by=self.bendahara, sengaja=True,
        )  # fmt: skip
        return True

    def lunas(self, kunci):

        pinjaman = self.pinjaman()
        jumlah = payoff_of(pinjaman, timezone.localdate())
        pay_off(pinjaman, jumlah=jumlah, kunci=kunci, by=self.bendahara)
        return True

    def batal(self, _kunci):

        akhir = self.pinjaman().angsuran.filter(pembatalan__isnull=True).first()
        if akhir is None:
            return False
        void_angsuran(akhir, alasan="Salah catat", by=self.bendahara)
        return True

    def setor(self, kunci, arah=1):

        jumlah = arah * self.acak.randrange(1, 200_000)
        move_simpanan(
            self.anggota(), jenis="sukarela", jumlah=jumlah, kunci=kunci, by=self.bendahara
        )
        return True

    def tarik(self, kunci):
        return self.setor(kunci, arah=-1)

    def usul(self, _kunci):

        pinjaman, kata = self.pinjaman(), {"alasan": "Acak", "by": self.bendahara}
        if self.acak.random() < 0.3:
            propose_hapus_buku(pinjaman, **kata)
        else:
            propose_restruktur(pinjaman, tenor=self.acak.randrange(1, 20), **kata)
        return True

    def putus(self, _kunci):

        usulan = UsulanPinjaman.objects.filter(status="diajukan").first()
        if usulan is None:
            return False
        decide_usulan(
            usulan, setuju=self.acak.random() < 0.7, by=self.lurah, catatan="Sudah dibahas"
        )
        return True

    def tutup(self, _kunci):
        """Close an early month, where nothing may be dated any more."""

        hari = timezone.localdate() - timedelta(days=self.acak.choice([120, 90, 60, 30]))
        mulai, selesai = month_of(hari)
        close_periode(self.koperasi.buku, mulai=mulai, selesai=selesai, by=self.lurah)
        return True


if __name__ == "__main__":
    main(*sys.argv[1:])
