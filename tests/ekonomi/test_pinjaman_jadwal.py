"""The arithmetic of loans: exact whatever the terms."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekonomi.services.pinjaman.jadwal import allocate, build_jadwal, jasa_of, settle, total

syarat = st.fixed_dictionaries(
    {
        "pokok": st.integers(1, 500_000_000),
        "persen": st.decimals(0, 10, places=3),
        "menurun": st.booleans(),
        "tenor": st.integers(1, 120),
        "mulai": st.dates(date(2020, 1, 1), date(2040, 12, 31)),
        "pembulatan": st.sampled_from([1, 50, 100, 500, 1000]),
    }
)


class Baris:
    """An instalment that can be paid, as the rows of the database are."""

    def __init__(self, c):
        self.jatuh_tempo, self.sisa_pokok, self.sisa_jasa = c.jatuh_tempo, c.pokok, c.jasa


@given(syarat)
def test_the_principal_of_all_instalments_is_the_loan(syarat):
    jadwal = build_jadwal(**syarat)
    assert len(jadwal) == syarat["tenor"]
    assert sum(c.pokok for c in jadwal) == syarat["pokok"]
    assert min(min(c.pokok, c.jasa) for c in jadwal) >= 0
    assert jadwal[-1].pokok == max(c.pokok for c in jadwal)


@given(syarat)
def test_due_days_are_month_after_month(syarat):
    jadwal = build_jadwal(**syarat)
    bulan = [c.jatuh_tempo.year * 12 + c.jatuh_tempo.month for c in jadwal]
    awal = syarat["mulai"].year * 12 + syarat["mulai"].month
    assert bulan == list(range(awal + 1, awal + 1 + syarat["tenor"]))
    assert all(c.jatuh_tempo.day <= syarat["mulai"].day for c in jadwal)


@given(syarat, st.lists(st.integers(1, 10**9), max_size=20))
def test_payments_of_any_size_pay_exactly_what_is_owed(syarat, bayar):
    baris = [Baris(c) for c in build_jadwal(**syarat)]
    semua = utang = sum(b.sisa_pokok + b.sisa_jasa for b in baris)
    for jumlah in bayar:
        if not 0 < jumlah <= utang:
            with pytest.raises(ValueError, match="jumlah"):
                allocate(baris, jumlah + utang)
            continue
        bagian = allocate(baris, jumlah)
        assert total(bagian) == jumlah
        for b in bagian:
            b.tagihan.sisa_pokok -= b.pokok
            b.tagihan.sisa_jasa -= b.jasa
            assert b.tagihan.sisa_jasa == 0 or b.pokok == 0  # jasa first
        utang -= jumlah
        lunas = [b.sisa_pokok + b.sisa_jasa == 0 for b in baris]
        assert lunas == sorted(lunas, reverse=True)  # the oldest first
    assert 0 <= utang <= semua
    assert utang == sum(b.sisa_pokok + b.sisa_jasa for b in baris)


@given(syarat, st.integers(0, 4000))
def test_paying_off_pays_the_principal_and_never_more_than_the_schedule(syarat, hari):
    baris = [Baris(c) for c in build_jadwal(**syarat)]
    on = date.fromordinal(syarat["mulai"].toordinal() + hari)
    bagian = settle(baris, on=on)
    assert sum(b.pokok for b in bagian) == syarat["pokok"]
    jasa = sum(b.sisa_jasa for b in baris)
    assert sum(b.jasa + b.bebas_jasa for b in bagian) == jasa
    telat = sum(b.sisa_jasa for b in baris if b.jatuh_tempo < on)
    assert telat <= sum(b.jasa for b in bagian) <= jasa


def test_a_flat_loan_by_hand():
    jadwal = build_jadwal(
        pokok=1_000_000, persen=Decimal("1.5"), menurun=False, tenor=3, mulai=date(2026, 1, 31),
        pembulatan=100,
    )  # fmt: skip
    assert [(c.pokok, c.jasa) for c in jadwal] == [
        (333_300, 15_000), (333_300, 15_000), (333_400, 15_000),
    ]  # fmt: skip
    assert [c.jatuh_tempo for c in jadwal] == [
        date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30),
    ]  # fmt: skip


def test_a_declining_loan_by_hand():
    jadwal = build_jadwal(
        pokok=1_200_000, persen=Decimal(1), menurun=True, tenor=3, mulai=date(2028, 1, 29)
    )
    assert [(c.pokok, c.jasa) for c in jadwal] == [
        (400_000, 12_000), (400_000, 8_000), (400_000, 4_000),
    ]  # fmt: skip
    assert jadwal[0].jatuh_tempo == date(2028, 2, 29)


def test_half_a_rupiah_rounds_up():
    assert jasa_of(1, Decimal(0)) == 0
    assert jasa_of(50, Decimal(1)) == 1
    assert jasa_of(49, Decimal(1)) == 0


def test_paying_off_on_the_due_day_owes_that_month_and_no_later_one():
    baris = [
        Baris(c)
        for c in build_jadwal(
            pokok=300, persen=Decimal(10), menurun=False, tenor=3, mulai=date(2026, 1, 15)
        )
    ]
    assert total(settle(baris, on=date(2026, 2, 15))) == 300 + 30
    assert total(settle(baris, on=date(2026, 2, 16))) == 300 + 60


@pytest.mark.parametrize("salah", [{"pokok": 0}, {"tenor": 0}, {"pembulatan": 0}])
def test_no_schedule_of_nothing(salah):
    syarat = {"pokok": 100, "tenor": 2, "pembulatan": 1} | salah
    with pytest.raises(ValueError, match="paling sedikit"):
        build_jadwal(persen=Decimal(1), menurun=False, mulai=date(2026, 1, 1), **syarat)
