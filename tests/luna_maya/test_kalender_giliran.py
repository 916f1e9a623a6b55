"""Who has been visited and who has not: by RT, never by host."""

import json

import pytest
from django.urls import reverse

from luna_maya.giliran import draw_giliran
from luna_maya.kalender import day_text
from luna_maya.services.kunjungan import cancel_kunjungan
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import RT, UTARA, make_kunjungan, make_lurah, make_tuan_rumah, malam
from tests.luna_maya.pabrik_catatan import allow
from tests.luna_maya.pabrik_kalender import held, pada
from wilayah.halaman import forget_area

pytestmark = pytest.mark.django_db
LAYAR = reverse("admin:luna_maya_kunjungan_giliran")
KINI = pada(2026, 11, 26)
LAIN = f"{UTARA}.01.03"
JAUH = f"{UTARA}.02.01"


@pytest.fixture
def utara():
    """Kandangan Utara in service with three RT."""
    for kode in (RT, LAIN, JAUH):
        WilayahFactory(kode=kode)
    area = WilayahFactory(kode=UTARA)
    area.slug = "utara-uji"
    area.save()
    forget_area()
    yield area
    forget_area()


def kotak(kode, **lain):
    return next(satu for satu in draw_giliran(UTARA, KINI, **lain).rt if satu.kode == kode)


@pytest.mark.parametrize(
    ("mulai", "kelas", "kata"),
    [
        (pada(2026, 11, 3), "g0", "bulan ini"),
        (pada(2026, 10, 31, 23), "g0", "bulan lalu"),
        (pada(2026, 8, 3), "g1", "3 bulan lalu"),
        (pada(2026, 5, 3), "g2", "6 bulan lalu"),
        (pada(2025, 11, 3), "g3", "12 bulan lalu"),
        (pada(2025, 10, 3), "g4", "13 bulan lalu"),
    ],
)
def test_months_since_the_last_visit_are_shade_number_and_words(utara, mulai, kelas, kata):
    held(make_lurah(), mulai)
    satu = kotak(RT)
    assert (satu.kelas, satu.kata) == (kelas, kata)


def test_only_visits_that_were_held_count(utara):
    lurah = make_lurah()
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 11, 1))  # planned, never held
    batal = make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 1))
    cancel_kunjungan(batal, alasan="Hujan", by=lurah)
    satu = kotak(RT)
    assert (satu.kelas, satu.angka, satu.jumlah, satu.berikut) == ("gx", "×", 0, None)
    make_kunjungan(lurah=lurah, mulai_at=pada(2026, 12, 31, 23))
    assert kotak(RT).berikut_hari == "Kamis, 31 Desember 2026"


def test_who_waits_longest_without_a_date_stands_first(utara):
    lurah = make_lurah()
    held(lurah, pada(2026, 5, 3))
    held(lurah, pada(2026, 8, 3), di=LAIN, nama="Warung")
    gambar = draw_giliran(UTARA, KINI)
    assert [satu.kode for satu in gambar.terlama] == [JAUH, RT, LAIN]
    assert (gambar.sudah, gambar.belum) == (2, 1)
    assert [baris.nama for baris in gambar.rw] == ["RW 01", "RW 02"]


def test_a_visit_of_a_whole_rw_counts_for_no_rt_and_is_said(utara, client):
    lurah = make_lurah()
    held(lurah, malam(-9), di=f"{UTARA}.01", nama="Masjid")
    client.force_login(lurah)
    assert "1 kunjungan di tingkat RW" in client.get(LAYAR).content.decode()


def test_the_picture_can_be_of_one_kind_or_one_rw(utara):
    held(make_lurah(), pada(2026, 5, 3))
    assert kotak(RT, jenis="sambang").kelas == "gx"
    assert kotak(RT, jenis="menginap").kelas == "g2"
    assert [satu.kode for satu in draw_giliran(UTARA, KINI, rw="02").rt] == [JAUH]


def test_residents_see_rt_and_month_never_a_host_a_day_or_an_address(utara, client):
    lurah = make_lurah()
    allow(held(lurah, malam(-40)), sebut_rt=True)
    make_kunjungan(lurah=lurah, mulai_at=malam(9), tuan_rumah=make_tuan_rumah("Warung Acil"))
    teks = client.get("/utara-uji/luna-maya/giliran/").content.decode()
    assert "RT 02" in teks
    assert "Berikutnya" not in teks  # with the week and RW of another page it would tell the RT
    for rahasia in ("Durahman", "Acil", "Purnama", day_text(malam(9).date())):
        assert rahasia not in teks
    assert len(teks) < 60_000
    assert client.get("/utara-uji/luna-maya/giliran/peta.json").json()["features"] == []
    assert client.get("/tidak-ada/luna-maya/giliran/").status_code == 404


def test_an_rt_whose_host_does_not_let_it_be_named_is_not_shown_as_visited(utara, client):
    lurah = make_lurah()
    allow(held(lurah, malam(-40)), sebut_rt=False)
    teks = client.get("/utara-uji/luna-maya/giliran/").content.decode()
    assert "<b>0</b> dari <b>3</b> RT sudah dikunjungi" in teks
    assert "1 kunjungan lain tidak disebut RT-nya" in teks
    assert "bulan lalu</p>" not in teks
    assert "0</dd>" in client.get("/utara-uji/luna-maya/").content.decode()


def test_without_any_rt_the_page_says_so(client):
    area = WilayahFactory(kode=UTARA)
    area.slug = "utara-uji"
    area.save()
    forget_area()
    assert "belum lengkap" in client.get("/utara-uji/luna-maya/giliran/").content.decode()
    forget_area()


def test_the_map_holds_boundaries_and_centres(utara, client):
    segi = {"type": "Polygon", "coordinates": [[[115, -2], [115.1, -2], [115.1, -2.1], [115, -2]]]}
    rt = WilayahFactory(kode=RT)
    rt.batas, rt.batas_sumber = segi, "impor"
    rt.save()
    titik = WilayahFactory(kode=LAIN)
    titik.lat, titik.lng = "-2.5000", "115.2000"
    titik.save()
    lurah = make_lurah()
    held(lurah, malam(-40))
    client.force_login(lurah)
    teks = client.get(LAYAR).content.decode()
    assert "data-peta-giliran" in teks
    for alamat in (
        reverse("admin:luna_maya_kunjungan_giliran_peta"), "/utara-uji/luna-maya/giliran/peta.json",
    ):  # fmt: skip
        isi = client.get(alamat).json()["features"]
        assert [f["geometry"]["type"] for f in isi] == ["Polygon", "Point"]
        assert isi[1]["properties"]["angka"] == "×"
        assert "Durahman" not in json.dumps(isi)


def test_the_desk_reads_days_and_strangers_nothing(utara, client):
    lurah = make_lurah()
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(3))
    client.force_login(lurah)
    teks = client.get(LAYAR).content.decode()
    assert f"{malam(3).day} " in teks
    assert kunjungan.tuan_rumah.nama not in teks
    client.force_login(PenggunaFactory(peran="fasilitator", di=UTARA))
    assert client.get(LAYAR).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rt(
    utara, client, django_assert_max_num_queries
):
    lurah = make_lurah()
    client.get("/utara-uji/luna-maya/giliran/")
    for banyak in (1, 15):
        for n in range(banyak):
            held(lurah, malam(-10 - n - banyak), di=f"{UTARA}.03.{n + 1:02d}", nama=f"R{banyak}")
        with django_assert_max_num_queries(4):
            client.get("/utara-uji/luna-maya/giliran/")
