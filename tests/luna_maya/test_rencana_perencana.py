"""The planner's own rules, on values alone: no database."""

import datetime as dt
import itertools
import random

import pytest

from luna_maya.perencana.jalan import PASTI_SAMPAI, distance_km, measure, order_stops
from luna_maya.perencana.malam import Aturan, choose_malam, reason_against, season_of
from luna_maya.perencana.nilai import score_rt, total
from luna_maya.perencana.nilai_dasar import Bobot, KeadaanRt, Waktu
from luna_maya.perencana.urut import Putaran, propose, round_of

WAKTU = Waktu("musim hujan", "November")
AWAL = Putaran(1, frozenset())


def rt(kode="01.01", **isi):
    rw, nomor = kode.split(".")
    return KeadaanRt(rt=kode, nama=f"RT {nomor} RW {rw}", rw=rw, rw_jumlah_rt=4, **isi)


def poin(keadaan, bobot=None):
    return {f.kunci: f.poin for f in score_rt(keadaan, bobot or Bobot(), WAKTU)}


def test_never_visited_counts_more_than_any_number_of_days():
    assert poin(rt())["lama"] > poin(rt(hari_sejak=4000))["lama"] > poin(rt(hari_sejak=20))["lama"]


def test_a_factor_ends_at_its_weight():
    bobot = Bobot()
    ramai = poin(rt(curhat=500, hari_menunggu=9999, miskin=900, masalah=99, undangan=9), bobot)
    for kunci in ("curhat", "menunggu", "miskin", "masalah", "undangan"):
        assert ramai[kunci] == getattr(bobot, kunci)


def test_a_proposal_explains_itself_with_the_numbers():
    (usul,) = propose([rt(curhat=4, hari_menunggu=19, miskin=7)], Bobot(), WAKTU, AWAL)
    assert "belum pernah dikunjungi" in usul.kalimat
    assert "4 curhat belum dijawab" in usul.kalimat
    assert "menunggu 19 hari" in usul.kalimat
    assert "7 keluarga prasejahtera" in usul.kalimat
    assert usul.poin == total(usul.faktor) == pytest.approx(sum(f.poin for f in usul.faktor))


def test_curhat_without_an_rt_counts_a_share_and_says_so():
    faktor = {f.kunci: f for f in score_rt(rt(curhat_rw=1.5), Bobot(), WAKTU)}
    assert "tanpa nomor RT (1,5)" in faktor["curhat"].kalimat


def test_nobody_comes_twice_before_everybody_came_once():
    semua = [rt("01.01", hari_sejak=40, curhat=9), rt("01.02"), rt("02.01", hari_sejak=900)]
    sudah = Putaran(1, frozenset({"01.01"}))
    urut = [u.rt for u in propose(semua, Bobot(ambang_mendesak=999), WAKTU, sudah)]
    assert urut == ["01.02", "02.01", "01.01"]


def test_an_urgent_rt_breaks_in_only_with_its_reason_written():
    desak = rt("01.01", hari_sejak=60, curhat=12, hari_menunggu=70, masalah=5)
    usul = propose(
        [desak, rt("01.02", hari_sejak=300)], Bobot(), WAKTU, Putaran(2, frozenset({"01.01"}))
    )
    assert [u.rt for u in usul] == ["01.01", "01.02"]
    assert "12 curhat belum dijawab, yang tertua 70 hari" in usul[0].alasan_khusus
    assert "RT 02 RW 01 yang belum mendapat giliran" in usul[0].alasan_khusus
    assert usul[0].kalimat.startswith(usul[0].alasan_khusus)
    assert usul[1].alasan_khusus == ""


@pytest.mark.parametrize("lain", [{"hari_sejak": 10}, {"curhat": 3, "hari_menunggu": 5},
                                  {"dilewati_hari": 2}])  # fmt: skip
def test_too_soon_too_little_or_just_skipped_does_not_break_in(lain):
    isi = {"hari_sejak": 60, "curhat": 12, "hari_menunggu": 70, "masalah": 5} | lain
    usul = propose(
        [rt("01.01", **isi), rt("01.02", hari_sejak=300)], Bobot(), WAKTU,
        Putaran(2, frozenset({"01.01"})), 1,
    )  # fmt: skip
    assert usul[0].rt == "01.02"


def test_a_skipped_rt_stands_back_and_returns_when_its_time_is_over():
    segar = rt("01.01", dilewati_hari=1, dilewati_alasan="keluarga berduka")
    lewat = rt("01.01", dilewati_hari=30)
    lain = rt("01.02", hari_sejak=1)
    assert [u.rt for u in propose([segar, lain], Bobot(), WAKTU, AWAL)] == ["01.02", "01.01"]
    assert propose([lewat, lain], Bobot(), WAKTU, AWAL)[0].rt == "01.01"
    assert "keluarga berduka" in " ".join(f.kalimat for f in score_rt(segar, Bobot(), WAKTU))


