"""The calendar of visits at the desk: months, weeks, lists and years, on the clock of the place."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from luna_maya.kalender import month_days, read_tanggal, shift_month, week_days
from luna_maya.malam import is_keagamaan, special_days
from luna_maya.models import MalamTenang
from luna_maya.services.kunjungan import cancel_kunjungan, reschedule_kunjungan
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    make_kunjungan,
    make_lurah,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_kalender import JEMBER, WIB, pada

pytestmark = pytest.mark.django_db
KALENDER, PEKAN, DAFTAR, PER_RT = (
    reverse(f"admin:luna_maya_kunjungan_{nama}") for nama in ("kalender", "pekan", "daftar", "rt")
)


@pytest.fixture
def lurah(client):
    """Signed in."""
    user = make_lurah()
    client.force_login(user)
    return user


def read(client, alamat, **query):
    jawab = client.get(alamat, query)
    assert jawab.status_code == 200
    return jawab.content.decode()


def squares(teks):
    """{day number of the month's own days: what its square says}."""
    kisi = teks.partition('<table class="kal-bulan"')[2].partition("</table>")[0]
    hasil = {}
    for kelas, isi in re.findall(r'<td class="([^"]*)"[^>]*>(.*?)</td>', kisi, re.DOTALL):
        if "kal-luar" not in kelas:
            hasil[int(re.search(r">(\d+)</a>", isi)[1])] = isi
    return hasil


@pytest.mark.parametrize(
    ("bulan", "pekan"), [("2027-02-10", 4), ("2026-11-01", 6), ("2026-12-05", 5)]
)
def test_a_month_has_as_many_weeks_as_it_touches(client, lurah, bulan, pekan):
    teks = read(client, KALENDER, tanggal=bulan)
    kisi = teks.partition("<tbody>")[2].partition("</tbody>")[0]
    assert kisi.count("<tr>") == pekan
    assert kisi.count("<td ") == pekan * 7


def test_weeks_begin_on_monday():
    assert month_days(dt.date(2026, 11, 26)) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    assert week_days(dt.date(2026, 11, 29))[0] == dt.date(2026, 11, 23)
    assert shift_month(dt.date(2026, 1, 31), -1) == dt.date(2025, 12, 1)
    assert shift_month(dt.date(2026, 12, 31), 1) == dt.date(2027, 1, 1)


def test_a_night_from_the_31st_to_the_1st_is_seen_in_both_months(client, lurah):
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 31, 23))
    desember = squares(read(client, KALENDER, tanggal="2026-12-15"))
    assert "RT 02 RW 01" in desember[31]
    assert "23.00" in desember[31]
    januari = squares(read(client, KALENDER, tanggal="2027-01-15"))
    assert "sampai 10.00" in januari[1]
    assert "RT 02" not in januari[2]


def test_one_that_ends_at_midnight_sharp_is_not_on_the_next_day(client, lurah):
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 10, 22), selesai_at=pada(2026, 12, 11, 0))
    hari = squares(read(client, KALENDER, tanggal="2026-12-15"))
    assert "RT 02" in hari[10]
    assert "RT 02" not in hari[11]


def test_each_place_is_read_on_its_own_clock(client):
    client.force_login(PenggunaFactory(is_superuser=True))
    jember = make_lurah(di=JEMBER)
    WilayahFactory(kode=UTARA)
    for kode, slug in ((UTARA, "utara-uji"), (JEMBER, "kebonsari-uji")):
        area = WilayahFactory(kode=kode)
        area.slug = slug
        area.save()
    saat = pada(2026, 12, 10, 0, 30)  # 23.30 the evening before in WIB
    make_kunjungan(mulai_at=saat)
    make_kunjungan(
        lurah=jember, mulai_at=saat, tuan_rumah=make_tuan_rumah("Pos", di=f"{JEMBER}.01.01")
    )
    utara = read(client, KALENDER, tanggal="2026-12-15", di=UTARA)
    assert "00.30" in squares(utara)[10]
    assert "jam WITA" in utara
    kebonsari = read(client, KALENDER, tanggal="2026-12-15", di=JEMBER)
    assert "23.30" in squares(kebonsari)[9]
    assert "jam WIB" in kebonsari
    assert saat.astimezone(WIB).day == 9


def test_a_week_draws_a_night_on_two_days(client, lurah):
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 10, 21))
    teks = read(client, PEKAN, tanggal="2026-12-10")
    assert teks.count('class="p-balok s-rencana"') == 2
    assert "21.00 RT 02 RW 01" in teks
    assert "sampai 08.00" in teks
    assert re.search(r'y="590\.0" width="124\.0" height="78\.0"', teks)


