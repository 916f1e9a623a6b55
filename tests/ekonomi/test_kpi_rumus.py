"""Every indicator of the seed, counted by hand on small data."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from ekonomi.hasil import programme_result
from ekonomi.kpi.daftar import RUMUS
from ekonomi.muat_indikator import read_indikator
from tests.ekonomi.pabrik import RumahFactory
from tests.ekonomi.pabrik_kpi import (
    MULAI,
    PANDEAN,
    RT_2,
    RT_5,
    SAMPAI,
    TAMAN,
    angkatan,
    bantuan,
    buat_program,
    hari,
    hibah,
    ikut,
    kerja,
    naik,
    nilai,
    pekerja,
    peserta,
    proyek,
    ukur,
    usaha,
    validasi,
)
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return buat_program()


def test_each_indicator_names_a_computation_and_none_is_without_an_indicator():
    assert {baris["rumus"] for baris in read_indikator()} == set(RUMUS)


@pytest.mark.parametrize("kode", sorted(RUMUS))
def test_on_no_data_at_all_a_count_is_nought_and_a_share_has_no_value(program, kode):
    hasil = nilai(program, kode)
    assert hasil.nilai in (None, 0)
    assert hasil.kalimat.startswith("Dihitung dari ")
    assert hasil.pada == SAMPAI
    assert not hasil.is_kecil


def test_households_that_left_the_register_since_joining(program):
    """Six joined: four poor at joining, of whom one left the register and one left the programme
    while still poor; 1 of 4 is 25 %."""
    keluar, tetap, lama, pergi = (ikut(program, dtks=True) for _ in range(4))
    for rumah in (keluar, tetap, pergi):
        validasi(rumah, "terdaftar", MULAI)
    validasi(keluar, "keluar", hari(80))
    validasi(tetap, "terdaftar", hari(85))
    assert lama.dtks  # never checked: the row says that it is poor
    pergi.keikutsertaan.update(keluar=hari(60), alasan_keluar="pindah")
    bukan = ikut(program, dtks=False)
    validasi(bukan, "tidak", MULAI)
    ikut(program, masuk=hari(400), dtks=True)  # joins later than the day asked for
    hasil = nilai(program, "rumah_miskin_turun")
    assert (hasil.nilai, hasil.pembilang, hasil.penyebut) == (25, 1, 4)
    assert hasil.kurang == 2  # the one never checked and the one that left
    assert nilai(program, "rumah_miskin_turun", hari(79)).nilai == 0


def test_one_that_joined_registered_by_a_row_and_was_found_out_of_it_counts_at_its_end(program):
    rumah = ikut(program, dtks=False)  # the row was corrected when it left the register
    validasi(rumah, "keluar", hari(30))
    assert nilai(program, "rumah_miskin_turun").nilai == 100


def test_aid_recipients_who_no_longer_are(program):
    """Three had PKH or BLT at joining; one's ended: a third. Health insurance is not counted."""
    lepas, masih, dua = (ikut(program) for _ in range(3))
    bantuan(lepas, sampai=hari(50))
    bantuan(masih, jenis="blt")
    bantuan(dua, sampai=hari(50))
    bantuan(dua, jenis="bpnt")
    bantuan(ikut(program), jenis="pbi")
    bantuan(ikut(program), sampai=dt.date(2026, 7, 1))  # over before it joined
    hasil = nilai(program, "penerima_bansos_turun")
    assert (hasil.nilai, hasil.penyebut) == (Decimal("33.33"), 3)
    assert nilai(program, "penerima_bansos_turun", hari(49)).nilai == 0


def test_households_in_the_programme_on_a_day(program):
    ikut(program)
    ikut(program, keluar=hari(10))
    ikut(program, masuk=hari(20))
    assert nilai(program, "rumah_terlibat", hari(9)).nilai == 2
    assert nilai(program, "rumah_terlibat", hari(10)).nilai == 1
    assert nilai(program, "rumah_terlibat", hari(20)).nilai == 2
    assert "1 lainnya sudah keluar" in nilai(program, "rumah_terlibat").kalimat


def test_the_seed_summary_of_all_recorded_households(program):
    """As its pandas lines reckon: (omzet > 0).mean() counts the unmeasured; .mean() does not."""
    RumahFactory(omzet=1_000_000, dtks=True)
    RumahFactory(omzet=2_000_000)
    RumahFactory(omzet=0, dtks=True)
    RumahFactory(omzet=None, dtks=True)
    RumahFactory(di=f"{PANDEAN}.01.01", omzet=9_000_000)
    aktif = nilai(program, "percent_active")
    assert (aktif.nilai, aktif.pembilang, aktif.penyebut, aktif.kurang) == (50, 2, 4, 1)
    assert nilai(program, "avg_omzet").nilai == 1_500_000
    assert nilai(program, "dtks_count", dt.date(2100, 1, 1)).nilai == 3


