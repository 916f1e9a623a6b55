"""Working days, deadlines and pauses, in WIB."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template

from tests.factories import WilayahFactory
from wilayah.format import rupiah, tanggal_panjang, urgensi
from wilayah.kalender import WIB, add_hari_kerja, hari_libur_in, is_hari_kerja
from wilayah.models import HariLibur
from wilayah.tenggat import AturanTenggat, due_at, shift_for_pause, sisa, sisa_lagi

pytestmark = pytest.mark.django_db
TAMAN = "35.77.03.1009"
TIGA_HARI = AturanTenggat("target 3 hari kerja", hari_kerja=3)
SEHARI = AturanTenggat("verifikasi 24 jam", jam=24)


def wib(*isi):
    return datetime(*isi, tzinfo=WIB)


def test_weekends_national_holidays_and_cuti_bersama_are_no_working_days():
    assert is_hari_kerja(date(2025, 11, 24))
    assert not is_hari_kerja(date(2025, 11, 23))  # Sunday
    assert not is_hari_kerja(date(2025, 12, 25))  # Natal
    assert not is_hari_kerja(date(2025, 12, 26))  # cuti bersama Natal
    assert not is_hari_kerja(date(2025, 8, 18))  # cuti bersama Kemerdekaan


def test_own_days_count_in_their_area_and_the_nearest_wins():
    WilayahFactory(kode=f"{TAMAN}.02")
    HariLibur.objects.create(tanggal="2025-11-25", nama="Hari jadi kota", wilayah_id="35.77")
    HariLibur.objects.create(
        tanggal="2025-11-25", nama="Tetap buka", jenis="masuk", wilayah_id=TAMAN
    )
    HariLibur.objects.create(tanggal="2025-12-26", nama="Piket", jenis="masuk")
    assert is_hari_kerja(date(2025, 11, 25))
    assert not is_hari_kerja(date(2025, 11, 25), "35.77.03.1002")
    assert is_hari_kerja(date(2025, 11, 25), f"{TAMAN}.02")
    assert is_hari_kerja(date(2025, 12, 26), TAMAN)


def test_holidays_of_a_period_are_listed_with_names_in_indonesian():
    HariLibur.objects.create(tanggal="2025-12-22", nama="Hari jadi")
    HariLibur.objects.create(tanggal="2025-12-26", nama="Piket", jenis="masuk")
    libur = hari_libur_in(date(2025, 12, 20), date(2026, 1, 1))
    assert [hari for hari, _nama in libur] == [
        date(2025, 12, 22),
        date(2025, 12, 25),
        date(2026, 1, 1),
    ]
    assert "Natal" in libur[1][1]


@pytest.mark.parametrize(
    ("mulai", "hari", "akhir"),
    [
        (wib(2025, 11, 24, 9, 15), 1, wib(2025, 11, 25, 16)),
        (wib(2025, 11, 24, 23, 59), 1, wib(2025, 11, 25, 16)),
        (wib(2025, 11, 21, 10), 1, wib(2025, 11, 24, 16)),  # Friday
        (wib(2025, 11, 22, 10), 1, wib(2025, 11, 24, 16)),  # Saturday
        (wib(2025, 12, 23, 10), 3, wib(2025, 12, 30, 16)),  # over Christmas
        (wib(2025, 11, 24, 10), 0, wib(2025, 11, 24, 16)),
        (wib(2025, 11, 24, 16), 0, wib(2025, 11, 25, 16)),
        (wib(2025, 11, 22, 10), 0, wib(2025, 11, 24, 16)),
        (datetime(2025, 11, 23, 18, tzinfo=UTC), 1, wib(2025, 11, 25, 16)),  # Monday in WIB
    ],
)
def test_working_days_count_from_the_next_one_and_end_at_four(mulai, hari, akhir):
    assert add_hari_kerja(mulai, hari, TAMAN) == akhir


def test_a_start_without_a_zone_and_a_negative_number_are_refused():
    with pytest.raises(ValueError, match="zona"):
        add_hari_kerja(datetime(2025, 11, 24, 9), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="negatif"):
        add_hari_kerja(wib(2025, 11, 24), -1)


def test_a_rule_has_exactly_one_clock():
    for isi in ({}, {"jam": 1, "hari_kerja": 1}, {"jam": -1}):
        with pytest.raises(ValueError, match="aturan salah"):
            AturanTenggat("salah", **isi)


def test_hours_run_through_nights_and_holidays():
    mulai = wib(2025, 12, 24, 22)
    assert due_at(mulai, SEHARI, TAMAN) == mulai + timedelta(hours=24)
    assert due_at(mulai, TIGA_HARI, TAMAN) == wib(2025, 12, 31, 16)


def test_a_pause_gives_back_what_it_took():
    mulai = wib(2025, 11, 24, 9)
    batas = due_at(mulai, TIGA_HARI, TAMAN)
    assert batas == wib(2025, 11, 27, 16)
    same_day = shift_for_pause(batas, wib(2025, 11, 25, 9), wib(2025, 11, 25, 15), TIGA_HARI, TAMAN)
    assert same_day == batas
    over_weekend = shift_for_pause(
        batas, wib(2025, 11, 27, 9), wib(2025, 12, 1, 10), TIGA_HARI, TAMAN
    )
    assert over_weekend == wib(2025, 12, 1, 16)  # Thursday and Friday were lost
    night = shift_for_pause(batas, wib(2025, 11, 25, 17), wib(2025, 11, 26, 7), TIGA_HARI, TAMAN)
    assert night == batas
    jam = shift_for_pause(mulai, mulai, mulai + timedelta(minutes=90), SEHARI, TAMAN)
    assert jam == mulai + timedelta(minutes=90)
    with pytest.raises(ValueError, match="jeda"):
        shift_for_pause(batas, mulai, mulai - timedelta(hours=1), SEHARI, TAMAN)


@pytest.mark.parametrize(
    ("selisih", "teks"),
    [
        (timedelta(hours=3, minutes=40), "3 jam"), (timedelta(minutes=20), "20 menit"),
        (timedelta(days=2, hours=5), "2 hari"), (timedelta(seconds=20), "kurang dari semenit"),
        (-timedelta(days=2, hours=1), "lewat 2 hari"), (-timedelta(minutes=61), "lewat 1 jam"),
    ],
)  # fmt: skip
def test_what_is_left_reads_in_one_unit(selisih, teks):
    now = wib(2025, 11, 24, 9)
    assert sisa(now + selisih, now) == teks
    lagi = teks if selisih < timedelta(0) else f"{teks} lagi"
    assert sisa_lagi(now + selisih, now) == lagi


def test_dates_money_and_urgency_read_as_people_write_them():
    assert (
        tanggal_panjang(datetime(2025, 11, 24, 2, 15, tzinfo=UTC)) == "Sen, 24 Nov 2025 09.15 WIB"
    )
    assert rupiah(1_500_000) == "Rp 1.500.000"
    assert rupiah(-2000) == "-Rp 2.000"
    assert rupiah(0) == "Rp 0"
    assert [urgensi(n) for n in range(1, 6)] == [
        "Rendah",
        "Ringan",
        "Sedang",
        "Mendesak",
        "Darurat",
    ]


def test_the_template_filters_write_the_same_and_leave_unknowns_empty():
    teks = Template(
        "{% load wilayah %}{{ t|tanggal_panjang }}|{{ n|rupiah }}|{{ u|urgensi }}|"
        "{{ kosong|rupiah }}{{ kosong|tanggal_panjang }}{{ kosong|urgensi }}|"
        "{{ u|urgensi_lencana }}"
    ).render(Context({"t": wib(2025, 11, 24, 9, 15), "n": 5000, "u": 4, "kosong": None}))
    awal, lencana = teks.rsplit("|", 1)
    assert awal == "Sen, 24 Nov 2025 09.15 WIB|Rp 5.000|Mendesak|"
    assert 'class="urgensi n4"' in lencana
