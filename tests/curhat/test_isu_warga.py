"""“Saya juga” and what is shown before a report is sent: without JavaScript and without account."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from curhat.models import AnggotaIsu, Curhat, Isu, UsulanIsu
from curhat.services.isu import Sebab, unite_curhat
from curhat.services.usulan import propose_isu
from pesan.models import PesanKeluar, PesanMasuk
from tests.curhat.conftest import kepada_warga, terima
from tests.curhat.halaman import CERITA, LAPOR, foto, kirim_laporan, kode_pin
from tests.factories import CurhatFactory, KontakFactory, TiketFactory

pytestmark = pytest.mark.usefixtures("kelurahan")
RT = "35.77.03.1009.02.03"
GOT = "got depan rumah mampet, banjir setiap hujan"


def masalah(orang=1, moderator=None, **isi):
    """An open problem of RT 03/RW 02; with more people a shared one."""
    tiket = TiketFactory(di=RT, isi=GOT, kontak=KontakFactory(), **isi)
    for _ in range(orang - 1):
        lain = CurhatFactory(di=RT, isi=GOT, kontak=KontakFactory())
        unite_curhat(lain, tiket.curhat, sebab=Sebab("manual", by=moderator))
    return tiket


def tanda(html):
    return re.search(r'name="juga" value="([^"]+)"', html)[1]


def isian(html):
    """The hidden fields of the page between."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))


def test_before_sending_the_form_says_what_was_told_already(client):
    masalah()
    response = kirim_laporan(client, rt="3", rw="2", kontak="0812 0000 0001")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Mungkin sudah dilaporkan" in html
    assert "RT 03/RW 02" in html
    assert "belum terkirim" in html
    assert not PesanMasuk.objects.exists()
    assert isian(html)["cerita"] == CERITA  # nothing typed is lost
    assert isian(html)["kontak"] == "0812 0000 0001"


def test_tetap_kirim_sends_it_as_it_is(client):
    masalah()
    html = kirim_laporan(client).content.decode()
    response = client.post(LAPOR, isian(html) | {"tetap": "1"})
    assert response.status_code == 303
    client.get(response.url)
    assert Curhat.objects.count() == 2
    assert not Isu.objects.exists()


def test_saya_juga_joins_with_the_own_words_code_and_pin(client):
    tiket = masalah()
    html = kirim_laporan(client, kontak="warga@contoh.example").content.decode()
    response = client.post(LAPOR, isian(html) | {"juga": tanda(html)})
    page = client.get(response.url).content.decode()
    kode, _pin = kode_pin(page)
    baru = Curhat.objects.get(kode=kode)
    assert baru.tiket_terakhir == tiket
    assert CERITA[:30] in baru.isi
    assert baru.keanggotaan.get().cara == "saya_juga"
    assert "Dilaporkan juga oleh warga lain" in page
    assert PesanKeluar.objects.filter(rujukan=kode, templat="isu_digabung").exists()


def test_the_same_form_sent_twice_joins_once(client):
    masalah()
    html = kirim_laporan(client).content.decode()
    data = isian(html) | {"juga": tanda(html)}
    pages = [client.get(client.post(LAPOR, data).url).content.decode() for _ in range(2)]
    assert kode_pin(pages[0]) == kode_pin(pages[1])
    assert AnggotaIsu.objects.count() == 2


@pytest.mark.parametrize(
    "lain",
    [
        {"cerita": "Tolong kebakaran di rumah tetangga RT 03 RW 02, api besar"},
        {"cerita": "Lampu jalan RT 03 RW 02 mati dua minggu"},
        {"cerita": "Got mampet banjir di RT 01 RW 07"},
        {"foto": "foto"},
    ],
    ids=["mendesak", "hal-lain", "tempat-lain", "berfoto"],
)
def test_what_is_urgent_other_or_brings_files_is_sent_at_once(client, lain):
    masalah()
    lain = {"foto": [foto()]} if lain.get("foto") else lain
    assert kirim_laporan(client, **lain).status_code == 303


