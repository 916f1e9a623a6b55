"""A sensitive ticket reaches the officer of a unit only by the lurah's own, recorded share."""

import pytest

from curhat.models import BagiPeka, RiwayatCurhat, Tiket
from curhat.services.bagi import share_tiket, unshare_tiket
from curhat.services.tiket import assign_tiket
from pesan.models import PesanKeluar
from tests.factories import InstansiFactory, KontakFactory, PenggunaFactory, TiketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ppa(taman):
    return InstansiFactory(kode="UPTD-PPA")


@pytest.fixture
def pendamping(ppa):
    return PenggunaFactory(nama="Pendamping PPA", email="ppa@uji.example", peran="petugas", di=ppa)


@pytest.fixture
def tiket(kelurahan, moderator):
    return TiketFactory(
        oleh=moderator, rahasia=True, kontak=KontakFactory(), isi="dipukuli zamrud",
        ringkasan="dipukuli zamrud",
    )  # fmt: skip


def sees(user):
    return Tiket.objects.visible_to(user).exists()


def test_assigning_alone_shows_it_to_nobody_of_the_unit(tiket, moderator, ppa, pendamping):
    assign_tiket(tiket, by=moderator, instansi=ppa)
    assert not sees(pendamping)
    assert not PesanKeluar.objects.filter(pengguna=pendamping).exists()


def test_the_lurah_shares_it_with_one_officer_on_record(tiket, lurah, ppa, pendamping):
    rekan = PenggunaFactory(peran="petugas", di=ppa)
    share_tiket(tiket, by=lurah, petugas=pendamping)
    assert sees(pendamping)
    assert not sees(rekan)
    tiket.refresh_from_db()
    assert (tiket.petugas, tiket.instansi, tiket.status) == (pendamping, ppa, "ditugaskan")
    assert RiwayatCurhat.objects.get(peristiwa="dibagi").by == lurah
    notif = PesanKeluar.objects.get(pengguna=pendamping)
    assert "zamrud" not in notif.badan
    assert "zamrud" not in notif.slots


def test_a_share_taken_back_closes_it_again(tiket, lurah, pendamping):
    share_tiket(tiket, by=lurah, petugas=pendamping)
    share_tiket(tiket, by=lurah, petugas=pendamping)  # a second time is the same share
    assert BagiPeka.objects.active().count() == 1
    assert unshare_tiket(tiket, by=lurah) == 1
    assert not sees(pendamping)


def test_a_moderator_may_not_share_and_a_stranger_is_no_officer(
    tiket, lurah, moderator, pendamping
):
    with pytest.raises(ValueError, match="Hanya lurah"):
        share_tiket(tiket, by=moderator, petugas=pendamping)
    with pytest.raises(ValueError, match="tidak bertugas"):
        share_tiket(tiket, by=lurah, petugas=moderator)
    with pytest.raises(ValueError, match="Hanya lurah"):
        unshare_tiket(tiket, by=moderator)
    biasa = TiketFactory(oleh=moderator)
    with pytest.raises(ValueError, match="Hanya kasus peka"):
        share_tiket(biasa, by=lurah, petugas=pendamping)


def test_the_step_is_on_the_lurahs_page_only(tiket, lurah, moderator, pendamping, client):
    url = f"/admin/curhat/tiket/{tiket.pk}/"
    client.force_login(moderator)
    assert "Bagikan ke petugas unit" not in client.get(f"{url}change/").content.decode()
    client.post(f"{url}langkah/bagikan/", {"petugas": pendamping.pk})
    assert not BagiPeka.objects.exists()
    client.force_login(lurah)
    assert "Bagikan ke petugas unit" in client.get(f"{url}change/").content.decode()
    client.post(f"{url}langkah/bagikan/", {"petugas": pendamping.pk})
    assert BagiPeka.objects.active().get().pengguna == pendamping
    client.force_login(pendamping)
    assert "zamrud" in client.get(f"{url}change/").content.decode()
