"""A loan from the application to its end, by the services; the books agree after each act."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from buku_besar.services import PeriodeTertutup, close_periode, month_of, saldo
from ekonomi.models import Angsuran, JadwalAngsuran, Pinjaman, RiwayatPinjaman
from ekonomi.services.koperasi import leave_koperasi, move_simpanan
from ekonomi.services.pinjaman import (
    AngsuranGanda,
    BelumBoleh,
    JumlahKeliru,
    KasKurang,
    MungkinGanda,
    OrangSama,
    cancel_pinjaman,
    decide_pinjaman,
    decide_usulan,
    disburse_pinjaman,
    kredit_since,
    pay_off,
    payoff_of,
    propose_hapus_buku,
    propose_restruktur,
    receive_angsuran,
    unpaid_of,
    void_angsuran,
)
from pesan.models import PesanKeluar
from pesan.muat import load_templat
from tests.ekonomi.pabrik_pinjaman import Dunia, differences, kunci
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db
HARI_INI = timezone.localdate()


@pytest.fixture
def dunia(db):
    load_templat()
    return Dunia()


def bayar(dunia, pinjaman, jumlah, **lain):
    lain = {"kunci": kunci(), "by": dunia.bendahara} | lain
    return receive_angsuran(pinjaman, jumlah=jumlah, **lain)


def segar(pinjaman):
    return Pinjaman.objects.get(pk=pinjaman.pk)


def test_from_application_to_repaid_the_books_agree(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=3, anggota=dunia.anggota(kontak=True))
    assert pinjaman.status == "berjalan"
    assert saldo(dunia.koperasi.buku, "1-1300") == 1_000_000
    for _ in range(3):
        tagihan = unpaid_of(pinjaman)[0].sisa
        bayar(dunia, pinjaman, tagihan, sengaja=True)
        assert differences(dunia.koperasi) == []
    pinjaman = segar(pinjaman)
    assert (pinjaman.status, pinjaman.sisa_pokok, pinjaman.tempo_berikut) == ("lunas", 0, None)
    assert saldo(dunia.koperasi.buku, "4-1100") == 45_000
    apa = list(pinjaman.riwayat.values_list("peristiwa", flat=True))
    assert apa == ["diajukan", "disetujui", "cair", "angsuran", "angsuran", "angsuran", "lunas"]
    terkirim = PesanKeluar.objects.filter(rujukan=pinjaman.nomor)
    assert terkirim.filter(templat="angsuran_diterima").count() == 3
    assert "lunas" in terkirim.order_by("pk").last().badan


def test_who_recorded_it_cannot_decide_it(dunia):
    pinjaman = dunia.ajukan()
    with pytest.raises(OrangSama):
        decide_pinjaman(pinjaman, setuju=True, by=dunia.bendahara)
    sendiri = {"status": "disetujui", "diputus_oleh": dunia.bendahara, "diputus_at": timezone.now()}
    with (
        pytest.raises(IntegrityError, match="pinjaman_pemutus_bukan_pencatat"),
        transaction.atomic(),
    ):
        Pinjaman.objects.filter(pk=pinjaman.pk).update(**sendiri)


def test_a_refusal_needs_a_reason_and_is_final(dunia):
    pinjaman = dunia.ajukan()
    with pytest.raises(BelumBoleh, match="alasan"):
        decide_pinjaman(pinjaman, setuju=False, by=dunia.lurah)
    decide_pinjaman(pinjaman, setuju=False, by=dunia.lurah, alasan="Usaha belum berjalan")
    for act in (
        lambda: decide_pinjaman(pinjaman, setuju=True, by=dunia.lurah),
        lambda: disburse_pinjaman(pinjaman, by=dunia.bendahara),
    ):
        with pytest.raises(BelumBoleh, match="ditolak"):
            act()


def test_it_is_paid_out_once(dunia):
    pinjaman = dunia.cair()
    with pytest.raises(BelumBoleh, match="berjalan"):
        disburse_pinjaman(pinjaman, by=dunia.bendahara)
    assert saldo(dunia.koperasi.buku, "1-1300") == 1_000_000


def test_no_more_is_paid_out_than_the_box_holds(db):
    dunia = Dunia(modal=500_000)
    pinjaman = decide_pinjaman(dunia.ajukan(), setuju=True, by=dunia.lurah)
    with pytest.raises(KasKurang, match=r"kurang Rp 450\.000"):  # the savings are in the box too
        disburse_pinjaman(pinjaman, by=dunia.bendahara)
    assert not JadwalAngsuran.objects.exists()
    assert segar(pinjaman).status == "disetujui"


@pytest.mark.parametrize(
    ("pokok", "tenor", "kata"),
    [(99_999, 5, "antara"), (10_000_001, 5, "antara"), (500_000, 25, "paling lama"),
     (500_000, 0, "paling lama")],
)  # fmt: skip
def test_the_products_limits_hold(dunia, pokok, tenor, kata):
    with pytest.raises(JumlahKeliru, match=kata):
        dunia.ajukan(pokok=pokok, tenor=tenor)


def test_one_loan_of_a_product_at_a_time(dunia):
    anggota = dunia.anggota()
    pertama = dunia.ajukan(anggota=anggota)
    with pytest.raises(BelumBoleh, match=pertama.nomor):
        dunia.ajukan(anggota=anggota)
    cancel_pinjaman(pertama, alasan="Tidak jadi", by=dunia.bendahara)
    dunia.ajukan(anggota=anggota)


def test_a_payment_goes_to_jasa_then_principal_oldest_first(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10)  # 100.000 + 15.000 a month
    angsuran = bayar(dunia, pinjaman, 120_000)
    assert (angsuran.pokok, angsuran.jasa) == (100_000, 20_000)
    dua = unpaid_of(pinjaman)[0]
    assert (dua.ke, dua.bayar_jasa, dua.bayar_pokok) == (2, 5_000, 0)
    assert segar(pinjaman).tempo_berikut == dua.jatuh_tempo
    assert differences(dunia.koperasi) == []


@pytest.mark.parametrize("jumlah", [0, -5, 1_150_001])
def test_more_than_is_owed_or_nothing_is_refused_and_nothing_saved(dunia, jumlah):
    pinjaman = dunia.cair()
    with pytest.raises(JumlahKeliru, match=r"Rp 1\.150\.000"):
        bayar(dunia, pinjaman, jumlah)
    assert not Angsuran.objects.exists()
    assert differences(dunia.koperasi) == []


def test_the_same_payment_twice_is_refused_with_its_receipt(dunia):
    pinjaman = dunia.cair()
    satu = bayar(dunia, pinjaman, 115_000, kunci="layar-1")
    with pytest.raises(AngsuranGanda, match=satu.nomor_kuitansi) as galat:
        bayar(dunia, pinjaman, 115_000, kunci="layar-1")
    assert galat.value.angsuran == satu
    lain = dunia.cair()
    with pytest.raises(AngsuranGanda):
        bayar(dunia, lain, 50_000, kunci="layar-1")
    assert Angsuran.objects.count() == 1


def test_the_same_sum_on_the_same_day_has_to_be_meant(dunia):
    pinjaman = dunia.cair()
    bayar(dunia, pinjaman, 115_000)
    with pytest.raises(MungkinGanda, match="KW"):
        bayar(dunia, pinjaman, 115_000)
    bayar(dunia, pinjaman, 115_000, sengaja=True)
    assert Angsuran.objects.count() == 2


def test_paying_off_early_waives_the_jasa_of_later_months(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10)
    assert payoff_of(pinjaman, HARI_INI) == 1_015_000
    with pytest.raises(JumlahKeliru, match=r"Rp 1\.015\.000"):
        pay_off(pinjaman, jumlah=1_150_000, kunci=kunci(), by=dunia.bendahara)
    angsuran = pay_off(pinjaman, jumlah=1_015_000, kunci=kunci(), by=dunia.bendahara)
    assert angsuran.jasa == 15_000
    assert segar(pinjaman).status == "lunas"
    assert differences(dunia.koperasi) == []
    with pytest.raises(BelumBoleh, match="lunas"):
        bayar(dunia, pinjaman, 1)
    void_angsuran(angsuran, alasan="Salah anggota", by=dunia.bendahara)
    assert segar(pinjaman).status == "berjalan"
    assert sum(satu.sisa for satu in unpaid_of(pinjaman)) == 1_150_000
    assert differences(dunia.koperasi) == []


def test_only_the_last_payment_is_undone_once_and_with_a_reason(dunia):
    pinjaman = dunia.cair()
    satu, dua = bayar(dunia, pinjaman, 10_000), bayar(dunia, pinjaman, 20_000)
    with pytest.raises(BelumBoleh, match="terakhir"):
        void_angsuran(satu, alasan="Salah", by=dunia.bendahara)
    with pytest.raises(BelumBoleh, match="alasan"):
        void_angsuran(dua, alasan=" ", by=dunia.bendahara)
    void_angsuran(dua, alasan="Salah ketik", by=dunia.bendahara)
    with pytest.raises(BelumBoleh, match="sudah dibatalkan"):
        void_angsuran(dua, alasan="Lagi", by=dunia.bendahara)
    void_angsuran(satu, alasan="Salah juga", by=dunia.bendahara)
    assert sum(s.sisa for s in unpaid_of(pinjaman)) == 1_150_000
    assert differences(dunia.koperasi) == []


def test_nothing_is_paid_into_a_closed_month_or_into_tomorrow(dunia):
    lalu = HARI_INI.replace(day=1) - timedelta(days=1)
    pinjaman = dunia.cair(pada=lalu.replace(day=1), pokok=500_000)
    mulai, selesai = month_of(lalu)
    close_periode(dunia.koperasi.buku, mulai=mulai, selesai=selesai, by=dunia.lurah)
    with pytest.raises(PeriodeTertutup):
        bayar(dunia, pinjaman, 10_000, tanggal=lalu)
    with pytest.raises(BelumBoleh, match="sesudah hari ini"):
        bayar(dunia, pinjaman, 10_000, tanggal=HARI_INI + timedelta(days=1))
    with pytest.raises(BelumBoleh, match="sebelum"):
        bayar(dunia, pinjaman, 10_000, tanggal=lalu.replace(day=1) - timedelta(days=1))
    assert not Angsuran.objects.exists()


def test_a_new_schedule_keeps_the_old_one_and_sums_to_what_is_owed(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10, pada=HARI_INI - timedelta(days=70))
    bayar(dunia, pinjaman, 65_000)
    usulan = propose_restruktur(pinjaman, tenor=20, alasan="Sepi pembeli", by=dunia.bendahara)
    with pytest.raises(BelumBoleh, match="menunggu"):
        propose_restruktur(pinjaman, tenor=5, alasan="Lagi", by=dunia.bendahara)
    with pytest.raises(OrangSama):
        decide_usulan(usulan, setuju=True, by=dunia.bendahara)
    decide_usulan(usulan, setuju=True, by=dunia.lurah)
    pinjaman = segar(pinjaman)
    assert pinjaman.jadwal_versi == 2
    baru = list(pinjaman.jadwal.filter(versi=2))
    assert sum(s.pokok for s in baru) == pinjaman.sisa_pokok == 950_000
    assert baru[0].jasa == baru[1].jasa + 15_000  # the overdue month is carried
    assert pinjaman.jadwal.filter(versi=1).count() == 10
    assert pinjaman.hari_tunggak(HARI_INI) == 0
    assert differences(dunia.koperasi) == []
    lama = Angsuran.objects.get()
    with pytest.raises(BelumBoleh, match="jadwalnya sudah diganti"):
        void_angsuran(lama, alasan="Terlambat tahu", by=dunia.bendahara)


def test_a_new_schedule_may_waive_what_is_overdue_and_lower_the_jasa(dunia):
    pinjaman = dunia.cair(pokok=1_000_000, tenor=10, pada=HARI_INI - timedelta(days=70))
    usulan = propose_restruktur(
        pinjaman, tenor=4, alasan="Sakit", by=dunia.bendahara, jasa_persen=Decimal("0.5"),
        bebas_jasa=True,
    )  # fmt: skip
    decide_usulan(usulan, setuju=True, by=dunia.lurah)
    assert [s.jasa for s in unpaid_of(segar(pinjaman))] == [5_000] * 4


def test_only_a_bad_loan_is_written_off_and_what_comes_back_is_income(dunia):
    baik = dunia.cair(pokok=500_000)
    with pytest.raises(BelumBoleh, match="91 hari"):
        propose_hapus_buku(baik, alasan="Pindah", by=dunia.bendahara)
    buruk = dunia.cair(pokok=1_000_000, tenor=10, pada=HARI_INI - timedelta(days=130))
    usulan = propose_hapus_buku(buruk, alasan="Pindah tanpa kabar", by=dunia.bendahara)
    decide_usulan(usulan, setuju=True, by=dunia.lurah)
    buruk = segar(buruk)
    assert (buruk.status, buruk.sisa_pokok) == ("dihapus", 1_000_000)
    buku = dunia.koperasi.buku
    assert saldo(buku, "1-1300") == 500_000
    assert (saldo(buku, "5-1100"), saldo(buku, "1-1390")) == (1_000_000, 0)
    assert differences(dunia.koperasi) == []
    pulih = bayar(dunia, buruk, 300_000)
    assert (pulih.jenis, saldo(buku, "4-1200")) == ("pemulihan", 300_000)
    with pytest.raises(JumlahKeliru, match=r"Rp 700\.000"):
        bayar(dunia, buruk, 700_001)
    void_angsuran(pulih, alasan="Salah orang", by=dunia.bendahara)
    assert segar(buruk).dipulihkan == 0
    assert differences(dunia.koperasi) == []


def test_a_write_off_takes_the_allowance_first(dunia):
    buruk = dunia.cair(pokok=1_000_000, tenor=1, pada=HARI_INI - timedelta(days=130))
    mulai, selesai = month_of(HARI_INI.replace(day=1) - timedelta(days=1))
    for n in range(4, -1, -1):
        akhir = mulai - timedelta(days=1)
        bulan = [month_of(akhir)]
        for _ in range(n):
            bulan.append(month_of(bulan[-1][0] - timedelta(days=1)))
        close_periode(dunia.koperasi.buku, mulai=bulan[-1][0], selesai=bulan[-1][1], by=dunia.lurah)
    close_periode(dunia.koperasi.buku, mulai=mulai, selesai=selesai, by=dunia.lurah)
    buku = dunia.koperasi.buku
    ada = -saldo(buku, "1-1390")
    assert ada in (500_000, 1_000_000)  # 61–90 or more days late at the month's end
    usulan = propose_hapus_buku(buruk, alasan="Pindah", by=dunia.bendahara)
    decide_usulan(usulan, setuju=True, by=dunia.lurah)
    assert saldo(buku, "5-1100") == 1_000_000
    assert saldo(buku, "1-1390") == 0
    assert differences(dunia.koperasi) == []


def test_a_proposal_refused_leaves_the_loan_as_it_was(dunia):
    pinjaman = dunia.cair()
    usulan = propose_restruktur(pinjaman, tenor=20, alasan="Sepi", by=dunia.bendahara)
    with pytest.raises(BelumBoleh, match="alasan"):
        decide_usulan(usulan, setuju=False, by=dunia.lurah)
    decide_usulan(usulan, setuju=False, by=dunia.lurah, catatan="Masih mampu")
    assert segar(pinjaman).jadwal_versi == 1
    with pytest.raises(BelumBoleh, match="ditolak"):
        decide_usulan(usulan, setuju=True, by=dunia.lurah)


def test_a_member_of_the_group_pays_for_another_and_it_is_recorded_who(dunia):
    a, b, luar = dunia.anggota(), dunia.anggota(), dunia.anggota()
    kelompok = dunia.kelompok(a, b)
    pinjaman = dunia.cair(anggota=a, kelompok=kelompok)
    for salah in (luar, a):
        with pytest.raises(BelumBoleh, match="kelompok yang sama"):
            bayar(dunia, pinjaman, 10_000, pembayar=salah)
    angsuran = bayar(dunia, pinjaman, 10_000, pembayar=b)
    assert angsuran.pembayar == b
    assert b.nomor in pinjaman.riwayat.get(peristiwa="angsuran").catatan
    tanpa = dunia.cair(anggota=b)
    with pytest.raises(BelumBoleh, match="tidak memakai tanggung renteng"):
        bayar(dunia, tanpa, 10_000, pembayar=a)


def test_a_loan_with_a_group_is_for_its_members_only(dunia):
    kelompok = dunia.kelompok(dunia.anggota())
    with pytest.raises(BelumBoleh, match="bukan anggota kelompok"):
        dunia.ajukan(kelompok=kelompok)


def test_nobody_leaves_with_a_loan_and_who_leaves_gets_all_savings_back(dunia):
    anggota = dunia.anggota()
    move_simpanan(anggota, jenis="sukarela", jumlah=70_000, kunci=kunci(), by=dunia.bendahara)
    pinjaman = dunia.ajukan(anggota=anggota)
    with pytest.raises(BelumBoleh, match=pinjaman.nomor):
        leave_koperasi(anggota, by=dunia.bendahara)
    cancel_pinjaman(pinjaman, alasan="Keluar", by=dunia.bendahara)
    anggota = leave_koperasi(anggota, by=dunia.bendahara)
    assert (anggota.status, anggota.simpanan) == ("keluar", 0)
    assert saldo(dunia.koperasi.buku, "1-1100") == 50_000_000
    assert differences(dunia.koperasi) == []


def test_the_right_to_credit_begins_a_year_after_the_grant():
    assert kredit_since(date(2024, 2, 29)) == date(2025, 2, 28)
    assert kredit_since(date(2025, 10, 7)) == date(2026, 10, 7)


def test_who_writes_what_stands_in_a_history_that_cannot_change(dunia):
    pinjaman = dunia.cair()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RiwayatPinjaman.objects.filter(pinjaman=pinjaman).update(by=PenggunaFactory())
    bayar(dunia, pinjaman, 1_000)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Angsuran.objects.update(jumlah=2_000)
