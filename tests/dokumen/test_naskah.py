"""The text of a letter: blocks, slots filled once, blanks of a draft."""

import pytest

from dokumen.naskah import TITIK, fill, fill_blok, read_blok, slot_names


def blok(teks, nilai, *, draf=False, pilihan=()):
    return fill_blok(read_blok(teks), nilai, draf=draf, pilihan=frozenset(pilihan))


def test_paragraphs_rows_and_lists_are_told_apart():
    jenis = [b.jenis for b in read_blok("Halo,\n\n| A | {a}\n| B | b\n\n- x\n- y\n\nDemikian.")]
    assert jenis == ["lanjutan", "rincian", "daftar", "alinea"]


def test_a_value_that_looks_like_a_slot_or_a_row_stays_what_it_is():
    hasil = blok("| Nama | {nama}\n| NIK | {nik}", {"nama": "{nik}\n| X | y", "nik": "1"})
    assert hasil[0].isi == (("Nama", "{nik}\n| X | y"), ("NIK", "1"))


def test_an_optional_row_without_a_value_is_left_out_of_the_finished_letter():
    teks = "| Nama | {nama}\n| Telepon | {telepon}"
    assert len(blok(teks, {"nama": "A"}, pilihan=["telepon"])[0].isi) == 1
    assert blok(teks, {"nama": "A"}, draf=True, pilihan=["telepon"])[0].isi[1] == ("Telepon", TITIK)


def test_slots_are_listed_once_in_their_order():
    assert slot_names("{b} {a} {b}") == ["b", "a"]
    assert fill("{a}-{b}", {"a": "1"}, kosong="…") == "1-…"


def test_a_row_without_a_value_is_an_error_with_the_row_in_it():
    with pytest.raises(ValueError, match="Nama"):
        read_blok("| Nama")