def test_the_year_by_rt_has_a_row_for_each_and_counts_what_stands(client, lurah):
    WilayahFactory(kode=f"{UTARA}.01.03")
    batal = make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 10))
    cancel_kunjungan(batal, alasan="Hujan", by=lurah)
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 31, 23))
    baris = re.findall(
        r'<th scope="row">(.*?)</tr>', read(client, PER_RT, tanggal="2026-12-10"), re.S
    )
    assert [satu.partition("<")[0] for satu in baris] == ["RT 02 RW 01", "RT 03 RW 01"]
    assert '<td class="angka">1</td>' in baris[0]
    assert ">10</" in baris[0]
    tahun_depan = read(client, PER_RT, tanggal="2027-01-10")
    assert ">31</" in tahun_depan


def test_a_moved_visit_says_where_it_was(client, lurah):
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 3))
    for hari in (10, 12):
        baru = pada(2026, 12, hari)
        reschedule_kunjungan(
            kunjungan, mulai_at=baru, selesai_at=baru + dt.timedelta(hours=2), alasan="Hujan",
            by=lurah,
        )  # fmt: skip
    hari = squares(read(client, KALENDER, tanggal="2026-12-10"))
    assert "semula Kam, 3 Des 2026 19.00 WITA" in hari[12]
    assert "RT 02" not in hari[3]
    daftar = read(client, DAFTAR, tanggal="2026-12-01")
    assert "Semula Kam, 3 Des 2026 19.00 WITA, lalu Kam, 10 Des 2026 19.00 WITA" in daftar


def test_filters_by_kind_rw_and_called_off(client, lurah):
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 3), kode_jenis="sambang")
    lain = make_kunjungan(
        lurah=lurah, mulai_at=pada(2026, 12, 4),
        tuan_rumah=make_tuan_rumah("Warung", di=f"{UTARA}.02.01"),
    )  # fmt: skip
    cancel_kunjungan(lain, alasan="Hujan", by=lurah)
    for query, ada, tiada in (
        ({"jenis": "sambang"}, "RT 02 RW 01", "RT 01 RW 02"),
        ({"rw": "02"}, "RT 01 RW 02", "RT 02 RW 01"),
        ({"batal": "tidak"}, "RT 02 RW 01", "RT 01 RW 02"),
    ):
        teks = read(client, DAFTAR, tanggal="2026-12-01", **query)
        assert ada in teks
        assert tiada not in teks
        assert "Hapus saringan" in teks


def test_bad_days_and_filters_never_break_a_page(client, lurah):
    make_kunjungan(lurah=lurah)
    for alamat in (KALENDER, PEKAN, DAFTAR, PER_RT, reverse("admin:luna_maya_kunjungan_giliran")):
        for query in (
            {"tanggal": "kemarin"}, {"tanggal": "0001-01-01"}, {"tanggal": "9999-12-31"},
            {"rw": "x'"}, {"rw": "99"}, {"jenis": "<b>"}, {"tanggal": "2099-12-31"},
        ):  # fmt: skip
            assert client.get(alamat, query).status_code == 200
    assert read_tanggal("2026-13-01", dt.date(2026, 1, 1)) == dt.date(2026, 1, 1)


def test_another_kelurahan_is_not_found_and_a_role_without_visits_neither(client, lurah):
    assert client.get(KALENDER, {"di": JEMBER}).status_code == 404
    client.force_login(PenggunaFactory(peran="fasilitator", di=UTARA))
    assert client.get(KALENDER).status_code == 404
    client.logout()
    assert client.get(KALENDER).status_code == 302


def test_a_camat_sees_when_and_where_but_not_at_whose_home(client):
    make_kunjungan(mulai_at=pada(2026, 12, 3))
    area = WilayahFactory(kode=UTARA)
    area.slug = "utara-uji"
    area.save()
    client.force_login(PenggunaFactory(peran="camat", di=UTARA[:8]))
    for alamat in (KALENDER, PEKAN, DAFTAR, PER_RT):
        teks = read(client, alamat, tanggal="2026-12-03")
        assert "RT 02" in teks
        assert "Durahman" not in teks
        assert "Purnama" not in teks


def test_the_desk_reads_the_host_but_never_the_address(client, lurah):
    make_kunjungan(
        mulai_at=pada(2026, 12, 3), tuan_rumah=make_tuan_rumah("Warung <script>Acil</script>")
    )
    for alamat in (PEKAN, DAFTAR):
        teks = read(client, alamat, tanggal="2026-12-03")
        assert "Acil&lt;/script&gt;" in teks or "&lt;script&gt;Acil" in teks
        assert "<script>Acil" not in teks
        assert "Purnama" not in teks


