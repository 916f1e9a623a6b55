"""Eight tellers at once on the real database: two on one loan, one key twice, a month that closes
while they post, and a random history of everything; the sums are exact.
"""

import contextlib
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from buku_besar.models import Jurnal, NomorJurnal, Periode
from buku_besar.services import PeriodeTertutup, close_periode, month_of, neraca_saldo, saldo
from ekonomi.models import AnggotaKoperasi, Angsuran, Pinjaman
from ekonomi.services.koperasi import move_simpanan
from ekonomi.services.pinjaman import (
    AngsuranGanda,
    BelumBoleh,
    JumlahKeliru,
    KasKurang,
    decide_pinjaman,
    disburse_pinjaman,
    pay_off,
    receive_angsuran,
    void_angsuran,
)
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_pinjaman import Dunia, differences, kunci
from tests.ekonomi.teller import ACARA

PROSES = 8
HARI_INI = timezone.localdate()


@pytest.fixture
def dunia(nyata):
    dunia = Dunia()
    dunia.lingkungan = nyata
    return dunia


def attempts(*acts):
    """Run them at once; what each gave or was refused by."""
    hasil = []

    def run(act):
        try:
            hasil.append(act())
        except (AngsuranGanda, BelumBoleh, JumlahKeliru, PeriodeTertutup) as galat:
            hasil.append(galat)

    in_threads(*[lambda act=act: run(act) for act in acts])
    return hasil


def pay(dunia, pinjaman, jumlah, kunci_=None, **lain):
    return receive_angsuran(
        pinjaman, jumlah=jumlah, kunci=kunci_ or kunci(), by=dunia.bendahara, sengaja=True, **lain
    )


def test_two_tellers_on_one_loan_never_take_more_than_is_owed(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10)  # 1.150.000 with jasa
    hasil = attempts(*[lambda: pay(dunia, pinjaman, 400_000) for _ in range(PROSES)])
    assert sum(isinstance(satu, Angsuran) for satu in hasil) == 2
    assert sum(isinstance(satu, JumlahKeliru) for satu in hasil) == PROSES - 2
    assert differences(dunia.koperasi) == []


