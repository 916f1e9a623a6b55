"""Where a target should be on a day, the light, and whether the indicators are stable."""

import datetime as dt
from decimal import Decimal

import pytest

from ekonomi.kpi import is_stable, why_unstable
from ekonomi.kpi.garis import garis_target, lampu
from ekonomi.models import Capaian
from tests.ekonomi.pabrik_kpi import MULAI, buat_program, hari

pytestmark = pytest.mark.django_db


@pytest.fixture
def target():
    return buat_program(target={"peserta_pelatihan": 200}).target.get()


@pytest.mark.parametrize(
    ("pada", "harus"),
    [
        (hari(-5), 0),
        (hari(0), 0),
        (hari(73), Decimal("40.00")),  # a fifth of 365 days
        (dt.date(2027, 8, 1), 200),
        (dt.date(2028, 1, 1), 200),
    ],
)
def test_without_points_the_line_is_straight(target, pada, harus):
    assert garis_target(target, pada) == harus


@pytest.mark.parametrize(
    ("n", "harus"), [(14, 0), (45, 100), (90, Decimal("114.06")), (30, Decimal("51.61"))]
)
def test_with_points_it_goes_through_them(target, n, harus):
    """100 by day 45 (seed, section 7), then straight to 200: 100 + 100 x 45/320 at day 90."""
    assert garis_target(target, hari(n), [(14, Decimal(0)), (45, Decimal(100))]) == harus


def test_a_target_of_six_months_is_whole_after_six(target):
    target.bulan = 6
    assert garis_target(target, dt.date(2027, 2, 1)) == 200
    assert garis_target(target, dt.date(2027, 1, 31)) < 200


@pytest.mark.parametrize(
    ("nilai", "garis", "warna"),
    [
        (None, 10, "abu"), (10, None, "abu"), (10, 10, "hijau"), (Decimal("9.99"), 10, "kuning"),
        (7, 10, "kuning"), (Decimal("6.99"), 10, "merah"), (0, 0, "hijau"), (-5, 10, "merah"),
    ],
)  # fmt: skip
def test_the_light_turns_at_the_line_and_at_the_threshold(nilai, garis, warna):
    def angka(n):
        return None if n is None else Decimal(n)

    assert lampu(angka(nilai), angka(garis)) == warna


def simpan(program, n, nilai):
    Capaian.objects.create(
        program=program, indikator_id="peserta_pelatihan", tanggal=hari(n), nilai=nilai
    )


def test_stable_is_four_weeks_with_figures_and_no_red(target):
    program = target.program
    assert not is_stable(program, hari(100))
    for n in (78, 85, 92, 99):
        simpan(program, n, 60)
    assert is_stable(program, hari(100))
    simpan(program, 95, 10)
    (alasan,) = why_unstable(program, hari(100))
    assert "jauh di bawah garis" in alasan


def test_a_week_without_figures_is_named(target):
    for n in (78, 85, 99):
        simpan(target.program, n, 60)
    (alasan,) = why_unstable(target.program, hari(100))
    assert "3 dari 4 minggu" in alasan


def test_without_targets_nothing_is_stable():
    assert why_unstable(buat_program(), MULAI) == ["Program ini belum punya target."]
