"""Figures worked out by hand on paper: averages, intervals, verdicts, drop-outs."""

import math

import numpy as np
import pytest

from ekonomi.grafik import bars, line_chart, pendek
from ekonomi.statistik import (
    Perubahan,
    Peserta,
    Putusan,
    programme_change,
    ratio_interval,
    real_change,
    summarise,
    verdict,
)
from wilayah.selang import Selang, mean_interval


def test_one_household_by_hand():
    assert Perubahan(800_000, 1_000_000).selisih == 200_000
    assert Perubahan(800_000, 1_000_000).persen == 25.0
    assert Perubahan(0, 500_000).persen is None
    assert Perubahan(0, 500_000).kata == "baru berpenghasilan"
    assert Perubahan(0, 0).kata == "belum berpenghasilan"
    assert [Perubahan(10, n).kata for n in (9, 10, 11)] == ["turun", "tetap", "naik"]


def test_a_group_by_hand():
    # (100,150) (200,200) (300,330) (0,100) (400,470): sums 1000 -> 1250, +25 %
    baris = [Perubahan(*p) for p in ((100, 150), (200, 200), (300, 330), (0, 100), (400, 470))]
    hasil = summarise(baris)
    assert (hasil.n, hasil.rerata_awal, hasil.rerata_kini) == (5, 200.0, 250.0)
    assert hasil.kenaikan.nilai == pytest.approx(25.0)
    assert hasil.selisih.nilai == pytest.approx(50.0)
    # single percentages 50, 0, 10, 17.5: median 13.75; the one that began at nothing has none
    assert hasil.median_persen == pytest.approx(13.75)
    assert (hasil.naik, hasil.turun, hasil.baru) == (4, 0, 1)


def test_the_t_interval_by_hand():
    # 50, 0, 30, 100, 70: mean 50, variance 5800/4 = 1450, se sqrt(290) = 17.029, t(4) = 2.776
    selang = mean_interval(np.array([50.0, 0, 30, 100, 70]))
    assert selang.nilai == 50.0
    assert selang.atas == pytest.approx(50 + 2.7764451 * math.sqrt(290), abs=1e-4)
    assert selang.bawah == pytest.approx(50 - 2.7764451 * math.sqrt(290), abs=1e-4)


def test_the_bootstrap_is_the_same_every_time_and_exact_where_all_rise_alike():
    awal = np.array([100.0, 200, 300, 400, 500])
    sama = ratio_interval(awal, awal * 1.3)
    assert (sama.nilai, sama.bawah, sama.atas) == pytest.approx((30.0, 30.0, 30.0))
    kini = awal * np.array([1.0, 1.1, 1.3, 1.5, 1.2])
    assert ratio_interval(awal, kini) == ratio_interval(awal, kini)
    selang = ratio_interval(awal, kini)
    assert selang.bawah < selang.nilai < selang.atas


def test_fewer_than_five_have_no_interval_and_no_verdict():
    hasil = summarise([Perubahan(100, 200)] * 4)
    assert hasil.kenaikan == Selang(100.0)
    assert hasil.putusan == Putusan.SEDIKIT
    assert hasil.sedikit
    assert summarise([]).putusan == Putusan.SEDIKIT


@pytest.mark.parametrize(
    ("bawah", "atas", "putusan"),
    [
        (25.0, 40.0, Putusan.TERCAPAI),
        (24.9, 40.0, Putusan.BELUM_PASTI),
        (10.0, 25.0, Putusan.BELUM_PASTI),
        (10.0, 24.9, Putusan.BELUM),
    ],
)
def test_the_verdict_looks_at_the_whole_interval(bawah, atas, putusan):
    assert verdict(Selang(26.0, bawah, atas), target=25, n=50) == putusan


def test_drop_outs_are_counted_both_ways_by_hand():
    # eight at 100 -> 150; two left, one with a (tempting) late figure of 500; one never measured
    peserta = [Peserta(100, 150)] * 8 + [Peserta(100, None, keluar=True)]
    peserta += [Peserta(100, 500, keluar=True), Peserta(100, None), Peserta(None, 900)]
    hasil = programme_change(peserta)
    assert hasil.lengkap.n == 8
    assert hasil.lengkap.kenaikan.nilai == pytest.approx(50.0)
    # (8 x 150 + 2 x 100) / (10 x 100) = 1.4
    assert hasil.dengan_keluar.n == 10
    assert hasil.dengan_keluar.kenaikan.nilai == pytest.approx(40.0)
    assert (hasil.peserta, hasil.berbaseline, hasil.belum_lapor, hasil.keluar) == (12, 11, 1, 2)
    assert hasil.bagian_terukur == pytest.approx(8 / 11)


def test_it_says_when_the_verdict_hangs_on_who_left():
    naik = [Peserta(100, 127)] * 40
    hasil = programme_change(naik + [Peserta(100, None, keluar=True)] * 20)
    assert hasil.lengkap.putusan == Putusan.TERCAPAI
    assert hasil.dengan_keluar.putusan == Putusan.BELUM
    assert hasil.berbeda


def test_a_group_that_began_at_nothing_has_rupiah_but_no_percentage():
    hasil = summarise([Perubahan(0, 100)] * 6)
    assert hasil.kenaikan.nilai is None
    assert hasil.selisih.nilai == 100
    assert hasil.putusan == Putusan.SEDIKIT


def test_prices_are_taken_out_of_a_rise():
    assert real_change(25.0, 0.0) == pytest.approx(25.0)
    assert real_change(26.0, 5.0) == pytest.approx(20.0)


def test_charts_are_whole_pixels_with_gaps_where_nothing_was_measured():
    grafik = line_chart([("Jul", 100), ("Agu", None), ("Sep", 300), ("Okt", 400)], acuan=100)
    assert [t.label for t in grafik.titik] == ["Jul", "Sep", "Okt"]
    assert len(grafik.jalur) == 1
    assert grafik.titik[-1].y < grafik.titik[0].y == grafik.acuan
    assert line_chart([("Jul", None)]) is None
    assert [b.panjang for b in bars([("a", 2, ""), ("b", 4, ""), ("c", None, "")])] == [200, 400, 0]
    assert [pendek(n) for n in (0, 750_000, 1_500_000, 2_000_000, 1_250_000_000)] == [
        "0", "750 rb", "1,5 jt", "2 jt", "1,2 M",
    ]  # fmt: skip