@pytest.mark.parametrize(
    "isi",
    [
        {"rahasia": True},
        {"anonim": True},
        {"subkategori_id": "bantuan_sosial"},
        {"status": "selesai"},
    ],
    ids=["rahasia", "anonim", "urusan-orang", "selesai"],
)
def test_a_private_hidden_personal_or_ended_report_is_never_shown(client, isi):
    masalah(**isi)
    assert kirim_laporan(client).status_code == 303
    assert "Mungkin" not in client.post(f"{LAPOR}mirip/", {"rt": "3", "rw": "2"}).content.decode()


def test_while_typing_a_fragment_is_given_by_place_or_words(client):
    masalah()
    for data in ({"rt": "3", "rw": "2"}, {"cerita": "selokan di rt 3 rw 2 tersumbat, banjir"}):
        html = client.post(f"{LAPOR}mirip/", data).content.decode()
        assert "RT 03/RW 02" in html
        assert "<html" not in html
    for data in ({}, {"rt": "x"}, {"rt": "9", "rw": "9"}, {"lat": "nan", "lng": "x"}):
        response = client.post(f"{LAPOR}mirip/", data)
        assert response.status_code == 200
        assert "Saya juga" not in response.content.decode()
    assert client.get(f"{LAPOR}mirip/").status_code == 405


def test_looking_for_neighbours_costs_few_queries(client, django_assert_max_num_queries):
    masalah()
    data = {"rt": "3", "rw": "2", "cerita": GOT}
    client.post(f"{LAPOR}mirip/", data)
    with django_assert_max_num_queries(4):
        client.post(f"{LAPOR}mirip/", data)


def kartu(client):
    """The link of the first card on the home page of the kelurahan."""
    html = client.get("/taman-madiun/").content.decode()
    found = re.search(r'href="(/taman-madiun/isu/[^"]+/)"', html)
    return html, found and found[1]


def test_the_home_page_shows_shared_problems_and_anyone_may_join(client, moderator):
    tiket = masalah(3, moderator)
    html, alamat = kartu(client)
    assert "Beberapa warga ikut melapor" in html
    assert tiket.curhat.kode not in html
    page = client.get(alamat).content.decode()
    assert "Saya juga mengalaminya" in page
    response = client.post(alamat, {})
    assert response.status_code == 303
    kode, pin = kode_pin(client.get(response.url).content.decode())
    baru = Curhat.objects.get(kode=kode)
    assert (baru.subkategori, baru.wilayah_id) == (tiket.curhat.subkategori, RT)
    assert Isu.objects.get().anggota.count() == 4
    assert Client().post("/lacak/", {"kode": kode, "pin": pin}).status_code == 303
    assert "sudah ada yang ikut" in client.get(alamat).content.decode()


def test_one_person_counts_once(client, moderator):
    masalah(4, moderator)
    _, alamat = kartu(client)
    for n in range(3):  # the same device, another code each time
        client.get(client.post(alamat, {"keterangan": f"ke {n}"}).url)
    html, _ = kartu(client)
    assert "5 warga ikut melapor" in html
    for _ in range(2):  # the same address from two devices
        lain = Client()
        lain.get(lain.post(alamat, {"kontak": "0812 0000 0009"}).url)
    assert "6 warga ikut melapor" in kartu(client)[0]


def test_a_private_member_does_not_change_the_public_count(client, moderator):
    tiket = masalah(6, moderator)
    before, _ = kartu(client)
    assert "6 warga ikut melapor" in before
    peka = CurhatFactory(di=RT, rahasia=True, isi="zamrudpeka", kontak=KontakFactory())
    unite_curhat(peka, tiket.curhat, sebab=Sebab("manual", by=moderator))
    after, _ = kartu(client)
    assert "6 warga ikut melapor" in after
    assert "zamrudpeka" not in after


