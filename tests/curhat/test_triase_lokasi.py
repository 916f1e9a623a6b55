"""Which kelurahan a text means."""

import pytest

from curhat.triase.lokasi import Gazetir, find_jalan, locate, read_gazetir

TAMAN = "35.77.03.1009"
JOSENAN = "35.77.03.1007"


def find(teks, *, kepala=(), kanal=None):
    return locate(teks, kepala=kepala, kanal=kanal, gazetir=read_gazetir())


def test_the_channel_says_where_when_the_text_does_not():
    hasil = find("lampu mati", kanal=TAMAN)
    assert (hasil.wilayah, hasil.sumber, hasil.kandidat) == (TAMAN, "kanal", ())


@pytest.mark.parametrize("teks", ["lampu mati di kel. Josenan", "kelurahan josennan gelap"])
def test_a_named_kelurahan_is_found_even_misspelled(teks):
    assert find(teks).wilayah == JOSENAN


def test_another_kelurahan_than_the_channels_is_asked_about():
    hasil = find("lampu mati di kelurahan Josenan", kanal=TAMAN)
    assert (hasil.wilayah, hasil.sumber) == (TAMAN, "kanal")
    assert [t.kode for t in hasil.kandidat] == [JOSENAN]


def test_two_kelurahan_in_one_text_stay_unknown():
    hasil = find("perbatasan kel. Josenan dan kel. Pandean banjir")
    assert hasil.wilayah is None
    assert {t.nama for t in hasil.kandidat} == {"Josenan", "Pandean"}


def test_a_name_borne_by_two_areas_is_asked_about_unless_the_channel_tells():
    assert {t.tingkat for t in find("desa Mojorejo banjir").kandidat} == {"desa", "kelurahan"}
    assert find("kel Mojorejo banjir", kanal="35.77").wilayah == "35.77.03.1001"


@pytest.mark.parametrize(
    "teks", ["taman bermain rusak", "pohon di taman tumbang", "jl taman praja"]
)
def test_taman_is_a_common_noun_unless_a_word_says_otherwise(teks):
    assert find(teks).wilayah is None


def test_taman_in_the_header_is_the_kelurahan():
    assert find("got mampet", kepala=("Taman", "Irfa")).wilayah == TAMAN


def test_a_street_that_bears_an_areas_name_is_no_area():
    assert find("banjir di jalan Winongo").wilayah is None


def test_an_unknown_kelurahan_stays_unknown():
    assert find("kelurahan Antah Berantah gelap").wilayah is None


def test_a_gazetteer_is_built_from_plain_rows():
    gazetir = Gazetir([("11.01.01.2001", "Keude Bakongan", "desa")])
    assert locate("ds keude bakongan", gazetir=gazetir).wilayah == "11.01.01.2001"


@pytest.mark.parametrize(
    ("teks", "jalan"),
    [
        ("RT03, Jalan Mawar. Sudah lama", "Jalan Mawar"),
        ("jalan samping SD tergenang", "jalan samping SD"),
        ("lampu jalan mati di gg manggis, gelap", "gg manggis"),
        ("got depan musala mampet", "depan musala"),
        ("jalan rusak parah", None),
    ],
)
def test_a_street_or_landmark_is_kept_as_written(teks, jalan):
    assert find_jalan(teks) == jalan
