"""What residents read of visits: what came of them, never where the lurah will be tonight."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from curhat.models import Curhat
from curhat.services import tiket as layanan
from luna_maya import tampil_kunjungan
from luna_maya.models import Kunjungan, SebutanKunjungan
from luna_maya.services.janji import drop_janji, extend_janji, keep_janji
from luna_maya.services.kunjungan import move_kunjungan
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    jenis,
    make_kunjungan,
    make_lurah,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_dokumentasi import host_says, make_foto
from tests.luna_maya.pabrik_janji import (
    CERITA,
    PEKA,
    hari_ini,
    make_catatan,
    make_promise,
    serahkan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acuan_curhat")]
S = Kunjungan.Status
ALAMAT = "/kandangan-utara/luna-maya/"
BERANDA, JANJI = ALAMAT, f"{ALAMAT}janji/"


@pytest.fixture(autouse=True)
def utara():
    wilayah = WilayahFactory(kode=UTARA)
    wilayah.slug = "kandangan-utara"
    wilayah.save()
    SebutanKunjungan.objects.get_or_create(
        wilayah=wilayah, jenis=jenis(),
        defaults={"nama": "LUNA MAYA", "kepanjangan": "Lurah Menginap di Rumah Masyarakat"},
    )  # fmt: skip
    return wilayah


@pytest.fixture
def lurah():
    return make_lurah()


def held(lurah, hari=-3, **lain):
    """A visit that is over."""
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(hari=hari), **lain)
    for ke in (S.PASTI, S.BERLANGSUNG, S.SELESAI):
        kunjungan = move_kunjungan(kunjungan, to=ke, by=lurah)
    return kunjungan


def read(alamat, **query):
    jawab = Client().get(alamat, query)
    assert jawab.status_code == 200
    return jawab.content.decode()


def plain(halaman):
    return " ".join(re.sub(r"<[^>]+>", " ", halaman).split())


def test_before_the_first_visit_it_says_what_it_is_and_nothing_is_broken():
    halaman = plain(read(BERANDA))
    assert "LUNA MAYA Lurah Menginap di Rumah Masyarakat" in halaman
    assert "Belum ada kunjungan yang selesai" in halaman
    assert "Belum ada janji" in plain(read(JANJI))


def test_a_coming_night_is_a_week_and_an_rw_only(lurah):
    rumah = make_tuan_rumah("Keluarga Rahasia Uji")
    kunjungan = make_kunjungan(lurah=lurah, tuan_rumah=rumah, mulai_at=malam(hari=0, jam=23))
    assert "Pekan ini" not in plain(read(BERANDA))  # nobody agreed yet
    move_kunjungan(kunjungan, to=S.PASTI, by=lurah)
    for ke in (None, S.BERLANGSUNG):
        if ke:
            move_kunjungan(kunjungan, to=ke, by=lurah)
        halaman = read(BERANDA)
        assert "Pekan ini di RW 01" in plain(halaman)
        for bocor in ("RT 02", "Rahasia Uji", kunjungan.kode, "Purnama", "23.00"):
            assert bocor not in halaman, bocor
        assert Client().get(f"{ALAMAT}{kunjungan.kode}/").status_code == 404


def test_a_promise_made_tonight_does_not_tell_where_the_lurah_sleeps(lurah):
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(hari=0, jam=23))
    make_promise("Titian diperbaiki", kunjungan=kunjungan)
    for alamat in (JANJI, f"{ALAMAT}janji.csv", BERANDA):
        assert "Titian diperbaiki" not in read(alamat)
    for ke in (S.PASTI, S.BERLANGSUNG, S.SELESAI):
        move_kunjungan(kunjungan, to=ke, by=lurah)
    assert "Titian diperbaiki" in read(JANJI)


def test_the_rt_is_named_only_where_the_host_allows_it(lurah):
    kunjungan = held(lurah)
    make_promise(kunjungan=kunjungan)
    assert "LUNA MAYA, RW 01" in plain(read(BERANDA))
    assert "RT 02" not in read(f"{ALAMAT}{kunjungan.kode}/").split("Yang dijanjikan")[0]
    assert kunjungan.kode not in read(JANJI)
    host_says(kunjungan, tampil=False)
    assert "LUNA MAYA, RT 02 RW 01" in plain(read(BERANDA))
    assert kunjungan.kode in read(JANJI)


def test_a_photo_is_shown_only_while_the_host_allows_it(lurah):
    kunjungan = held(lurah)
    host_says(kunjungan)
    foto = make_foto(kunjungan)
    alamat, gambar = f"{ALAMAT}{kunjungan.kode}/", f"/foto/{foto.pk}/kecil/"
    assert gambar in read(alamat)
    host_says(kunjungan, tampil=False)
    assert gambar not in read(alamat)
    host_says(kunjungan, "cabut")
    assert gambar not in read(alamat)


def test_each_page_of_the_visits_leads_to_every_other():
    halaman = {
        nama: reverse(nama, args=["kandangan-utara"])
        for nama in ("luna_maya", "luna_janji", "luna_giliran", "luna_kepercayaan", "luna_peta",
                     "luna_undang", "lurah_malam", "luna_buku", "luna_replikasi")
    }  # fmt: skip
    for nama, alamat in halaman.items():
        navigasi = read(alamat).split('aria-labelledby="judul-jelajah"')[1].split("</nav>")[0]
        lain = {satu for kunci, satu in halaman.items() if kunci != nama}
        assert set(re.findall(r'href="([^"]+)"', navigasi)) == lain, nama


def test_a_visit_says_what_came_of_it(lurah):
    kunjungan = held(lurah)
    for isi in (CERITA, "Got depan langgar mampet dan meluap tiap hujan deras."):
        serahkan(make_catatan(kunjungan=kunjungan, isi=isi), by=lurah)
    make_catatan(kunjungan=kunjungan, jenis="aspirasi", isi="Warga ingin taman baca.")
    keep_janji(make_promise(kunjungan=kunjungan), pada=hari_ini(), hasil="Menyala.", by=lurah)
    tiket = Curhat.objects.first().tiket.get()
    layanan.assign_tiket(tiket, by=lurah, petugas=lurah)
    layanan.start_tiket(tiket, by=lurah)
    layanan.close_tiket(tiket, by=lurah, tindakan="Lampu diganti.")
    layanan.confirm_selesai(tiket, by=lurah)
    halaman = plain(read(f"{ALAMAT}{kunjungan.kode}/"))
    assert "1 aspirasi, 2 masalah, 1 janji lurah" in halaman
    assert "1 sedang diurus, 1 beres" in halaman or "1 beres, 1 sedang diurus" in halaman
    assert "Janji 1 ditepati tepat waktu" in halaman
    assert "hari yang sama" in halaman
    assert CERITA not in halaman
    depan = plain(read(BERANDA))
    assert "1 RT didatangi dari 1" in depan or "RT didatangi dari 1 1" in depan


def test_a_private_case_is_in_no_number_of_any_page(lurah):
    kunjungan = held(lurah)
    serahkan(make_catatan(kunjungan=kunjungan, isi=PEKA), by=lurah)
    assert Curhat.objects.get().rahasia
    for alamat in (BERANDA, f"{ALAMAT}{kunjungan.kode}/"):
        halaman = plain(read(alamat))
        assert "memukul" not in halaman
        assert "1 masalah" not in halaman
        assert "belum ada yang dicatat" in halaman
    (baris,) = csv.DictReader(io.StringIO(read(f"{ALAMAT}kunjungan.csv")))
    assert (baris["catatan"], baris["tiket"]) == ("0", "0")


def test_promises_are_read_by_state_and_rt_with_their_reasons(lurah):
    kunjungan = held(lurah)
    keep_janji(make_promise("Lampu <i>gang</i>", kunjungan=kunjungan), pada=hari_ini(),
               hasil="Menyala.", by=lurah)  # fmt: skip
    drop_janji(make_promise("Jembatan ulin", kunjungan=kunjungan), alasan="Milik kabupaten.",
               by=lurah)  # fmt: skip
    make_promise("Gerobak sampah", hari=-2, kunjungan=kunjungan)
    lain = make_promise("Balai dibuka", kunjungan=kunjungan, di=f"{UTARA}.04.01")
    extend_janji(lain, tenggat=lain.tenggat.replace(year=lain.tenggat.year + 1), alasan="Rapat.",
                 by=lurah)  # fmt: skip
    semua = read(JANJI)
    assert "&lt;i&gt;gang" in semua
    assert "semula" in semua
    assert "Milik kabupaten." in semua
    assert "Dari 4 janji: 1 ditepati tepat waktu" in semua
    for saring, isi in (("gugur", "Jembatan"), ("lewat", "Gerobak"), ("tepat", "gang")):
        halaman = read(JANJI, keadaan=saring)
        assert isi in halaman
        assert "Balai dibuka" not in halaman
    assert "Jembatan" not in read(JANJI, rt=f"{UTARA}.04.01")
    assert "Tidak ada janji yang cocok" in read(JANJI, rt=f"{UTARA}.04.01", keadaan="gugur")
    assert "Balai dibuka" in read(JANJI, rt="bukan-rt", keadaan="entah", hal="x")


def test_open_data_may_be_kept_for_minutes_and_no_cell_is_a_formula(lurah):
    kunjungan = held(lurah)
    make_promise("=HYPERLINK(1)", kunjungan=kunjungan)
    jawab = Client().get(f"{ALAMAT}janji.csv")
    assert "max-age=300" in jawab["Cache-Control"]
    assert jawab["Content-Type"].startswith("text/csv")
    (baris,) = csv.DictReader(io.StringIO(jawab.content.decode()))
    assert baris["janji"] == "'=HYPERLINK(1)"
    assert baris["rt_rw"] == "RT 02 RW 01"
    (satu,) = csv.DictReader(io.StringIO(read(f"{ALAMAT}kunjungan.csv")))
    assert satu["tempat"] == "RW 01"
    assert satu["sebutan"] == "LUNA MAYA"


def test_a_cancelled_visit_and_one_of_next_door_are_not_there(lurah):
    kunjungan = held(lurah)
    WilayahFactory(kode="63.06.05.1001")
    assert Client().get(f"/taman-madiun/luna-maya/{kunjungan.kode}/").status_code == 404
    assert Client().get("/tidak-ada/luna-maya/").status_code == 404
    assert Client().get(f"{ALAMAT}ABCD2345/").status_code == 404
    assert Client().post(BERANDA).status_code == 405


def test_many_visits_cost_no_more_queries_and_the_page_stays_light(
    lurah, django_assert_max_num_queries
):
    kunjungan = held(lurah)
    serahkan(make_catatan(kunjungan=kunjungan), by=lurah)
    make_promise(kunjungan=kunjungan)
    read(BERANDA)
    with django_assert_max_num_queries(12) as satu:
        read(BERANDA)
    with django_assert_max_num_queries(8) as janji:
        read(JANJI)
    for n in range(14):
        lain = held(lurah, hari=-10 - n * 3)
        serahkan(make_catatan(kunjungan=lain, isi=f"{CERITA} Sudah {n + 3} kali."), by=lurah)
        make_promise(f"Janji {n}", kunjungan=lain)
    with django_assert_max_num_queries(len(satu)):
        halaman = read(BERANDA)
    with django_assert_max_num_queries(len(janji)):
        read(JANJI)
    assert len(halaman.encode()) < 60_000
    assert "Halaman 1 dari 2" in halaman
    assert "Berikutnya" in halaman


def test_the_past_week_of_a_night_over_midnight_is_still_this_week(lurah):
    kunjungan = make_kunjungan(lurah=lurah, mulai_at=malam(hari=0, jam=22))
    move_kunjungan(kunjungan, to=S.PASTI, by=lurah)
    nanti = kunjungan.mulai_at.replace(hour=23, minute=59)
    (satu,) = tampil_kunjungan.next_visits(UTARA, {}, nanti)
    assert (satu.pekan, satu.rw) == ("Pekan ini", "RW 01")
    assert RT.endswith(".01.02")
