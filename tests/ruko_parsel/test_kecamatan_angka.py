"""Counts and waiting times of a kecamatan: working hours, pauses, standards, months."""

import datetime as dt

import pytest
from django.utils import timezone

from ruko_parsel.angka_kecamatan import count_ruko
from ruko_parsel.jam_kerja import JAM_SEHARI, lama_kerja
from ruko_parsel.masa import Masa, closed_month, named_masa
from ruko_parsel.models import Permintaan
from tests.ruko_parsel.pabrik import INAN, KECAMATAN, PANGGUNG, make_permintaan
from tests.ruko_parsel.pabrik_kecamatan import jalani, pukul

pytestmark = pytest.mark.django_db
MARET = Masa(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
KINI = pukul("2026-04-20", 10)


def angka(masa=MARET, now=KINI):
    return count_ruko(Permintaan.objects.all(), KECAMATAN, masa, now)


def test_an_answer_of_the_same_day_took_the_hours_between():
    jalani(ajukan=pukul("2026-03-02", 9), jawab=pukul("2026-03-02", 12, 30))
    assert angka().semua.jam_jawab == pytest.approx(3.5)


def test_nights_and_weekends_take_no_time():
    jalani(ajukan=pukul("2026-03-06", 15), jawab=pukul("2026-03-09", 8, 30))
    assert angka().semua.jam_jawab == pytest.approx(2.0)


def test_what_is_filed_after_midnight_on_a_sunday_starts_on_monday_morning():
    jalani(ajukan=pukul("2026-03-08", 0, 30), jawab=pukul("2026-03-09", 9, 30))
    assert angka().semua.jam_jawab == pytest.approx(2.0)


def test_waiting_for_the_village_is_not_counted():
    jalani(
        ajukan=pukul("2026-03-02", 9), jawab=pukul("2026-03-05", 9),
        jeda=[(pukul("2026-03-02", 10), pukul("2026-03-05", 8))],
    )  # fmt: skip
    semua = angka().semua
    assert semua.jam_jawab == pytest.approx(2.0)
    assert semua.dijawab == 1


def test_two_pauses_are_both_taken_off_and_one_after_the_answer_only_from_the_end():
    jalani(
        ajukan=pukul("2026-03-02", 8), jawab=pukul("2026-03-02", 15),
        selesai=pukul("2026-03-03", 15),
        jeda=[(pukul("2026-03-02", 9), pukul("2026-03-02", 10)),
              (pukul("2026-03-02", 11), pukul("2026-03-02", 13)),
              (pukul("2026-03-03", 8), pukul("2026-03-03", 14))],
    )  # fmt: skip
    semua = angka().semua
    assert semua.jam_jawab == pytest.approx(4.0)
    assert semua.jam_selesai == pytest.approx(7 + 1 + 7.5 - 3 - 6)


def test_late_is_what_was_answered_late_or_still_waits_past_its_day():
    jalani(ajukan=pukul("2026-03-02"), jawab=pukul("2026-03-04"))
    jalani(ajukan=pukul("2026-03-02"), jawab=pukul("2026-03-20"))
    jalani(ajukan=pukul("2026-03-02"))
    jalani(ajukan=pukul("2026-03-30"), masalah="data_desa")
    semua = angka(now=pukul("2026-04-01")).semua
    assert (semua.jumlah, semua.tepat, semua.lewat, semua.terbuka) == (4, 1, 2, 4)
    assert semua.bagian_lewat == pytest.approx(2 / 3)


def test_a_request_that_waits_for_the_village_is_not_late():
    jalani(ajukan=pukul("2026-03-02"), jeda=[(pukul("2026-03-03"), None)])
    assert angka().semua.lewat == 0


def test_the_standard_of_a_kind_is_kept_until_the_end_of_its_last_working_day():
    jalani(ajukan=pukul("2026-03-02"), jawab=pukul("2026-03-05", 15, 59), masalah="stunting")
    jalani(ajukan=pukul("2026-03-02"), jawab=pukul("2026-03-06", 9), masalah="stunting")
    satu = angka().masalah["stunting"]
    assert (satu.dalam, satu.luar, satu.terpenuhi) == (1, 1, False)


def test_a_holiday_does_not_count_against_the_standard():
    jalani(ajukan=pukul("2026-04-01"), jawab=pukul("2026-04-07", 9), masalah="stunting")
    satu = angka(Masa(dt.date(2026, 4, 1), dt.date(2026, 4, 30))).masalah["stunting"]
    assert satu.dalam == 1  # Good Friday and a weekend lie between


def test_merged_requests_count_once():
    utama = jalani(ajukan=pukul("2026-03-02"))
    lain = jalani(ajukan=pukul("2026-03-02"))
    Permintaan.objects.filter(pk=lain.pk).update(
        status="digabung", digabung_ke=utama, closed_at=pukul("2026-03-03")
    )
    assert angka().semua.jumlah == 1


def test_a_returned_request_was_answered_when_it_was_returned():
    satu = jalani(ajukan=pukul("2026-03-02", 9))
    Permintaan.objects.filter(pk=satu.pk).update(
        status="dikembalikan", hasil="Bukan urusan kecamatan", closed_at=pukul("2026-03-02", 11)
    )
    semua = angka().semua
    assert (semua.dijawab, semua.kembali) == (1, 1)
    assert semua.jam_jawab == pytest.approx(2.0)


def test_cells_by_village_section_kind_and_month():
    jalani(ajukan=pukul("2026-03-02"), di=INAN)
    jalani(ajukan=pukul("2026-03-31", 23, 30), di=PANGGUNG, masalah="stunting")
    hasil = angka()
    assert {k: v.jumlah for k, v in hasil.desa.items()} == {INAN: 1, PANGGUNG: 1}
    assert {k: v.jumlah for k, v in hasil.bidang.items()} == {"pemerintahan": 1, "kesra": 1}
    assert hasil.silang[PANGGUNG, "kesra"].jumlah == 1
    assert list(hasil.bulan) == ["2026-03"]


def test_the_month_ends_at_midnight_of_the_place_not_of_the_server():
    jalani(ajukan=pukul("2026-04-01", 0, 5))  # 23.05 of March in Jakarta
    assert angka().semua.jumlah == 0


def test_nothing_filed_is_zero_and_no_time():
    semua = angka().semua
    assert (semua.jumlah, semua.jam_jawab, semua.bagian_lewat, semua.terpenuhi) == (
        0, None, None, None,
    )  # fmt: skip


def test_the_figures_cost_two_queries_however_many_requests(django_assert_num_queries):
    for _n in range(6):
        make_permintaan()
    kini = timezone.now()
    hari = kini.date()
    with django_assert_num_queries(2):
        hasil = count_ruko(
            Permintaan.objects.all(), KECAMATAN,
            Masa(hari - dt.timedelta(days=3), hari + dt.timedelta(days=1)), kini,
        )  # fmt: skip
    assert hasil.semua.jumlah == 6


def test_spans_by_name():
    hari = dt.date(2026, 1, 15)
    assert closed_month(hari) == Masa(dt.date(2025, 12, 1), dt.date(2025, 12, 31))
    assert named_masa("triwulan-ini", dt.date(2026, 5, 31)).dari == dt.date(2026, 4, 1)
    assert named_masa("tidak-ada", hari) is None


def test_how_a_duration_reads():
    assert lama_kerja(None) == "–"
    assert lama_kerja(3.5) == "3,5 jam kerja"
    assert lama_kerja(JAM_SEHARI * 2.04) == "2 hari kerja"
