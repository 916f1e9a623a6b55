"""The code on the screen: good for a minute in the room, nothing the day after."""

import re

import pytest
from django.test import Client

from hadir.models import Kehadiran
from hadir.services import (
    cancel_hadir,
    close_sesi,
    current_kode,
    find_by_angka,
    kode,
    record_hadir,
)
from hadir.services.kode import find_by_kode
from tests.hadir.pabrik import buat_sesi


@pytest.fixture
def jam(monkeypatch):
    """jam(120): the clock of the codes, in seconds."""
    awal = 1_700_000_000 // kode.DETIK * kode.DETIK
    isi = {"t": awal}
    monkeypatch.setattr(kode.time, "time", lambda: isi["t"])
    return lambda detik: isi.update(t=awal + detik)


def alamat(sesi):
    return "/hadir/" + current_kode(sesi).url.rsplit("/hadir/", 1)[1]


def karcis(jawab):
    return re.search(r'name="karcis" value="([^"]+)"', jawab.content.decode())[1]


def sign_in(client, sesi, orang="UJI-1", **lain):
    tiket = karcis(client.get(alamat(sesi)))
    return client.post("/hadir/", {"karcis": tiket, "kode": orang, **lain})


def test_a_photographed_code_is_worth_nothing_two_minutes_later(client, sesi, jam):
    foto = alamat(sesi)
    jam(kode.DETIK + 5)
    assert client.get(foto).status_code == 200
    jam(2 * kode.DETIK + 1)
    jawab = client.get(foto)
    assert jawab.status_code == 404
    assert "sudah berganti" in jawab.content.decode()


def test_scanning_and_typing_the_code_records_it(client, sesi):
    jawab = sign_in(client, sesi, "uji-1", ingat="on")
    assert jawab.status_code == 302
    selesai = client.get(jawab.url).content.decode()
    assert "S*** R***" in selesai
    assert "Rahmawening" not in selesai
    hadir = Kehadiran.objects.get()
    assert (hadir.cara, hadir.kunci_orang, hadir.dicatat_oleh) == ("qr", "uji:1", None)


def test_six_digits_do_where_a_phone_cannot_scan(client, sesi):
    angka = current_kode(sesi).angka
    jawab = client.post("/hadir/", {"angka": f"{angka[:3]} {angka[3:]}"})
    jawab = client.post("/hadir/", {"karcis": karcis(jawab), "kode": "UJI-2"})
    assert jawab.status_code == 302
    assert Kehadiran.objects.get().cara == "pin"


def test_wrong_digits_say_so_at_the_field(client, sesi):
    salah = f"{(int(current_kode(sesi).angka) + 1) % 1_000_000:06d}"
    jawab = client.post("/hadir/", {"angka": salah})
    assert jawab.status_code == 422
    assert "tidak sedang tampil" in jawab.content.decode()


def test_digits_of_a_session_that_is_not_open_open_nothing(db):
    assert find_by_angka(current_kode(buat_sesi(dibuka=False)).angka) is None


def test_the_phone_remembers_the_code_for_the_next_session(client, sesi):
    sign_in(client, sesi, ingat="on")
    lain = buat_sesi(judul="Wirausaha Dasar 2", jam=24)
    assert 'value="UJI-1"' in client.get(alamat(lain)).content.decode()


def test_it_forgets_the_code_when_not_asked_to_remember(client, sesi):
    sign_in(client, sesi)
    assert 'value="UJI-1"' not in client.get(alamat(sesi)).content.decode()


def test_one_phone_for_two_people_leaves_the_same_mark(client, sesi):
    sign_in(client, sesi, "UJI-1")
    sign_in(client, sesi, "UJI-2")
    assert Kehadiran.objects.values("perangkat").distinct().count() == 1


@pytest.mark.parametrize("orang", ["UJI-9", "<script>alert(1)</script>", "\x00", "x" * 400, ""])
def test_an_unknown_code_is_an_error_at_its_field(client, sesi, orang):
    jawab = sign_in(client, sesi, orang)
    assert jawab.status_code == 422
    assert "<script>alert" not in jawab.content.decode()
    assert not Kehadiran.objects.exists()


def test_a_session_that_closed_meanwhile_records_nobody(client, sesi, fasilitator):
    tiket = karcis(client.get(alamat(sesi)))
    close_sesi(sesi, by=fasilitator)
    jawab = client.post("/hadir/", {"karcis": tiket, "kode": "UJI-1"})
    assert jawab.status_code == 409
    assert not Kehadiran.objects.exists()


def test_a_ticket_ends_after_ten_minutes(client, sesi, monkeypatch):
    tiket = karcis(client.get(alamat(sesi)))
    monkeypatch.setattr(kode, "UMUR_KARCIS", -1)
    assert client.post("/hadir/", {"karcis": tiket, "kode": "UJI-1"}).status_code == 422
    assert not Kehadiran.objects.exists()


def test_guessing_from_one_place_is_slowed_down(client, sesi, monkeypatch):
    monkeypatch.setattr("hadir.views.warga._MAKS_SALAH", 3)
    for _ in range(3):
        client.post("/hadir/", {"angka": "000000"})
    assert client.post("/hadir/", {"angka": "000000"}).status_code == 429


@pytest.mark.parametrize("buruk", ["x", "abc.def", "." * 50, "9" * 18 + "." + "0" * 14])
def test_a_made_up_address_is_not_found(client, sesi, buruk):
    assert client.get(f"/hadir/{buruk}/").status_code == 404
    assert find_by_kode(buruk) is None


def test_the_answer_page_is_gone_once_the_presence_was_taken_back(client, sesi, fasilitator):
    url = sign_in(client, sesi).url
    cancel_hadir(Kehadiran.objects.get(), alasan="Bukan orangnya", by=fasilitator)
    assert client.get(url).status_code == 404


def test_the_pages_work_without_a_script_and_are_small(client, sesi):
    for url in ("/hadir/", alamat(sesi)):
        isi = client.get(url).content
        assert b"<script" not in isi
        assert len(isi) < 60_000


def test_record_from_a_page_of_another_subject_is_nobody(client, db):
    lain = buat_sesi(rujukan="lain:1", judul="Tanpa daftar")
    assert sign_in(client, lain, "UJI-1").status_code == 422
    assert record_hadir(lain, "lain:1", cara="qr").kunci_orang == "lain:1"


def test_a_browser_with_csrf_checks_can_sign_in(sesi):
    """A page that forbids its referrer makes browsers post `Origin: null`, which is refused."""
    client = Client(enforce_csrf_checks=True)
    jawab = client.get(alamat(sesi))
    assert jawab["Referrer-Policy"] == "same-origin"
    sandi = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', jawab.content.decode())[1]
    isian = {"karcis": karcis(jawab), "kode": "UJI-1", "csrfmiddlewaretoken": sandi}
    assert client.post("/hadir/", isian).status_code == 302
