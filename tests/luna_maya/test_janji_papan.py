"""The staff home says what of the visits waits; the kelurahan's home has doors to them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curhat.services.tiket import Tiket
from dasbor.papan_luna import luna_section, tonight_section
from luna_maya.models import Catatan, Kunjungan, Undangan
from luna_maya.perlu_dilihat import without_follow_up
from luna_maya.services.kunjungan import cancel_kunjungan, move_kunjungan, reschedule_kunjungan
from luna_maya.services.persetujuan import ask_other_time
from tests.curhat.conftest import acuan_curhat, bersih  # noqa: F401 - fixtures
from tests.factories import PenggunaFactory, WilayahFactory
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    WITA,
    make_kunjungan,
    make_lurah,
    make_tokoh,
    make_tuan_rumah,
    malam,
)
from tests.luna_maya.pabrik_janji import POTENSI, make_catatan, make_promise, make_task, serahkan
from tests.luna_maya.pabrik_persetujuan import CHAT, make_host, make_invited
from wilayah.halaman import forget_area
from wilayah.rujukan import return_rujukan

pytestmark = pytest.mark.django_db


@pytest.fixture
def lurah():
    return make_lurah()


def cards(user):
    bagian = luna_section(user)
    return {k.label: (k.angka, k.nada) for k in bagian.kartu} if bagian else {}


def test_it_counts_what_waits_in_one_query(lurah, django_assert_num_queries):
    kini = make_kunjungan(lurah=lurah, mulai_at=malam(hari=0, jam=23))
    lain = make_kunjungan(lurah=lurah, tuan_rumah=make_tuan_rumah("Warung Acil Imah"),
                          mulai_at=malam(hari=3))  # fmt: skip
    move_kunjungan(lain, to=Kunjungan.Status.MENUNGGU, by=lurah)
    make_kunjungan(lurah=lurah, tuan_rumah=make_tuan_rumah("Jauh"), mulai_at=malam(hari=12))
    catatan = make_catatan(kunjungan=kini)
    make_promise(hari=-1, kunjungan=kini)
    make_task(lurah, hari=-1, catatan=make_catatan(kunjungan=kini, isi="Lain"))
    lurah.get_all_permissions()
    lurah.penugasan_aktif  # noqa: B018 - read before counting
    luna_section(lurah)
    with django_assert_num_queries(1):
        isi = cards(lurah)
    assert isi["kunjungan malam ini"][0] in {0, 1}  # past six in the evening it is tonight's
    assert isi["kunjungan tujuh hari ini"] == (2, "")
    assert isi["menunggu jawaban tuan rumah"] == (1, "perhatian")
    assert isi["janji lewat tanggalnya"] == (1, "bahaya")
    assert isi["tugas saya"] == (1, "bahaya")
    assert isi["catatan belum ditindaklanjuti"] == (1, "")
    assert list(without_follow_up(Catatan.objects.all())) == [catatan]


@pytest.mark.usefixtures("acuan_curhat")
def test_an_entry_on_its_way_needs_nothing_and_a_returned_one_does(lurah):
    catatan = make_catatan(kunjungan=make_kunjungan(lurah=lurah))
    serahkan(catatan, by=lurah)
    assert Tiket.objects.exists()
    assert not without_follow_up(Catatan.objects.all()).exists()
    potensi = make_catatan(kunjungan=catatan.kunjungan, jenis="potensi", isi=POTENSI)
    rujukan = serahkan(potensi, by=lurah, meja="potensi_rumah")
    assert not without_follow_up(Catatan.objects.all()).exists()
    return_rujukan(rujukan, by=lurah, alasan="Sudah dipetakan bulan lalu.")
    assert list(without_follow_up(Catatan.objects.all())) == [potensi]


def test_each_number_leads_to_a_list_that_can_be_opened(client, lurah):
    make_promise(kunjungan=make_kunjungan(lurah=lurah))
    client.force_login(lurah)
    for kartu in luna_section(lurah).kartu:
        if kartu.url:
            assert client.get(kartu.url).status_code == 200, kartu


def test_the_number_on_a_card_is_the_number_of_rows_it_leads_to(client, lurah):
    kunjungan = make_kunjungan(lurah=lurah)
    make_catatan(kunjungan=kunjungan)
    make_catatan(kunjungan=kunjungan, jenis="data_sosial", isi="Dua lansia tinggal sendiri.")
    make_task(lurah, catatan=make_catatan(kunjungan=kunjungan, isi="Selokan depan mampet."))
    minta = make_invited(
        lurah=lurah, tuan_rumah=make_host("Warung Acil Imah"), mulai_at=malam(hari=4)
    )
    ask_other_time(minta, minta=malam(hari=6), jawab=CHAT)
    make_invited(lurah=lurah, tuan_rumah=make_host("Rumah Julak Anang"), mulai_at=malam(hari=8))
    for hari in (-1, 5):
        Undangan.objects.create(
            wilayah_id=RT, pin_hash=f"uji{hari}", kunci=f"uji{hari}", acara="tahlilan",
            mulai_at=malam(hari=hari),
        )  # fmt: skip
    client.force_login(lurah)
    kartu = {k.label: k for k in luna_section(lurah).kartu}
    for label, banyak in (
        ("catatan belum ditindaklanjuti", 1), ("tuan rumah minta waktu lain", 1),
        ("menunggu jawaban tuan rumah", 2), ("undangan warga menunggu jawaban", 1),
    ):  # fmt: skip
        halaman = client.get(kartu[label].url)
        assert (kartu[label].angka, halaman.context["cl"].result_count) == (banyak, banyak), label
    minta.refresh_from_db()
    reschedule_kunjungan(minta, mulai_at=malam(hari=6), selesai_at=malam(hari=7, jam=6),
                         alasan="Tuan rumah minta.", by=lurah)  # fmt: skip
    assert cards(lurah)["tuan rumah minta waktu lain"] == (0, "")


def test_who_only_goes_along_finds_their_visits(client, lurah, django_assert_num_queries):
    kader = PenggunaFactory(peran="operator_kios", di=UTARA)
    tokoh = make_tokoh(pengguna=kader)
    kunjungan = make_kunjungan(lurah=lurah, tokoh=[tokoh])
    kader.get_all_permissions()
    kader.penugasan_aktif  # noqa: B018 - read before counting
    with django_assert_num_queries(1):
        (kartu,) = luna_section(kader).kartu
    assert (kartu.angka, kartu.label) == (1, "kunjungan yang saya ikuti")
    client.force_login(kader)
    assert kunjungan.kode in client.get(kartu.url).content.decode()
    assert not luna_section(kader).tautan
    assert {judul for judul, _url in luna_section(lurah).tautan} == {
        "Kunjungan saya", "Kalender kunjungan",
    }  # fmt: skip


def test_others_have_no_part_or_only_their_own(lurah):
    make_promise(hari=-1, kunjungan=make_kunjungan(lurah=lurah))
    assert cards(PenggunaFactory(peran="lurah", di="63.06.05.1001"))["janji lewat tanggalnya"] == (
        0, "",
    )  # fmt: skip
    assert set(cards(PenggunaFactory(peran="fasilitator", di=UTARA))) == {"tugas saya"}
    assert luna_section(PenggunaFactory(peran="operator_kios", di=UTARA)) is None


def test_the_home_of_the_kelurahan_has_doors_once_there_are_visits(lurah):
    utara = WilayahFactory(kode=UTARA)
    utara.slug = "kandangan-utara"
    utara.save()
    forget_area()
    assert "Lurah datang ke warga" not in Client().get("/kandangan-utara/").content.decode()
    make_kunjungan(lurah=lurah, mulai_at=malam() + dt.timedelta(days=1))
    halaman = Client().get("/kandangan-utara/").content.decode()
    assert "Lurah datang ke warga" in halaman
    for nama in ("luna_maya", "luna_janji", "luna_undang", "luna_kepercayaan"):
        assert reverse(nama, args=["kandangan-utara"]) in halaman
    forget_area()


def at_wita(hari, jam, menit=0):
    return dt.datetime(2026, 3, hari, jam, menit, tzinfo=WITA)


@pytest.mark.parametrize(
    ("saat", "ada"),
    [
        (at_wita(31, 5, 59), False),  # still the night before
        (at_wita(31, 19), True),
        (at_wita(31, 23, 59), True),
        (at_wita(31, 0, 30) + dt.timedelta(days=1), True),  # past midnight and the month's end
        (at_wita(31, 5, 30) + dt.timedelta(days=1), True),
        (at_wita(31, 6, 1) + dt.timedelta(days=1), False),
    ],
)
def test_tonights_visit_stays_on_the_home_page_until_the_morning(lurah, saat, ada):
    mulai = at_wita(31, 19)
    make_kunjungan(lurah=lurah, mulai_at=mulai, selesai_at=mulai + dt.timedelta(hours=3))
    bagian = tonight_section(lurah, saat)
    assert (bagian is not None) is ada
    kartu = {k.label: k.angka for k in luna_section(lurah, saat).kartu}
    assert kartu["kunjungan malam ini"] == int(ada)


@pytest.fixture
def nanti(lurah):
    """A visit of tonight, agreed with the host."""
    satu = make_kunjungan(lurah=lurah, mulai_at=timezone.now() + dt.timedelta(minutes=1))
    for status in (Kunjungan.Status.MENUNGGU, Kunjungan.Status.PASTI):
        satu = move_kunjungan(satu, to=status, by=lurah)
    return satu


def test_from_the_home_page_it_is_one_tap_to_what_to_know_and_to_the_log(client, lurah, nanti):
    client.force_login(lurah)
    beranda = client.get("/admin/").content.decode()
    assert f"/luna-maya/catat/{nanti.kode}/" in beranda
    assert f"/luna-maya/saya/{nanti.kode}/" in beranda
    halaman = client.get(f"/luna-maya/saya/{nanti.kode}/").content.decode()
    assert "Gang Purnama 7" in halaman
    assert f"/luna-maya/catat/{nanti.kode}/" in halaman


def test_who_comes_along_sees_tonight_at_home_and_a_stranger_does_not(nanti):
    teman = PenggunaFactory(peran="fasilitator", di=UTARA)
    assert tonight_section(teman) is None
    nanti.peserta.create(pengguna=teman, unsur="staf")
    assert [m.url for m in tonight_section(teman).malam] == [f"/luna-maya/saya/{nanti.kode}/"]


def test_the_list_behind_a_number_has_as_many_rows(client, lurah, nanti):
    cancel_kunjungan(nanti, by=lurah, alasan="Tuan rumah sakit.")
    make_kunjungan(lurah=lurah, tuan_rumah=make_tuan_rumah("Warung Acil Imah"),
                   mulai_at=nanti.mulai_at)  # fmt: skip
    make_catatan(kunjungan=nanti, isi="Banyak anak muda di sini", jenis="data_sosial")
    client.force_login(lurah)
    daftar = [k for k in luna_section(lurah).kartu if "/susun/" not in k.url]
    assert len(daftar) >= 6
    for kartu in daftar:
        halaman = client.get(kartu.url).context
        ada = halaman["cl"].result_count if "cl" in halaman else len(halaman["akan"])
        assert ada == kartu.angka, kartu


def test_the_home_page_tells_the_time_of_its_own_area(client, lurah):
    client.force_login(lurah)
    assert "WITA" in client.get("/admin/").content.decode()


def test_the_log_is_offered_from_the_day_before_until_it_closes(client, lurah, nanti):
    client.force_login(lurah)
    alamat = f"/admin/luna_maya/kunjungan/{nanti.pk}/change/"
    Kunjungan.objects.filter(pk=nanti.pk).update(status="selesai")
    assert f"/luna-maya/catat/{nanti.kode}/" in client.get(alamat).content.decode()
    for hari in (-20, 9):
        Kunjungan.objects.filter(pk=nanti.pk).update(
            mulai_at=malam(hari=hari), selesai_at=malam(hari=hari, jam=23)
        )
        assert f"/luna-maya/catat/{nanti.kode}/" not in client.get(alamat).content.decode()
