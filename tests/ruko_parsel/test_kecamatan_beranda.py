"""The desk on the staff home and a village's door to it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dasbor.papan_ruko import ruko_section
from dasbor.ruko_warga import ruko_doors, ruko_rows
from ruko_parsel.models import Permintaan
from tests.factories import PenggunaFactory
from tests.ruko_parsel.pabrik import (
    INAN,
    KECAMATAN,
    PANGGUNG,
    make_camat,
    make_desa,
    make_permintaan,
)
from wilayah.halaman import Area

pytestmark = pytest.mark.django_db


def telat(**isi):
    satu = make_permintaan(**isi)
    lama = timezone.now() - dt.timedelta(days=30)
    Permintaan.objects.filter(pk=satu.pk).update(
        created_at=lama, due_at=lama + dt.timedelta(days=5)
    )


def kartu(orang, label):
    return next(k for k in ruko_section(orang).kartu if k.label == label)


def test_a_card_of_the_desk_agrees_with_the_list_behind_it(client):
    camat = make_camat()
    telat()
    telat(di=PANGGUNG)
    make_permintaan()
    satu = kartu(camat, "lewat batas, belum dijawab")
    assert satu.angka == 2
    client.force_login(camat)
    assert client.get(satu.url).context["halaman"].paginator.count == 2
    assert "Rumah Koordinasi" in client.get(reverse("admin:index")).content.decode()


def test_a_village_counts_its_own(client):
    telat()
    telat(di=PANGGUNG)
    satu = kartu(make_desa(), "lewat batas, belum dijawab")
    assert satu.angka == 1


def test_who_has_no_part_in_it_has_no_section():
    make_permintaan()
    assert ruko_section(PenggunaFactory(peran="fasilitator", di=INAN)) is None
    assert ruko_section(make_desa(di="35.77.03.1009")) is None


def test_the_door_is_there_where_the_kecamatan_has_a_desk():
    make_permintaan()
    area = Area(INAN, "inan", "Inan", "desa", "", None, None)
    assert ruko_rows(area)["meja_kecamatan"].count() == 0
    assert ruko_doors(area, {"meja_kecamatan": 0}) == []
    make_camat()
    assert ruko_rows(area)["meja_kecamatan"].count() == 1
    urls = [p.url for p in ruko_doors(area, {"meja_kecamatan": 1})]
    assert urls == ["/inan/koordinasi/", f"/ruko-parsel/{KECAMATAN}/angka/"]