def test_the_same_key_eight_times_at_once_is_one_payment(dunia):
    satu, dua = dunia.cair(), dunia.cair()
    hasil = attempts(
        *[lambda p=p: pay(dunia, p, 50_000, "layar-1") for p in (satu, dua) * (PROSES // 2)]
    )
    assert sum(isinstance(h, Angsuran) for h in hasil) == 1
    assert sum(isinstance(h, AngsuranGanda) for h in hasil) == PROSES - 1
    assert Angsuran.objects.count() == 1
    assert differences(dunia.koperasi) == []


def test_one_teller_pays_it_off_while_another_takes_an_instalment(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10)
    attempts(
        lambda: pay_off(pinjaman, jumlah=1_015_000, kunci=kunci(), by=dunia.bendahara),
        lambda: pay(dunia, pinjaman, 115_000),
    )
    assert Angsuran.objects.count() in (1, 2)
    assert differences(dunia.koperasi) == []


def test_a_loan_approved_once_is_paid_out_once(dunia):
    pinjaman = decide_pinjaman(dunia.ajukan(), setuju=True, by=dunia.lurah)
    hasil = attempts(
        *[lambda: disburse_pinjaman(pinjaman, by=dunia.bendahara) for _ in range(PROSES)]
    )
    assert sum(isinstance(satu, Pinjaman) for satu in hasil) == 1
    assert saldo(dunia.koperasi.buku, "1-1300") == 1_000_000


def test_the_last_money_in_the_box_is_paid_out_once(nyata):
    dunia = Dunia(modal=1_000_000)
    anggota = [dunia.anggota() for _ in range(3)]
    pinjaman = [
        decide_pinjaman(dunia.ajukan(anggota=a), setuju=True, by=dunia.lurah) for a in anggota
    ]
    in_threads(*[lambda p=p: _try_disburse(dunia, p) for p in pinjaman])
    assert Pinjaman.objects.filter(status="berjalan").count() == 1
    assert saldo(dunia.koperasi.buku, "1-1100") == 150_000


def _try_disburse(dunia, pinjaman):
    with contextlib.suppress(KasKurang):
        disburse_pinjaman(pinjaman, by=dunia.bendahara)


def test_savings_taken_out_by_two_tellers_never_go_below_nought(dunia):
    anggota = dunia.anggota()
    move_simpanan(anggota, jenis="sukarela", jumlah=100_000, kunci=kunci(), by=dunia.bendahara)
    attempts(
        *[
            lambda: move_simpanan(
                anggota, jenis="sukarela", jumlah=-60_000, kunci=kunci(), by=dunia.bendahara
            )
            for _ in range(4)
        ]
    )
    anggota.refresh_from_db()
    assert anggota.sukarela == 40_000
    assert differences(dunia.koperasi) == []


def test_paying_for_another_while_ones_own_savings_move_is_no_deadlock(dunia):
    a, b = dunia.anggota(), dunia.anggota()
    pinjaman = dunia.cair(anggota=a, kelompok=dunia.kelompok(a, b))

    def save():
        for _ in range(10):
            move_simpanan(b, jenis="sukarela", jumlah=1_000, kunci=kunci(), by=dunia.bendahara)

    def pay_for():
        for _ in range(10):
            pay(dunia, pinjaman, 2_000, pembayar=b)

    in_threads(save, pay_for, save, pay_for)
    assert differences(dunia.koperasi) == []


def test_undoing_a_payment_while_the_month_closes_is_no_deadlock(dunia):
    lalu = HARI_INI.replace(day=1) - timedelta(days=1)
    mulai, selesai = month_of(lalu)
    bayar = []
    for _ in range(4):
        pinjaman = dunia.cair(pada=mulai)
        bayar.append(pay(dunia, pinjaman, 100_000, tanggal=lalu))
    attempts(
        *[lambda a=a: void_angsuran(a, alasan="Salah catat", by=dunia.bendahara) for a in bayar],
        lambda: close_periode(dunia.koperasi.buku, mulai=mulai, selesai=selesai, by=dunia.lurah),
    )
    assert Periode.objects.closed().count() == 1
    assert differences(dunia.koperasi) == []


def test_a_month_closes_while_tellers_post_into_it(dunia):
    lalu = HARI_INI.replace(day=1) - timedelta(days=1)
    mulai, selesai = month_of(lalu)
    pinjaman = [dunia.cair(pada=mulai) for _ in range(PROSES - 1)]
    hasil = attempts(
        *[lambda p=p: _pay_until_closed(dunia, p, lalu) for p in pinjaman],
        lambda: close_periode(dunia.koperasi.buku, mulai=mulai, selesai=selesai, by=dunia.lurah),
    )
    periode = next(satu for satu in hasil if isinstance(satu, Periode))
    terlambat = Jurnal.objects.filter(
        tanggal__range=(mulai, selesai), dibuat_at__gt=periode.ditutup_at, kunci__startswith="a"
    )
    neraca = neraca_saldo(dunia.koperasi.buku, sampai=selesai)
    assert sum(s.debit for s in neraca) == sum(s.kredit for s in neraca)
    sisih = dunia.koperasi.penyisihan.aggregate(n=Sum("dasar"))["n"] or 0
    jasa = Angsuran.objects.filter(tanggal=lalu).aggregate(n=Sum("jasa"))["n"] or 0
    assert sisih == jasa  # what closing reckoned with is all there is: nothing came in after it
    assert not terlambat.exists()
    assert differences(dunia.koperasi) == []


def _pay_until_closed(dunia, pinjaman, hari):
    banyak = 0
    try:
        for _ in range(12):
            pay(dunia, pinjaman, 20_000, tanggal=hari)
            banyak += 1
    except PeriodeTertutup:
        pass
    return banyak


@pytest.mark.parametrize("benih", [20261126])
def test_a_random_history_of_eight_processes_is_exact(dunia, benih):
    anggota = [dunia.anggota() for _ in range(12)]
    kelompok = dunia.kelompok(*anggota[:4])
    for n, satu in enumerate(anggota):
        dunia.cair(
            anggota=satu, pokok=500_000 + n * 33_333, tenor=3 + n % 7,
            pada=HARI_INI - timedelta(days=30 * (n % 5)), kelompok=kelompok if n < 4 else None,
        )  # fmt: skip
    perintah = [sys.executable, "-m", "tests.ekonomi.teller"]
    akun = [str(dunia.bendahara.pk), str(dunia.lurah.pk), str(dunia.koperasi.pk)]
    anak = [
        subprocess.Popen(  # noqa: S603 - our own interpreter
            [*perintah, str(benih + ke), *akun], env={**os.environ, **dunia.lingkungan},
            cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for ke in range(PROSES)
    ]  # fmt: skip
    try:
        for satu in anak:
            assert satu.stdout.readline().strip() == "siap"
        for satu in anak:
            satu.stdin.write("mulai\n")
            satu.stdin.flush()
        laporan = [dict(b.split("=") for b in satu.stdout.read().split()) for satu in anak]
        assert [satu.wait(240) for satu in anak] == [0] * PROSES
    finally:
        for satu in anak:
            satu.kill()
            satu.wait()
            satu.stdin.close()
            satu.stdout.close()
    _check_exact(dunia, laporan)


def _check_exact(dunia, laporan):
    """Every act that a process says it did is there; every comparison agrees; no number missing."""
    dilakukan = {apa: sum(int(satu.get(apa, 0)) for satu in laporan) for apa in ACARA}
    assert (
        dilakukan["bayar"] + dilakukan["lunas"] + dilakukan["ganda"]
        == Angsuran.objects.count()
        > PROSES
    )
    assert dilakukan["batal"] == Angsuran.objects.filter(pembatalan__isnull=False).count()
    assert differences(dunia.koperasi) == []
    nomor = list(Jurnal.objects.order_by("nomor").filter(tahun=HARI_INI.year))
    assert [j.nomor for j in nomor] == list(range(1, len(nomor) + 1))
    assert NomorJurnal.objects.get(tahun=HARI_INI.year).terakhir == len(nomor)
    kas = Jurnal.objects.filter(tahun=HARI_INI.year).aggregate(n=Sum("jumlah"))["n"]
    assert kas == sum(s.debit for s in neraca_saldo(dunia.koperasi.buku))
    assert AnggotaKoperasi.objects.filter(sukarela__lt=0).count() == 0
    call_command("cocokkan_buku", verbosity=0)


def test_the_reconciliation_names_a_difference_and_fails(dunia, capsys):
    pinjaman = dunia.cair()
    Pinjaman.objects.filter(pk=pinjaman.pk).update(sisa_pokok=999_999)
    with pytest.raises(SystemExit) as galat:
        call_command("cocokkan_buku")
    assert galat.value.code == 1
    keluar = capsys.readouterr()
    assert f"{pinjaman.nomor}" in keluar.out
    assert "SELISIH -Rp 1" in keluar.out
