"""Scoping: a prefix of the area, or an agency, and only for as long as the Penugasan runs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories import InstansiFactory, PenggunaFactory, PenugasanFactory, WilayahFactory
from wilayah.models import HariLibur, Instansi, Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran, peran_with
from wilayah.scope import above

pytestmark = pytest.mark.django_db


def codes(rows):
    return {row.pk for row in rows}


def test_an_area_is_seen_with_everything_below_it_and_nothing_beside_it():
    for kode in ("35.77.03.1009.02.03", "35.77.03.1002.01", "35.77.01.1001"):
        WilayahFactory(kode=kode)
    camat = PenggunaFactory(peran="camat", di="35.77.03")
    seen = codes(Wilayah.objects.visible_to(camat))
    assert {"35.77.03", "35.77.03.1009.02.03", "35.77.03.1002.01"} <= seen
    assert all(kode.startswith("35.77.03") for kode in seen)


def test_a_code_that_only_begins_with_the_same_digits_is_not_below():
    WilayahFactory(kode="35.77.03.1009.02.01")
    WilayahFactory(kode="35.77.03.1009.021.01")
    rw = PenggunaFactory(peran="fasilitator", di="35.77.03.1009.02")
    assert codes(Wilayah.objects.visible_to(rw)) == {"35.77.03.1009.02", "35.77.03.1009.02.01"}


def test_an_ended_or_future_assignment_opens_nothing():
    today = timezone.localdate()
    lama = PenggunaFactory(
        peran="lurah",
        di="35.77.03.1009",
        peran__mulai=today - timedelta(days=9),
        peran__selesai=today - timedelta(days=1),
    )
    nanti = PenggunaFactory(
        peran="lurah", di="35.77.03.1009", peran__mulai=today + timedelta(days=1)
    )
    hari_terakhir = PenggunaFactory(peran="lurah", di="35.77.03.1009", peran__selesai=today)
    assert not Wilayah.objects.visible_to(lama)
    assert not Wilayah.objects.visible_to(nanti)
    assert Wilayah.objects.visible_to(hari_terakhir)
    assert not lama.has_perm("wilayah.view_wilayah")
    assert hari_terakhir.has_perm("wilayah.view_wilayah")


def test_nobody_and_the_switched_off_see_nothing_and_a_superuser_all():
    WilayahFactory()
    assert not Wilayah.objects.visible_to(AnonymousUser())
    assert not Wilayah.objects.visible_to(PenggunaFactory(is_active=False, peran="camat", di="35"))
    assert not Wilayah.objects.visible_to(PenggunaFactory())
    admin = PenggunaFactory(is_superuser=True)
    assert Wilayah.objects.visible_to(admin).count() == Wilayah.objects.count()


def test_agencies_are_seen_from_below_and_by_their_own_staff_only():
    dlh = InstansiFactory(kode="DLH-UJI", di="35.77")
    lain = InstansiFactory(kode="DLH-UJI", di="35.09")
    lurah = PenggunaFactory(peran="lurah", di="35.77.03.1009")
    petugas = PenggunaFactory(peran="petugas", di=lain)
    assert dlh in Instansi.objects.visible_to(lurah)
    assert lain not in Instansi.objects.visible_to(lurah)
    assert list(Instansi.objects.visible_to(petugas)) == [lain]
    assert not Wilayah.objects.visible_to(petugas)


def test_staff_are_seen_by_the_area_and_by_their_agency():
    dlh = InstansiFactory(kode="DLH-UJI", di="35.77")
    petugas = PenggunaFactory(peran="petugas", di=dlh)
    rekan = PenggunaFactory(peran="petugas", di=dlh)
    tetangga = PenggunaFactory(peran="moderator", di="35.09.21.1001")
    kota = PenggunaFactory(peran="admin_wilayah", di="35.77")
    assert {petugas, rekan, kota} <= set(Pengguna.objects.visible_to(kota))
    assert tetangga not in Pengguna.objects.visible_to(kota)
    assert set(Pengguna.objects.visible_to(petugas)) == {petugas, rekan}
    assert set(Penugasan.objects.visible_to(kota)) == {
        tugas for orang in (petugas, rekan, kota) for tugas in orang.penugasan.all()
    }


def test_a_role_held_elsewhere_does_not_count_here():
    user = PenggunaFactory(peran="fasilitator", di="35.77.03.1002")
    PenugasanFactory(pengguna=user, peran="moderator", di="35.77.03.1009")
    user = Pengguna.objects.get(pk=user.pk)
    may_change = peran_with("wilayah.wilayah", "change")
    assert Peran.MODERATOR in may_change
    assert Peran.FASILITATOR not in may_change
    assert codes(Wilayah.objects.visible_to(user)) == {"35.77.03.1002", "35.77.03.1009"}
    assert codes(Wilayah.objects.visible_to(user, peran=may_change)) == {"35.77.03.1009"}


def test_holidays_of_everyone_and_of_the_own_area_are_seen():
    today = timezone.localdate()
    semua = HariLibur.objects.create(tanggal=today, nama="Semua")
    sini = HariLibur.objects.create(tanggal=today, nama="Sini", wilayah=WilayahFactory())
    sana = HariLibur.objects.create(
        tanggal=today, nama="Sana", wilayah=WilayahFactory(kode="35.09")
    )
    lurah = PenggunaFactory(peran="lurah", di="35.77.03.1009")
    seen = set(HariLibur.objects.visible_to(lurah))
    assert {semua, sini} <= seen
    assert sana not in seen


def test_above_is_the_area_and_all_it_lies_in_widest_first():
    assert above("35.77.03.1009.02") == [
        "35", "35.77", "35.77.03", "35.77.03.1009", "35.77.03.1009.02"
    ]  # fmt: skip
    assert above("35") == ["35"]
