"""A questioned figure is accepted by its owner or a second person, not by who typed it."""

import pytest
from django.test import Client

from ekonomi.models import Pengukuran
from ekonomi.services.omzet import Asal, OrangSama, confirm_omzet, correct_omzet, record_omzet
from tests.ekonomi.pabrik_omzet import bulan_lalu, catat, status_of, usaha_rumah
from tests.factories import PenggunaFactory
from wilayah.peran import apply_izin

pytestmark = pytest.mark.usefixtures("taman")
DAFTAR = "/admin/ekonomi/pengukuran/"


def orang(peran="fasilitator"):
    apply_izin()
    return PenggunaFactory(peran=peran, di="35.77.03.1009")


def ragu(by):
    usaha = usaha_rumah()
    catat(usaha, 1_000_000, n=2)
    asal = Asal("fasilitator", by=by)
    return record_omzet(usaha, bulan=bulan_lalu(), nilai=15_000_000, asal=asal)


def masuk(siapa):
    client = Client()
    client.force_login(siapa)
    return client


def test_a_facilitator_does_not_accept_the_figure_they_typed():
    saya = orang()
    satu, client = ragu(saya), masuk(saya)
    halaman = client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()
    assert "minta orang lain" in halaman
    assert f"{DAFTAR}{satu.pk}/putus/terima/" not in halaman
    jawab = client.post(f"{DAFTAR}{satu.pk}/putus/terima/", follow=True)
    assert "dibenarkan orang lain" in jawab.content.decode()
    assert status_of(satu.usaha)[-1] == (15_000_000, "ditanyakan")


def test_nor_by_correcting_it_to_another_jump():
    saya = orang()
    satu = ragu(saya)
    with pytest.raises(OrangSama):
        correct_omzet(satu, nilai=14_900_000, alasan="nota", by=saya)
    jawab = masuk(saya).post(
        f"{DAFTAR}{satu.pk}/putus/koreksi/", {"nilai": "15 juta", "alasan": "nota"}, follow=True
    )
    assert "dibenarkan orang lain" in jawab.content.decode()
    assert Pengukuran.objects.get(pk=satu.pk).status == "ditanyakan"
    correct_omzet(satu, nilai=1_500_000, alasan="nol kelebihan", by=saya)
    assert status_of(satu.usaha)[-1] == (1_500_000, "sah")


def test_a_second_facilitator_and_the_owner_may():
    satu = ragu(orang())
    client = masuk(orang())
    client.post(f"{DAFTAR}{satu.pk}/putus/terima/")
    assert status_of(satu.usaha)[-1] == (15_000_000, "sah")
    dua = ragu(orang())
    confirm_omzet(dua)
    assert status_of(dua.usaha)[-1] == (15_000_000, "sah")


@pytest.mark.parametrize("peran", ["lurah", "moderator"])
def test_the_lurah_and_the_moderator_may_accept_their_own(peran):
    saya = orang(peran)
    satu = ragu(saya)
    confirm_omzet(satu, by=saya)
    assert status_of(satu.usaha)[-1] == (15_000_000, "sah")
