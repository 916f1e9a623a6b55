"""How well the classifier that ships does. The dev texts are never read for tuning."""

import importlib.util
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
DEV = BASE_DIR.parent / "shared" / "data" / "eval" / "keluhan_dev.csv"


@pytest.fixture(scope="module")
def nilai():
    asal = importlib.util.spec_from_file_location(
        "nilai_triase", BASE_DIR / "bench/nilai_triase.py"
    )
    modul = importlib.util.module_from_spec(asal)
    asal.loader.exec_module(modul)
    return modul


butuh_dev = pytest.mark.skipif(
    not DEV.exists(), reason="../shared/data/eval is not on this machine"
)


@butuh_dev
def test_the_fifteen_groups_of_real_complaints_are_told_apart(nilai):
    assert nilai.score_dev()[0] >= 0.75


@butuh_dev
def test_rt_and_rw_are_read_right_where_a_real_complaint_states_them(nilai):
    sebut, benar, _ = nilai.score_rtrw()
    assert benar / sebut >= 0.97


def test_our_own_held_out_complaints_are_told_apart(nilai):
    assert nilai.score_warga()[0] >= 0.90
    assert nilai.score_warga(jalur=nilai.PORTAL)[0] >= 0.90
