"""Which figures may be shown: none of fewer than five people, and none that subtraction gives."""

import random

import numpy as np
import pytest

from luna_maya.percaya_angka import compare_cells, hide_cells, visible_cells
from wilayah.selang import difference_interval, scale_interval

AKAR = "63.06.05.1002"


def pohon(*rw):
    """{RT: answers} of RWs given as tuples of counts."""
    return {
        f"{AKAR}.{r:02d}.{t:02d}": n for r, isi in enumerate(rw, 1) for t, n in enumerate(isi, 1)
    }


def test_fewer_than_five_in_the_kelurahan_show_nothing_at_all():
    assert visible_cells(pohon((2, 2)), AKAR) == frozenset()


def test_the_hidden_rt_takes_the_smallest_other_with_it():
    tampil = visible_cells(pohon((3, 9, 6)), AKAR)
    assert f"{AKAR}.01" in tampil
    assert f"{AKAR}.01.02" in tampil
    assert not {f"{AKAR}.01.01", f"{AKAR}.01.03"} & tampil  # 18 - 9 - 6 would tell


def test_two_hidden_rts_of_three_people_together_are_not_enough():
    assert hide_cells({"a": 1, "b": 2, "c": 20, "d": 8}) == {"a", "b", "d"}


def test_a_hidden_rw_hides_its_rts_and_another_rw():
    tampil = visible_cells(pohon((2, 1), (9, 9), (30, 30)), AKAR)
    assert AKAR in tampil
    assert not [k for k in tampil if k.startswith((f"{AKAR}.01", f"{AKAR}.02"))]
    assert f"{AKAR}.03.01" in tampil


def test_who_did_not_say_the_rt_is_a_part_like_any_other():
    banyak = pohon((8, 9)) | {f"{AKAR}.01": 2}
    tampil = visible_cells(banyak, AKAR)
    assert f"{AKAR}.01.01" not in tampil  # 19 - 8 - 9 would tell the two
    assert f"{AKAR}.01.02" in tampil


@pytest.mark.parametrize("benih", range(40))
def test_no_hidden_cell_follows_from_what_is_shown(benih):
    """Linear algebra as the attacker: shown totals are equations, the RTs are the unknowns."""
    acak = random.Random(benih)
    banyak = pohon(
        *(tuple(acak.choice((0, 1, 2, 3, 4, 5, 6, 9, 15)) for _ in range(acak.randint(1, 5)))
          for _ in range(acak.randint(1, 5)))
    )  # fmt: skip
    if acak.random() < 0.4:
        banyak[AKAR] = acak.randint(1, 7)
    daun = [k for k, n in banyak.items() if n]
    tampil = visible_cells(banyak, AKAR)
    persamaan = np.array([baris_of(k, daun) for k in sorted(tampil)] or [[0.0] * len(daun)])
    pangkat = np.linalg.matrix_rank(persamaan)
    rw = {".".join(k.split(".")[:5]) for k in daun}
    for sel in {*daun, *rw, AKAR}:
        orang = sum(n for k, n in banyak.items() if k == sel or k.startswith(f"{sel}."))
        if sel == AKAR and orang >= 5:
            continue
        lengkap = np.vstack([persamaan, baris_of(sel, daun)])
        dapat = np.linalg.matrix_rank(lengkap) == pangkat
        assert not (dapat and 0 < orang < 5), (sel, banyak, sorted(tampil))
        if sel in tampil:
            assert orang >= 5


def baris_of(sel, daun):
    return [float(k == sel or k.startswith(f"{sel}.")) for k in daun]


def test_a_difference_stands_only_where_both_rounds_are_shown():
    sebelum = {f"{AKAR}.01.01": [2] * 8, f"{AKAR}.01.02": [3] * 4, f"{AKAR}.01.03": [3] * 9}
    sesudah = {f"{AKAR}.01.01": [5] * 8, f"{AKAR}.01.02": [3] * 9, f"{AKAR}.01.03": [3] * 9}
    nama = {k: k for k in (*sebelum, f"{AKAR}.01", AKAR)}
    sel = {satu.kode: satu for satu in compare_cells(sebelum, sesudah, AKAR, nama)}
    assert sel[f"{AKAR}.01.01"].sebelum is None
    assert sel[f"{AKAR}.01.01"].sesudah.n == 8
    assert sel[f"{AKAR}.01.01"].kata == ""
    assert sel[f"{AKAR}.01.03"].kata == "belum dapat dibedakan"
    assert sel[AKAR].kata == "naik"


def test_intervals_by_hand():
    selang = scale_interval([3, 4, 4, 5, 4], bawah=1, atas=5)
    assert selang.nilai == 4
    assert selang.bawah == pytest.approx(4 - 2.776 * (0.5 / 5) ** 0.5, abs=0.01)
    sama = scale_interval([5] * 5, bawah=1, atas=5)
    assert sama.bawah < 5  # all alike is not certainty
    assert sama.atas == 5
    assert scale_interval([5] * 4, bawah=1, atas=5).nilai is None
    beda = difference_interval([2, 3, 2, 3, 2, 3], [4, 4, 5, 4, 5, 4])
    assert beda.bawah > 0
    assert difference_interval([2, 3, 2, 3], [4] * 9).nilai is None