def test_income_is_compared_over_those_measured_twice(program):
    """1.0 + 2.0 million became 1.5 + 2.1: 3.6 of 3.0 is +20 %. The unmeasured are named."""
    satu, dua, sekali, asing = (ikut(program) for _ in range(4))
    ukur(satu, 1_000_000, dt.date(2026, 8, 1), baseline=True)
    ukur(satu, 1_400_000, dt.date(2026, 9, 1))
    ukur(satu, 1_500_000, dt.date(2026, 10, 1))
    ukur(dua, 2_000_000, dt.date(2026, 8, 1), baseline=True)
    ukur(dua, 2_100_000, dt.date(2026, 11, 1))
    ukur(dua, 90_000_000, dt.date(2026, 10, 1), status="ditanyakan")
    ukur(sekali, 700_000, dt.date(2026, 8, 1), baseline=True)
    assert asing.pk
    hasil = nilai(program, "pendapatan_naik")
    assert (hasil.nilai, hasil.pembilang, hasil.penyebut) == (20, 600_000, 3_000_000)
    assert hasil.kurang == 2
    assert hasil.is_kecil  # two households: not for the public
    # at the end of September August still counts for the others: 4.1 of 3.7 million
    assert nilai(program, "pendapatan_naik", dt.date(2026, 9, 30)).nilai == Decimal("10.81")
    # and it is the figure of the programme's result page
    halaman = programme_result(program, pada=SAMPAI).hasil.lengkap.kenaikan.nilai
    assert round(halaman, 6) == 20


def test_who_began_at_nothing_counts_and_alone_has_no_percentage(program):
    rumah = ikut(program)
    ukur(rumah, 0, dt.date(2026, 8, 1), baseline=True)
    ukur(rumah, 500_000, dt.date(2026, 10, 1))
    assert nilai(program, "pendapatan_naik").nilai is None
    lain = ikut(program)
    ukur(lain, 1_000_000, dt.date(2026, 8, 1), baseline=True)
    ukur(lain, 1_000_000, dt.date(2026, 11, 1))
    assert nilai(program, "pendapatan_naik").nilai == 50


def test_who_left_is_named_and_not_in_the_rise(program):
    pergi = ikut(program, keluar=hari(95))
    ukur(pergi, 1_000_000, dt.date(2026, 8, 1), baseline=True)
    ukur(pergi, 9_000_000, dt.date(2026, 10, 1))
    hasil = nilai(program, "pendapatan_naik")
    assert hasil.nilai is None
    assert "1 sudah keluar" in hasil.kalimat


def test_the_months_sum_takes_each_households_last_fresh_figure(program):
    satu, lama, keluar = ikut(program), ikut(program), ikut(program, keluar=hari(90))
    ukur(satu, 1_000_000, dt.date(2026, 10, 1))
    ukur(satu, 1_200_000, dt.date(2026, 11, 1))
    ukur(lama, 5_000_000, dt.date(2026, 8, 1))  # older than sixty days
    ukur(keluar, 3_000_000, dt.date(2026, 10, 1))
    hasil = nilai(program, "omzet_bulanan")
    assert (hasil.nilai, hasil.penyebut, hasil.kurang) == (1_200_000, 1, 1)
    assert nilai(program, "omzet_bulanan", dt.date(2026, 10, 31)).nilai == 4_000_000 - 3_000_000


def test_new_businesses_are_those_begun_since_the_first_day(program):
    usaha(program, mulai=MULAI)
    usaha(program, mulai=hari(-1))
    usaha(program, mulai=hari(5), status="berhenti")
    usaha(program, mulai=None)
    usaha(program, mulai=SAMPAI + dt.timedelta(days=1))
    usaha(program, mulai=hari(5), di=f"{PANDEAN}.01.01")
    hasil = nilai(program, "usaha_baru")
    assert (hasil.nilai, hasil.kurang) == (1, 1)
    assert nilai(program, "usaha_aktif").nilai == 3


def test_steps_up_count_once_and_only_where_the_business_stands_higher_now(program):
    tangga = usaha(program, mulai=hari(-100))
    naik(tangga, 1, 2, hari(40))
    naik(tangga, 2, 3, hari(70))
    turun = usaha(program, mulai=hari(-100))
    naik(turun, 1, 2, hari(40))
    naik(turun, 2, 1, hari(60))
    dulu = usaha(program, mulai=hari(-100))
    naik(dulu, 1, 2, hari(-50))  # before the programme
    baru = usaha(program, mulai=hari(10))
    naik(baru, 1, 2, hari(50))  # new and a step up: one business
    assert nilai(program, "usaha_baru_naik_kelas").nilai == 2
    persen = nilai(program, "umkm_naik_kelas_persen")
    assert (persen.nilai, persen.pembilang, persen.penyebut) == (Decimal("33.33"), 1, 3)
    assert nilai(program, "umkm_naik_kelas_persen", hari(50)).pembilang == 2


def test_onboarded_businesses_by_the_day_of_their_proof(program):
    usaha(program, onboard=hari(60))
    usaha(program, onboard=hari(70))
    usaha(program, onboard=hari(60), status="berhenti")
    usaha(program)
    assert nilai(program, "umkm_onboard", hari(65)).nilai == 1
    assert nilai(program, "umkm_onboard").nilai == 2


