"""Rupiah in words."""

import pytest

from ekonomi.terbilang import terbilang, terbilang_rupiah


@pytest.mark.parametrize(
    ("angka", "kata"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_011, "dua ribu sebelas"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_500_000, "dua juta lima ratus ribu"),
        (320_000_000, "tiga ratus dua puluh juta"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
        (1_234_567_890_123, "satu triliun dua ratus tiga puluh empat miliar lima ratus enam puluh"
         " tujuh juta delapan ratus sembilan puluh ribu seratus dua puluh tiga"),
        (-5, "minus lima"),
    ],
)  # fmt: skip
def test_numbers_read_as_people_say_them(angka, kata):
    assert terbilang(angka) == kata


def test_a_receipt_begins_with_a_capital_and_ends_with_rupiah():
    assert terbilang_rupiah(1_500_000) == "Satu juta lima ratus ribu rupiah"


def test_beyond_999_triliun_is_refused():
    assert terbilang(10**15 - 1).startswith("sembilan ratus sembilan puluh sembilan triliun")
    with pytest.raises(ValueError, match="terlalu besar"):
        terbilang(10**15)