def test_an_empty_month_says_so(client, lurah):
    teks = read(client, KALENDER, tanggal="2026-12-03")
    assert "Belum ada kunjungan di rentang ini" in teks
    assert "cocok dengan saringan" in read(client, KALENDER, tanggal="2026-12-03", rw="01")


def test_previous_next_and_today_keep_the_filter(client, lurah):
    teks = read(client, KALENDER, tanggal="2026-12-15", jenis="sambang")
    assert "tanggal=2026-11-01&amp;jenis=sambang" in teks
    assert "tanggal=2027-01-01&amp;jenis=sambang" in teks
    assert 'data-kal="kini"' in teks


def test_holidays_feasts_and_their_eves_are_marked(client, lurah):
    teks = squares(read(client, KALENDER, tanggal="2026-03-15"))
    assert "Hari Suci Nyepi" in teks[19]
    assert "malam menjelang Hari Suci Nyepi" in teks[18]
    assert "malam menjelang Hari Raya Idul Fitri" in teks[20]
    assert "kal-malam" not in teks[10]
    assert is_keagamaan("Hari Raya Waisak")
    assert not is_keagamaan("Cuti Bersama Hari Raya Natal")
    assert not is_keagamaan("Hari Buruh Internasional")


def test_an_eve_over_the_years_end_is_marked_too():
    hari = special_days(dt.date(2026, 12, 20), dt.date(2026, 12, 24), UTARA)
    assert hari[dt.date(2026, 12, 24)].malam == ["malam menjelang Hari Raya Natal"]
    assert dt.date(2026, 12, 25) not in hari


def test_quiet_nights_of_the_place_are_noted_and_shown(client, lurah):
    alamat = reverse("admin:luna_maya_malamtenang_add")
    isi = {
        "wilayah": UTARA,
        "nama": "Haul <b>Guru</b>",
        "mulai": "2026-12-08",
        "selesai": "2026-12-09",
    }
    assert client.post(alamat, isi).status_code == 302
    assert MalamTenang.objects.get().by == lurah
    hari = squares(read(client, KALENDER, tanggal="2026-12-15"))
    assert "Haul &lt;b&gt;Guru" in hari[8]
    assert "Haul" in hari[9]
    assert "Haul" not in hari[10]
    salah = client.post(alamat, isi | {"nama": "Lain", "selesai": "2026-12-01"})
    assert "Malam terakhir tidak boleh" in salah.content.decode()
    jauh = client.post(alamat, isi | {"nama": "Lain", "wilayah": WilayahFactory(kode=JEMBER).pk})
    assert jauh.status_code == 200  # the form again: not an area of theirs
    assert MalamTenang.objects.count() == 1


def test_an_empty_evening_offers_the_form_with_its_time(client, lurah, monkeypatch):
    monkeypatch.setattr(
        "luna_maya.admin.kalender_bingkai.page_to_add", lambda di, jenis: f"/tambah/?di={di}"
    )
    besok = malam(1)
    teks = read(client, PEKAN, tanggal=f"{besok:%Y-%m-%d}")
    isi = f"/tambah/?di={UTARA}&amp;hari={besok:%Y-%m-%d}&amp;mulai={besok:%Y-%m-%d}T19:00"
    assert isi in teks
    make_kunjungan(lurah=lurah, mulai_at=besok)
    teks = read(client, PEKAN, tanggal=f"{besok:%Y-%m-%d}")
    assert isi not in teks
    kemarin = malam(-1)
    assert f"mulai={kemarin:%Y-%m-%d}" not in read(client, PEKAN, tanggal=f"{kemarin:%Y-%m-%d}")


@pytest.mark.parametrize("alamat", [KALENDER, PEKAN, DAFTAR, PER_RT])
def test_the_number_of_queries_does_not_grow_with_the_visits(
    client, lurah, alamat, django_assert_max_num_queries
):
    WilayahFactory(kode=RT)
    client.get(alamat)
    mulai = [pada(2026, 12, 7 + n // 5, 6 + n % 5 * 3) for n in range(15)]
    for baru in (mulai[:1], mulai[1:]):
        for saat in baru:
            rumah = make_tuan_rumah(f"Rumah {saat:%d %H}")
            make_kunjungan(lurah=lurah, mulai_at=saat, kode_jenis="ngobrol", tuan_rumah=rumah)
        with django_assert_max_num_queries(22):
            read(client, alamat, tanggal="2026-12-07")
    assert lurah.kunjungan_luna.count() == 15