def test_fewer_than_two_public_people_are_not_a_card(client, moderator):
    tiket = masalah()
    peka = CurhatFactory(di=RT, rahasia=True, kontak=KontakFactory())
    unite_curhat(peka, tiket.curhat, sebab=Sebab("manual", by=moderator))
    assert kartu(client)[1] is None


def test_a_flood_waits_for_a_person(client, moderator, settings):
    settings.ISU_IKUT_PER_JAM = 2
    masalah(2, moderator)
    _, alamat = kartu(client)
    for n in range(4):
        satu = Client()
        satu.get(satu.post(alamat, {"keterangan": f"saya juga kena {n}"}).url)
    assert Isu.objects.get().anggota.count() == 4
    assert UsulanIsu.objects.waiting().count() == 2


def test_a_problem_that_ended_meanwhile_is_a_report_of_its_own(client, moderator):
    tiket = masalah(2, moderator)
    _, alamat = kartu(client)
    html = kirim_laporan(client).content.decode()
    type(tiket).objects.filter(pk=tiket.pk).update(status="ditolak", closed_at=timezone.now())
    assert client.get(alamat).status_code == 404
    response = client.post(LAPOR, isian(html) | {"juga": tanda(html)})
    kode, _ = kode_pin(client.get(response.url).content.decode())
    assert Curhat.objects.get(kode=kode).tiket_bersama is None


def test_a_key_of_another_area_or_a_forged_one_opens_nothing(client, moderator):
    masalah(2, moderator)
    _, alamat = kartu(client)
    assert client.get(alamat.replace("taman-madiun", "pandean-madiun")).status_code == 404
    assert client.get("/taman-madiun/isu/abc:def:ghi/").status_code == 404


def test_in_a_chat_the_resident_is_asked_and_says_saya_juga():
    masalah()
    terima(f"HAI LURAH Taman, {GOT} di RT 03 RW 02", dari="6281200000002")
    propose_isu(timezone.now())
    templat, badan = kepada_warga()[-1]
    assert templat == "tanya_saya_juga"
    assert "RT 03/RW 02" in badan
    terima("Saya juga", dari="6281200000002")
    assert Isu.objects.get().anggota.count() == 2
    assert kepada_warga()[-1][0] == "isu_digabung"
    assert Curhat.objects.count() == 2


def test_in_a_chat_beda_is_kept_and_not_asked_again():
    masalah()
    terima(f"{GOT} di RT 03 RW 02", dari="6281200000002")
    propose_isu(timezone.now())
    terima("beda pak", dari="6281200000003")  # somebody else, who was not asked
    terima("Beda", dari="6281200000002")
    assert UsulanIsu.objects.get().status == "ditolak"
    assert kepada_warga()[-1][0] == "isu_beda_dicatat"
    Curhat.objects.update(dibandingkan_at=None)
    assert propose_isu(timezone.now()) == 0


@pytest.mark.parametrize("isi", [{"rahasia": True}, {"anonim": True}], ids=["rahasia", "anonim"])
def test_nobody_is_asked_about_a_hidden_person(isi):
    masalah(**isi)
    terima(f"{GOT} di RT 03 RW 02", dari="6281200000002")
    propose_isu(timezone.now())
    assert "tanya_saya_juga" not in [t for t, _ in kepada_warga()]


def test_nobody_is_asked_about_their_own_earlier_words(terpisah):
    terima(f"{GOT} di RT 03 RW 02")
    terima("got depan rumah RT 03 RW 02 mampet dan banjir setiap hujan")
    assert propose_isu(timezone.now()) == 1
    assert "tanya_saya_juga" not in [t for t, _ in kepada_warga()]


def test_saya_juga_without_a_question_is_no_command():
    terima(f"{GOT} di RT 03 RW 02")
    terima("saya juga")
    assert not Isu.objects.exists()


def test_pages_are_small(client, moderator):
    masalah(3, moderator)
    _, alamat = kartu(client)
    for response in (client.get(alamat), client.get("/taman-madiun/"), kirim_laporan(client)):
        assert response.status_code == 200
        assert len(response.content) < 60_000
