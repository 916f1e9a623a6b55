"""POST /ingest: the seed's own example, idempotence, tokens, areas, junk."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from curhat.models import Curhat
from pesan.models import PesanKeluar
from tests.factories import PenggunaFactory
from wilayah.kunci_api import create_kunci
from wilayah.models import KunciApi

# Word for word the example of the seed document.
CURHAT_011 = {
    "id": "curhat-011",
    "channel": "whatsapp",
    "timestamp": "2025-10-08T22:14:00+07:00",
    "from": "+62812xxxxxxx",
    "text": "HAI LURAH Taman Irfa Darojat. RT04/RW01, jalan samping SD tergenang, anak-anak "
    "kesulitan pergi sekolah. Mohon bantu.",
    "media": [],
    "tembusan": "TIDAK",
    "anonim": "YA",
}


@pytest.fixture
def kunci(kelurahan):
    gerbang = PenggunaFactory(nama="Gerbang", peran="moderator", di="35.77.03.1009")
    return create_kunci(pengguna=gerbang, nama="Gerbang uji", boleh_kirim=True)[1]


def post(data, kunci, path="/ingest"):
    headers = {"Authorization": f"Bearer {kunci}"} if kunci else {}
    return Client().post(path, data, content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", ["/ingest", "/ingest/", "/api/v1/ingest/"])
def test_the_seeds_example_is_understood_as_the_seed_says(kunci, path):
    jawab = post(CURHAT_011, kunci, path)
    assert jawab.status_code == 201
    isi = jawab.json()
    assert isi["subkategori"] == "banjir_drainase"
    assert (isi["rt"], isi["rw"]) == ("04", "01")
    assert (isi["privacy_flag"], isi["tembusan_flag"]) == (True, False)
    assert len(isi["pin"]) == 6
    assert 100 < len(isi["reply_text"]) < 1000
    curhat = Curhat.objects.get(kode=isi["kode"])
    assert curhat.wilayah_id == "35.77.03.1009.01.04"
    assert curhat.diterima_at.isoformat() == "2025-10-08T15:14:00+00:00"
    assert (curhat.saluran, curhat.id_luar) == ("whatsapp", "curhat-011")


def test_the_same_id_again_is_the_same_record_without_its_pin(kunci):
    satu = post(CURHAT_011, kunci).json()
    jawab = post(CURHAT_011 | {"text": "Sesuatu yang lain sama sekali"}, kunci)
    assert jawab.status_code == 200
    assert jawab.json() == satu | {"pin": None}
    assert Curhat.objects.count() == 1


def test_two_senders_may_use_the_same_id(kunci, kelurahan):
    lain = PenggunaFactory(peran="moderator", di="35.77.03.1009")
    _baris, kunci_lain = create_kunci(pengguna=lain, nama="Lain", boleh_kirim=True)
    satu, dua = post(CURHAT_011, kunci).json(), post(CURHAT_011, kunci_lain).json()
    assert satu["kode"] != dua["kode"]


def test_an_empty_text_gets_a_kind_reply_and_the_same_again(kunci):
    for status in (201, 200):
        jawab = post(CURHAT_011 | {"id": "k1", "text": "😊"}, kunci)
        assert jawab.status_code == status
        assert jawab.json()["kode"] is None
        assert "RT 03/RW 02" in jawab.json()["reply_text"]
    assert not Curhat.objects.exists()


def test_an_urgent_message_comes_back_with_its_ticket(kunci):
    isi = post(
        CURHAT_011 | {"id": "k2", "text": "Rumah kebakaran, ada anak di dalam!"}, kunci
    ).json()
    assert isi["escalation_flag"] is True
    assert isi["tiket"].startswith("T-")
    assert PesanKeluar.objects.filter(templat="notif_lurah").count() == 3


def test_a_held_message_says_so_kindly_and_keeps_its_pin_until_released(kunci, moderator, client):
    for n in range(7):
        data = {"id": f"k{n}", "text": f"Jalan depan gang {n} berlubang besar", "from": "0812"}
        isi = post(data, kunci).json()
    assert Curhat.objects.get(ditahan=True).kode == isi["kode"]
    assert isi["kode"] in isi["reply_text"]
    client.force_login(moderator)
    client.post(f"/admin/curhat/curhat/{Curhat.objects.get(ditahan=True).pk}/langkah/lepas/")
    assert client.post("/lacak/", {"kode": isi["kode"], "pin": isi["pin"]}).status_code == 303


def test_a_token_speaks_for_its_area_and_no_other(kunci):
    dalam = post(CURHAT_011 | {"kelurahan": "35.77.03.1009"}, kunci)
    assert dalam.status_code == 201
    for kode in ("35.77.03.1002", "35.77", "99.99", "", "x" * 30):
        jawab = post(CURHAT_011 | {"id": f"w{kode}", "kelurahan": kode}, kunci)
        assert jawab.status_code == 400, kode


def test_tokens_that_may_not_send_are_refused(kunci, kelurahan):
    baca = PenggunaFactory(peran="moderator", di="35.77.03.1009")
    _baris, hanya_baca = create_kunci(pengguna=baca, nama="Baca")
    assert post(CURHAT_011, hanya_baca).status_code == 403
    assert post(CURHAT_011, None).status_code == 401
    assert post(CURHAT_011, "hl_BUKANKUNCI").status_code == 401
    KunciApi.objects.update(dicabut_at=timezone.now())
    assert post(CURHAT_011, kunci).status_code == 401
    assert not Curhat.objects.exists()


def test_a_signed_in_moderator_without_a_token_may_not_send(client, moderator):
    client.force_login(moderator)
    jawab = client.post("/ingest", CURHAT_011, content_type="application/json")
    assert jawab.status_code == 403


@pytest.mark.parametrize(
    "badan",
    [
        b"bukan json",
        b"[]",
        b"null",
        b"{}",
        b'{"id": "x"}',
        b'{"id": "", "text": "x"}',
        b'{"id": {"a": 1}, "text": "x"}',
        b'{"id": "x", "text": ["x"]}',
        b'{"id": "x", "text": "a\\u0000b"}',
        b'{"id": "x", "text": "\\ud800"}',
        b'{"id": "x", "text": "halo", "timestamp": "kemarin"}',
        b'{"id": "x", "text": "halo", "geocoordinates": {"lat": "timur"}}',
        b'{"id": "x", "text": "halo", "geocoordinates": {"lat": 1e400, "lng": 999}}',
        b'{"id": "x", "text": "halo halo jalan rusak", "geocoordinates": {"lat": 9999999}}',
        b"\xff\xfe",
        b'{"id": "x", "text": "' + b"a" * 20_001 + b'"}',
    ],
)
def test_junk_is_refused_with_a_reason_and_never_an_error_of_ours(kunci, badan):
    jawab = Client().post(
        "/ingest", badan, content_type="application/json",
        headers={"Authorization": f"Bearer {kunci}"},
    )  # fmt: skip
    assert jawab.status_code == 400, jawab.content
    assert jawab["Content-Type"] == "application/json"
    assert not Curhat.objects.exists()


def test_two_posts_of_one_id_at_the_same_instant_are_one_record(nyata, kunci):
    mulai, jawaban = threading.Barrier(2), []

    def kirim_satu():
        mulai.wait()
        jawaban.append(post(CURHAT_011, kunci))
        connection.close()

    benang = [threading.Thread(target=kirim_satu) for _ in range(2)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert sorted(j.status_code for j in jawaban) == [200, 201]
    assert len({j.json()["kode"] for j in jawaban}) == 1
    assert sum(j.json()["pin"] is not None for j in jawaban) == 1
    assert Curhat.objects.count() == 1
