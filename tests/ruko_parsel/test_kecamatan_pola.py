"""What rises in several villages at once, and what a village never asks."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from curhat.models import Curhat
from dasbor.demo.waktu import simulated_clock
from ruko_parsel.models import Permintaan
from ruko_parsel.pola_desa import CERITA, PERMINTAAN, find_pola
from ruko_parsel.sepi_desa import find_sepi
from ruko_parsel.tempat_ruko import read_acuan_of
from tests.factories import CurhatFactory, KontakFactory, WilayahFactory
from tests.ruko_parsel.pabrik import KECAMATAN, make_camat, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_kecamatan import pukul
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

pytestmark = pytest.mark.django_db
DESA = [f"{KECAMATAN}.20{n:02d}" for n in range(1, 6)]
HARI = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _desa():
    for kode in DESA:
        WilayahFactory(kode=kode)


def acuan():
    return read_acuan_of(Wilayah.objects.get(pk=KECAMATAN))


def pola(hari=HARI, lama=30):
    return find_pola(Permintaan.objects.all(), KECAMATAN, hari, lama, acuan().desa)


def minta(di, hari, masalah="stunting"):
    with simulated_clock() as jam:
        jam.sekarang = pukul(hari)
        return make_permintaan(di=di, masalah=masalah)


def cerita(di, hari, *, kontak=None, **isi):
    satu = CurhatFactory(di=f"{di}.00.01", kontak=kontak or KontakFactory(), **isi)
    Curhat.objects.filter(pk=satu.pk).update(diterima_at=pukul(hari))
    return satu


def test_a_kind_that_rises_in_three_villages_is_a_pattern():
    minta(DESA[0], "2026-05-10")
    for di in DESA[:3]:
        minta(di, "2026-06-10")
        minta(di, "2026-06-20")
    satu = pola()[0]
    assert (satu.asal, satu.nama, satu.lalu, satu.kini) == (PERMINTAAN, "Stunting", 1, 6)
    assert len(satu.desa) == 3
    assert satu.naik == "6 kali"


def test_two_villages_are_no_pattern():
    for di in DESA[:2]:
        minta(di, "2026-06-10")
        minta(di, "2026-06-20")
    assert pola() == []


def test_what_only_moved_between_villages_is_no_pattern():
    for di in DESA[:3]:
        minta(di, "2026-06-10")
    for _n in range(4):
        minta(DESA[4], "2026-05-10")
    assert pola() == []


def test_stories_of_residents_make_patterns_too():
    for di in DESA[:3]:
        cerita(di, "2026-06-10")
        cerita(di, "2026-06-11")
    satu = pola()[0]
    assert (satu.asal, satu.kini, len(satu.desa)) == (CERITA, 6, 3)
    assert all(d.angka == "" for d in satu.desa)  # two people in each


def test_stories_of_fewer_than_five_people_are_not_told():
    orang = KontakFactory()
    for di in DESA[:3]:
        for _n in range(3):
            cerita(di, "2026-06-10", kontak=orang)
    assert pola() == []


def test_private_stories_are_not_counted():
    for di in DESA[:3]:
        for _n in range(2):
            cerita(di, "2026-06-10", rahasia=True)
    assert pola() == []


def test_a_village_with_few_people_cannot_be_worked_out_from_the_sum():
    for di, banyak in zip(DESA[:3], (2, 6, 8), strict=True):
        for _n in range(banyak):
            cerita(di, "2026-06-10")
    angka = {d.desa: d.angka for d in pola()[0].desa}
    assert (angka[DESA[0]], angka[DESA[1]], angka[DESA[2]]) == ("", "", "0 → 8")


def test_days_are_those_of_the_place():
    for di in DESA[:3]:
        satu = minta(di, "2026-06-30")
        Permintaan.objects.filter(pk=satu.pk).update(created_at=pukul("2026-07-01", 0, 10))
    assert pola() == []
    assert len(pola(dt.date(2026, 7, 1))) == 1


def test_the_stories_are_opened_only_by_who_may_read_them(client):
    kini = f"{hari_ini(KECAMATAN):%Y-%m-%d}"
    for di in DESA[:3]:
        for _n in range(6):
            cerita(di, kini)
    alamat = reverse("admin:ruko_parsel_laporanruko_kecamatan")
    client.force_login(make_camat())
    assert "/admin/curhat/curhat/?di=" in client.get(alamat).content.decode()
    client.force_login(make_petugas())
    isi = client.get(alamat).content.decode()
    assert "cerita warga" in isi
    assert "/admin/curhat/curhat/?di=" not in isi


def test_the_way_to_the_stories_shows_just_those(client):
    kini = f"{hari_ini(KECAMATAN):%Y-%m-%d}"
    for di in DESA[:3]:
        for _n in range(6):
            cerita(di, kini)
    client.force_login(make_camat())
    satu = pola(hari_ini(KECAMATAN))[0]
    jawab = client.get(satu.desa[0].url)
    assert jawab.status_code == 200
    assert jawab.context["cl"].result_count == 6


def test_a_village_that_never_asked_is_told_apart_from_one_that_asks_little():
    kini = timezone.now()
    for di in DESA[:4]:
        make_permintaan(di=di)
    make_permintaan(di=DESA[0], masalah="stunting")
    semua = Permintaan.objects.all()
    sepi = find_sepi(semua, acuan(), kini.date() + dt.timedelta(days=1))
    per = {b.kode: b for b in sepi.baris}
    assert "hubungi lebih dulu" in per[DESA[4]].bacaan
    assert per[DESA[0]].total == 2
    ke = [kode for kode, _n in sepi.masalah].index("keuangan")
    assert sepi.bertanya[ke] == 4


def test_what_most_others_ask_is_worth_asking_the_silent_one():
    Wilayah.objects.filter(induk=KECAMATAN, slug=None).exclude(pk__in=DESA).delete()
    ada = list(acuan().desa)
    for di in ada[:-1]:
        make_permintaan(di=di)
    make_permintaan(di=ada[-1], masalah="stunting")
    sepi = find_sepi(Permintaan.objects.all(), acuan(), timezone.now().date() + dt.timedelta(1))
    akhir = sepi.baris[-1]
    assert "Administrasi dan laporan keuangan; tanyakan" in akhir.bacaan


def test_a_request_of_more_than_a_year_ago_is_silence_now():
    satu = make_permintaan(di=DESA[0])
    Permintaan.objects.filter(pk=satu.pk).update(created_at=timezone.now() - dt.timedelta(400))
    sepi = find_sepi(Permintaan.objects.all(), acuan(), timezone.now().date())
    assert all(b.total == 0 for b in sepi.baris)
