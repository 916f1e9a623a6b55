"""The HAI LURAH form, written as people write it."""

import pytest

from curhat.triase.format import parse_pesan


@pytest.mark.parametrize(
    ("teks", "kelurahan"),
    [
        ("HAI LURAH Taman Irfa Darojat. got mampet", "Taman"),
        ("hai lura taman irfa darojat\nSaya warga sini, got mampet", "taman"),
        ("Halo Lurah nambangan kidul, got mampet", "nambangan"),
        ("selamat pagi, HAI LURAH (Manisrejo) (Siti) got mampet", "Manisrejo"),
        ("HY LURAH\nTaman Irfa Darojat\nAku mau curhat got mampet", "Taman"),
        ("Haaai lurahh mojorejo, got mampet", "mojorejo"),
    ],
)
def test_the_header_is_found_anywhere_and_however_spelled(teks, kelurahan):
    pesan = parse_pesan(teks)
    assert pesan.ada_kepala
    assert pesan.kepala[0] == kelurahan
    assert "got mampet" in pesan.isi
    assert "lura" not in pesan.isi.lower()


@pytest.mark.parametrize(
    ("teks", "tembusan", "anonim"),
    [
        ("got mampet\nTEMBUSAN: TIDAK\nANONIM: YA", False, True),
        ("ANONIM YA tembusan ya got mampet", True, True),
        ("got mampet anonim=tidak", None, False),
        ("got mampet, tembusan ke lurah: iya", True, None),
        ("Anonim : Tdk\ngot mampet", None, False),
        ("tolong rahasiakan nama saya, got mampet", None, True),
        ("got mampet", None, None),
    ],
)
def test_flags_are_read_in_any_form_and_place(teks, tembusan, anonim):
    pesan = parse_pesan(teks)
    assert (pesan.tembusan, pesan.anonim) == (tembusan, anonim)
    assert "got mampet" in pesan.isi


def test_the_story_behind_a_bare_greeting_is_not_swallowed():
    pesan = parse_pesan("hai lurah lampu jalan mati di gang manggis")
    assert pesan.isi == "lampu jalan mati di gang manggis"


def test_a_text_without_header_stays_as_written():
    assert parse_pesan("Got mampet di RT 3").isi == "Got mampet di RT 3"
