"""RT and RW in the forms residents write them."""

import pytest

from curhat.triase.rtrw import extract_rtrw
from wilayah.rtrw import normal_rt, normal_rw


@pytest.mark.parametrize(
    ("teks", "rt", "rw"),
    [
        ("rt 9 rw 9", "09", "09"),
        ("rt.9/rw.9", "09", "09"),
        ("RT 05/13", "05", "13"),
        ("rt9,9", "09", "09"),
        ("RW XI", None, "11"),
        ("RT03/RW02", "03", "02"),
        ("rt 003 rw 012", "03", "12"),
        ("er te 3", "03", None),
        ("RT tiga", "03", None),
        ("erte lima erwe dua belas", "05", "12"),
        ("RW 4 RT 2", "02", "04"),
        ("RT 3, 4 dan 5 RW 2", "03", "02"),
        ("RT 1 sampai 5 RW 3", "01", "03"),
        ("RT 1 dan RT 2 RW 3", "01", "03"),
        ("RT/RW: 003/012", "03", "12"),
        ("rt rw 03 02", "03", "02"),
        ("RT 112 RW 7", "112", "07"),
        ("RT.01 / RW.II", "01", "02"),
        ("rt o3 rw o5", "03", "05"),
        ("RT-05/RW-06", "05", "06"),
        ("RT12 RW1 Kalisari", "12", "01"),
        ("rt 01 rw dua", "01", "02"),
    ],
)
def test_every_usual_form_is_read(teks, rt, rw):
    hasil = extract_rtrw(f"Lampu mati di {teks} sudah lama")
    assert (hasil.rt, hasil.rw) == (rt, rw)


@pytest.mark.parametrize(
    "teks",
    [
        "smart 5 tahun", "rt 3 kali dihubungi tidak datang", "RT 1234", "rumah no 12 gang 3",
        "jam 19.30 tanggal 05/13", "pak rt dan pak rw tidak ada", "Rp 5.000", "",
    ],
)  # fmt: skip
def test_numbers_that_are_no_rt_stay_unknown(teks):
    hasil = extract_rtrw(teks)
    assert (hasil.rt, hasil.rw) == (None, None)


def test_a_house_number_or_a_date_behind_an_rt_is_not_its_rw():
    assert extract_rtrw("rt 5 no 12").rw is None
    assert extract_rtrw("rt 05, 13 januari").rw is None
    assert extract_rtrw("RT 02 jam 19.30").rt == "02"


def test_the_phrase_that_said_so_is_kept():
    assert extract_rtrw("di RT 04/RW 01 dekat pasar").frasa == "RT 04/RW 01"


@pytest.mark.parametrize("teks", ["III", "RT 3", "03", "003", "tiga", "rt.3", "er te 3", "telu"])
def test_one_rt_has_one_spelling(teks):
    assert normal_rt(teks) == "03"


def test_a_desa_without_rw_uses_zero_but_no_rt_is_zero():
    assert normal_rw("00") == "00"
    assert normal_rt("00") is None


@pytest.mark.parametrize("teks", ["", None, "abc", "1999", "IIX", "rt", "12a"])
def test_what_is_no_number_has_no_spelling(teks):
    assert normal_rt(teks) is None
