"""What the page of a request offers: the step to an open answer, and who knows about it."""

import pytest

from ruko_parsel.models import Jawaban, Permintaan
from tests.ruko_parsel.pabrik import INAN, make_desa, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_pengetahuan import make_jawaban, make_keahlian, solve_permintaan
from wilayah.models import Wilayah

DAFTAR = "/admin/ruko_parsel/permintaan/"


def take(client, satu):
    return client.post(f"{DAFTAR}{satu.pk}/langkah/jawaban_terbuka/")


@pytest.mark.django_db
def test_a_solved_request_becomes_a_draft_by_one_button_and_once(client):
    satu = solve_permintaan()
    client.force_login(make_petugas())
    assert "Jadikan jawaban terbuka" in client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()
    take(client, satu)
    take(client, satu)
    assert Jawaban.objects.get().permintaan == satu
    isi = client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()
    assert "Jadikan jawaban terbuka" not in isi
    assert "Menunggu diterbitkan" in isi
    client.force_login(make_desa())
    assert "Menunggu diterbitkan" not in client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()


@pytest.mark.django_db
def test_neither_a_secret_nor_an_open_one_offers_it_nor_a_village(client):
    terbuka, rahasia, selesai = make_permintaan(), solve_permintaan(), solve_permintaan()
    petugas = make_petugas()
    Permintaan.objects.filter(pk=rahasia.pk).update(rahasia=True, petugas=petugas)
    client.force_login(petugas)
    take(client, terbuka)
    take(client, rahasia)
    client.force_login(make_desa())
    take(client, selesai)
    assert not Jawaban.objects.exists()


@pytest.mark.django_db
def test_the_desk_reads_who_knows_and_the_village_does_not(client):
    make_keahlian(make_petugas(nama="Rahmadi Uji"))
    satu = make_permintaan()
    client.force_login(make_petugas())
    isi = client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()
    assert "Yang paham soal ini" in isi
    assert "Rahmadi Uji" in isi
    client.force_login(make_desa())
    assert "Yang paham" not in client.get(f"{DAFTAR}{satu.pk}/change/").content.decode()


@pytest.mark.django_db
def test_both_forms_carry_the_suggestion(client):
    make_jawaban()
    client.force_login(make_desa())
    assert "saran-jawaban-isi" in client.get(f"{DAFTAR}add/").content.decode()
    client.logout()
    slug = Wilayah.objects.filter(pk=INAN).update(slug="inan-uji") and "inan-uji"
    isi = client.get(f"/{slug}/koordinasi/")
    if isi.status_code == 200:
        assert "saran-jawaban-isi" in isi.content.decode()
        assert len(isi.content) < 60_000