def test_ties_are_never_decided_by_chance():
    semua = [rt(f"0{n}.01") for n in (3, 1, 2)]
    for urut in itertools.permutations(semua):
        assert [u.rt for u in propose(urut, Bobot(), WAKTU, AWAL)] == ["01.01", "02.01", "03.01"]


def test_a_round_ends_when_every_rt_of_today_had_its_turn():
    semua = {"a", "b", "c"}
    assert round_of([], semua) == Putaran(1, frozenset())
    assert round_of(["a", "b", "a"], semua) == Putaran(1, frozenset({"a", "b"}))
    assert round_of(["a", "b", "a", "c"], semua) == Putaran(2, frozenset())
    assert round_of(["a", "b", "c", "hilang", "b"], semua) == Putaran(2, frozenset({"b"}))
    assert round_of(["a", "b", "c"], semua | {"baru"}).sudah == semua


def test_no_rt_gives_no_proposal():
    assert propose([], Bobot(), WAKTU, AWAL) == []


def test_evenings_are_spread_and_never_on_a_holiday_or_a_taken_one():
    natal = dt.date(2026, 12, 25)
    aturan = Aturan({natal: "Hari Raya Natal"}, terisi={dt.date(2026, 12, 22)}, per_pekan=2)
    malam = choose_malam(dt.date(2026, 12, 21), 3, aturan)
    assert natal not in malam.pilihan
    assert dt.date(2026, 12, 22) not in malam.pilihan
    pekan = [hari.isocalendar()[1] for hari in (*malam.pilihan, dt.date(2026, 12, 22))]
    assert max(pekan.count(satu) for satu in pekan) <= 2
    assert all((b - a).days >= 3 for a, b in itertools.pairwise(malam.pilihan))


def test_nobody_is_asked_to_host_a_night_before_a_feast_in_ramadan_or_on_a_thursday():
    lebaran = dt.date(2026, 3, 21)
    menginap = Aturan({lebaran: "Hari Raya Idul Fitri"}, menginap=True)
    assert "menjelang" in reason_against(lebaran - dt.timedelta(days=1), menginap)
    assert "Ramadan" in reason_against(dt.date(2026, 3, 3), menginap)
    assert "malam Jumat" in reason_against(dt.date(2026, 1, 8), menginap)
    assert reason_against(dt.date(2026, 3, 3), Aturan(menginap.libur)) == ""
    assert choose_malam(dt.date(2026, 2, 25), 1, menginap).pilihan[0] > lebaran


def test_seasons_are_named():
    assert season_of(dt.date(2026, 11, 1)) == "musim hujan"
    assert season_of(dt.date(2026, 7, 1)) == "musim kemarau"


@pytest.mark.parametrize("benih", range(5))
@pytest.mark.parametrize("pulang", [True, False])
def test_the_way_of_an_evening_is_the_shortest_there_is(benih, pulang):
    acak = random.Random(benih)
    kantor, *titik = ((-2.78 + acak.random() / 50, 115.2 + acak.random() / 50) for _ in range(7))
    akhir = None if pulang else titik.pop()
    terbaik = min(
        sum(measure(kantor, titik, urut, akhir or kantor))
        for urut in itertools.permutations(range(len(titik)))
    )
    jalan = order_stops(kantor, titik, akhir=akhir)
    assert jalan.tepat
    assert jalan.jumlah == pytest.approx(terbaik)
    assert sorted(jalan.urutan) == list(range(len(titik)))


def test_many_stops_get_a_good_order_that_says_it_is_no_proof():
    titik = [(-2.78, 115.2 + n / 1000) for n in (5, 1, 9, 3, 7, 2, 8, 4, 6, 10)]
    assert len(titik) > PASTI_SAMPAI
    jalan = order_stops((-2.78, 115.2), titik)
    assert not jalan.tepat
    assert jalan.jumlah == pytest.approx(2 * distance_km((-2.78, 115.2), (-2.78, 115.21)))


def test_an_evening_without_stops_is_no_way():
    assert order_stops((0, 0), []).jumlah == 0


def test_an_order_that_is_as_short_as_any_stays_as_it_was():
    kantor, titik = (0.0, 0.0), [(0.0, 0.01), (0.01, 0.01), (0.01, 0.0)]
    assert order_stops(kantor, titik).urutan == (0, 1, 2)
    assert order_stops(kantor, titik[::-1]).urutan == (0, 1, 2)
