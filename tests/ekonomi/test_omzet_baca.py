"""Turnover as people write it; a story is left alone."""

import datetime as dt

import pytest

from ekonomi.omzet_baca import read_omzet
from wilayah.rupiah_baca import TidakTerbaca, read_rupiah

HARI = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("teks", "nilai", "bulan"),
    [
        ("OMZET 1500000", 1_500_000, None),
        ("omzet 1,5 juta", 1_500_000, None),
        ("omzet 1.5jt", 1_500_000, None),
        ("Omset 750rb", 750_000, None),
        ("omzet 750 ribu", 750_000, None),
        ("omzet: Rp1.500.000,-", 1_500_000, None),
        ("omzet rp. 1.500.000,00", 1_500_000, None),
        ("omzet 0", 0, None),
        ("omzet 2 juta 300 ribu", 2_300_000, None),
        ("omzet 12jt", 12_000_000, None),
        ("omzet bulan lalu 2jt", 2_000_000, dt.date(2026, 10, 1)),
        ("omzet bulan ini 900.000 pak", 900_000, dt.date(2026, 11, 1)),
        ("omzet oktober rp 1.500.000", 1_500_000, dt.date(2026, 10, 1)),
        ("omzet 2jt bulan okt", 2_000_000, dt.date(2026, 10, 1)),
        ("omzet desember 1jt", 1_000_000, dt.date(2025, 12, 1)),
        ("omzet des 2025 800rb", 800_000, dt.date(2025, 12, 1)),
        ("OMZET 1500000 alhamdulillah nggih bu", 1_500_000, None),
        ("omzet 1.500", 1_500, None),
        ("  omzet   1,25 juta ", 1_250_000, None),
    ],
)
def test_figures_and_months(teks, nilai, bulan):
    dibaca = read_omzet(teks, HARI)
    assert (dibaca.jenis, dibaca.nilai, dibaca.bulan) == ("omzet", nilai, bulan)


def test_income_is_its_own_kind():
    assert read_omzet("pendapatan 2jt", HARI).jenis == "pendapatan"
    assert read_omzet("penghasilan bulan lalu 1.000.000", HARI).jenis == "pendapatan"


@pytest.mark.parametrize(
    "teks",
    [
        "Got depan rumah mampet",
        "omzet warung saya turun terus sejak jalan ditutup, tolong dibantu",
        "omzet 2jt tapi got di depan warung mampet dan bau sekali",
        "pendapatan saya turun pak",
        "omzet turun",
        "1500000",
        "saya mau lapor omzet 2jt",
    ],
)
def test_what_is_no_report_is_left_to_others(teks):
    assert read_omzet(teks, HARI) is None


@pytest.mark.parametrize(
    "teks", ["omzet", "OMZET!", "omzet -500000", "omzet 1,5", "omzet 1jt 2jt", "omzet 12.34.567"]
)
def test_an_unclear_figure_is_asked_for_again(teks):
    with pytest.raises(TidakTerbaca):
        read_omzet(teks, HARI)


def test_a_bare_amount_is_an_answer():
    assert read_rupiah("1,5 juta") == 1_500_000
    assert read_rupiah("Rp 750.000") == 750_000
    assert read_rupiah("ya 1500000") == 1_500_000
    assert [read_rupiah(t) for t in ("", "banjir", "-5", "1jt 2jt", "ada 3 orang sakit")] == [
        None
    ] * 5