def test_trained_persons_are_counted_once_whatever_they_followed(program):
    """Four seats, three persons, two certified persons; two of three are women."""
    satu, dua = angkatan(program), angkatan(program, 2)
    peserta(satu, 1, orang="sri", sertifikat=hari(31))
    peserta(dua, 1, orang="sri", sertifikat=hari(60))
    peserta(satu, 2, orang="budi", jk="L", sertifikat=hari(31))
    peserta(satu, 3, orang="ani", lulus=True)
    peserta(angkatan(buat_program(kode="lain"), 3), 1, orang="orang-lain", sertifikat=hari(31))
    assert nilai(program, "peserta_total").nilai == 3
    jadi = nilai(program, "peserta_pelatihan")
    assert (jadi.nilai, jadi.kurang) == (2, 1)
    assert nilai(program, "peserta_pelatihan", hari(30)).nilai == 0
    perempuan = nilai(program, "perempuan_peserta")
    assert (perempuan.nilai, perempuan.pembilang, perempuan.penyebut) == (Decimal("66.67"), 2, 3)


def test_a_withdrawn_certificate_is_none(program):
    satu = peserta(angkatan(program), 1, sertifikat=hari(31))
    satu.sertifikat.update(
        dicabut_at=timezone.now(), dicabut_oleh=PenggunaFactory(), alasan="salah orang"
    )
    assert nilai(program, "peserta_pelatihan").nilai == 0


def test_whether_training_helped_is_seen_in_the_households_turnover(program):
    satu = angkatan(program)
    for n, (awal, kini) in enumerate([(100, 150), (100, 90), (100, None)], start=1):
        rumah = ikut(program)
        peserta(satu, n, lulus=True, rumah=rumah)
        ukur(rumah, awal * 10_000, dt.date(2026, 8, 1), baseline=True)
        if kini:
            ukur(rumah, kini * 10_000, dt.date(2026, 10, 1))
    hasil = nilai(program, "dampak_pelatihan")
    assert (hasil.nilai, hasil.penyebut, hasil.kurang) == (50, 2, 1)


def test_workers_are_persons_and_days_are_days(program):
    """A worked 2 days on one project and a half on another, B one that was taken back."""
    satu, dua = proyek(program), proyek(program)
    a1, a2, b = pekerja(satu, "a"), pekerja(dua, "a"), pekerja(satu, "b")
    kerja(a1, hari(51))
    kerja(a1, hari(52))
    kerja(a2, hari(60), bagian=1)
    kerja(b, hari(51), batal=True)
    assert nilai(program, "pekerja_padat_karya").nilai == 1
    assert nilai(program, "hari_orang_kerja").nilai == Decimal("2.5")
    assert nilai(program, "hari_orang_kerja", hari(51)).nilai == 1


def test_new_work_is_owners_and_workers_of_twenty_days(program):
    usaha(program, mulai=hari(5))
    satu = proyek(program)
    lama, sebentar = pekerja(satu, "lama"), pekerja(satu, "sebentar")
    for n in range(20):
        kerja(lama, hari(40 + n))
    for n in range(19):
        kerja(sebentar, hari(40 + n))
    assert nilai(program, "lapangan_kerja_baru").nilai == 2
    assert nilai(program, "lapangan_kerja_baru", hari(58)).nilai == 1


def test_a_household_with_two_grants_is_one_and_what_was_taken_back_is_none(program):
    rumah, tarik, tunggu = ikut(program), ikut(program), ikut(program)
    hibah(program, rumah, pada=hari(50))
    hibah(program, rumah, pada=hari(55), kode="alat")
    hibah(program, tarik, pada=hari(50), status="ditarik")
    hibah(program, tunggu, status="diusulkan")
    assert nilai(program, "hibah_diserahkan").nilai == 1
    assert nilai(program, "hibah_diserahkan", hari(49)).nilai == 0


def test_a_part_of_the_area_counts_its_own_rows(program):
    ikut(program, di=RT_2)
    ikut(program, di=RT_5)
    ikut(program, di=RT_5)
    usaha(program, di=RT_5, mulai=hari(3))
    assert nilai(program, "rumah_terlibat", wilayah=f"{TAMAN}.05").nilai == 2
    assert nilai(program, "rumah_terlibat", wilayah=f"{TAMAN}.02").nilai == 1
    assert nilai(program, "usaha_baru", wilayah=f"{TAMAN}.02").nilai == 0


@pytest.mark.parametrize("hari_akhir", [dt.date(2026, 8, 31), dt.date(2026, 9, 1)])
def test_months_end_belongs_to_its_day(program, hari_akhir):
    """What happens on the last of a month is there that evening."""
    ikut(program, masuk=dt.date(2026, 8, 31))
    assert nilai(program, "rumah_terlibat", hari_akhir).nilai == 1
    assert nilai(program, "rumah_terlibat", dt.date(2026, 8, 30)).nilai == 0
