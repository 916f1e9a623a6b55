"""The planner on a simulated year, five seeds; no database."""

import pytest

from bench.luna import BENIH, Bobot, compare, visits_until_all


@pytest.fixture(scope="module")
def tahun():
    return {benih: compare(benih, Bobot()) for benih in BENIH}


@pytest.mark.parametrize("benih", BENIH)
def test_more_unanswered_problems_are_reached_than_by_rotation(tahun, benih):
    putar, rencana, _dunia = tahun[benih]
    assert rencana.terjangkau > putar.terjangkau * 1.1


@pytest.mark.parametrize("benih", BENIH)
def test_people_wait_fewer_days_than_under_rotation(tahun, benih):
    putar, rencana, _dunia = tahun[benih]
    assert rencana.rata_menunggu < putar.rata_menunggu


@pytest.mark.parametrize("benih", BENIH)
def test_every_rt_is_visited_before_any_is_visited_twice_unless_stated(tahun, benih):
    _putar, rencana, dunia = tahun[benih]
    assert rencana.langgar == 0
    lewat = visits_until_all(rencana.kunjungan, len(dunia.rt)) - len(dunia.rt)
    assert 0 <= lewat <= rencana.beralasan


@pytest.mark.parametrize("benih", BENIH)
def test_without_exceptions_a_year_is_whole_rounds(benih):
    tanpa = Bobot(ambang_mendesak=10_000)
    _putar, rencana, dunia = compare(benih, tanpa)
    banyak = len(dunia.rt)
    assert rencana.beralasan == 0
    for awal in range(0, len(rencana.kunjungan) - banyak + 1, banyak):
        assert set(rencana.kunjungan[awal : awal + banyak]) == set(dunia.rt)
