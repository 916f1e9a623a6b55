"""The door: verification, signatures, what is stored, and that a redelivery is the same row."""

import json
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from pesan.models import NomorKanal, PesanMasuk, PintuDitolak
from pesan.nomor import DaftarNomor, NomorAktif
from pesan.pintu import matching_secret
from tests.factories import WilayahFactory
from tests.pesan.conftest import RAHASIA, amplop, kabar, kirim, pesan, tanda_tangan

VEKTOR = Path(django_settings.BASE_DIR).parent / "shared/data/webhooks/signature_vectors.json"


def test_verification_echoes_the_challenge_for_the_right_token(client, nomor):
    jawab = client.get(
        "/webhook/whatsapp",
        {"hub.mode": "subscribe", "hub.verify_token": "token-uji", "hub.challenge": "98765"},
    )
    assert (jawab.status_code, jawab.content) == (200, b"98765")
    assert jawab["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "query",
    [
        {"hub.mode": "subscribe", "hub.verify_token": "bukan", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": "token-uji", "hub.challenge": "1"},
        {"hub.challenge": "1"},
        {},
    ],
)
def test_verification_refuses_anything_else(client, nomor, query):
    assert client.get("/webhook/whatsapp", query).status_code == 403


def test_a_number_out_of_service_verifies_nothing(client, nomor):
    NomorKanal.objects.update(aktif=False)
    query = {"hub.mode": "subscribe", "hub.verify_token": "token-uji", "hub.challenge": "1"}
    assert client.get("/webhook/whatsapp", query).status_code == 403


@pytest.mark.parametrize("path", ["/webhook/whatsapp", "/webhook/whatsapp/"])
def test_a_signed_message_is_stored_whole_and_answered_200(nomor, path):
    assert kirim(amplop(messages=[pesan("Got mampet")]), path=path).status_code == 200
    baris = PesanMasuk.objects.get()
    assert baris.nomor_kanal == nomor
    assert baris.status == "baru"
    isi = json.loads(baris.muatan)
    assert isi["message"]["text"]["body"] == "Got mampet"
    assert isi["contacts"][0]["wa_id"] == "6281200000001"
    assert baris.muatan_hingga > timezone.now()


def test_the_payload_lies_encrypted_in_the_table(nomor):
    kirim(amplop(messages=[pesan("Rahasia sekali")]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT muatan FROM pesan_pesanmasuk")
        assert "Rahasia" not in cursor.fetchone()[0]


def test_a_forged_or_missing_signature_is_refused_and_counted(client, nomor):
    badan = amplop(messages=[pesan()])
    assert kirim(badan, rahasia="salah").status_code == 403
    assert kirim(badan, rahasia="salah").status_code == 403
    jawab = client.post("/webhook/whatsapp", data=badan, content_type="application/json")
    assert jawab.status_code == 403
    assert not PesanMasuk.objects.exists()
    hitung = dict(PintuDitolak.objects.values_list("alasan", "jumlah"))
    assert hitung == {"tanda_tangan_salah": 2, "tanpa_tanda_tangan": 1}


def test_the_signature_is_over_the_raw_bytes(nomor):
    mentah = json.dumps(amplop(messages=[pesan("café \U0001f62d")])).encode()
    assert kirim(mentah).status_code == 200
    assert kirim(json.dumps(json.loads(mentah), ensure_ascii=False).encode()).status_code == 200


def _daftar(rahasia):
    nomor = NomorAktif(1, "whatsapp", "1", "35", rahasia, "", None)
    return DaftarNomor((nomor,), 0.0)


def test_our_own_signature_vectors():
    badan = b'{"text":{"body":"sampah \\ud83d\\ude2d"}}'
    baik = tanda_tangan(badan, "kunci")
    assert matching_secret(badan, baik, _daftar("kunci")) == "kunci"
    assert matching_secret(badan + b" ", baik, _daftar("kunci")) is None
    assert matching_secret(badan, baik.upper(), _daftar("kunci")) is None
    assert matching_secret(badan, "sha256=ü", _daftar("kunci")) is None
    assert matching_secret(badan, baik, _daftar("")) is None


def test_the_verified_signature_vectors():
    if not VEKTOR.exists():
        pytest.skip("data bersama tidak ada di samping proyek")
    for v in json.loads(VEKTOR.read_text())["meta_x_hub_signature_256"]:
        badan, daftar = v["raw_body"].encode(), _daftar(v["app_secret"])
        assert matching_secret(badan, v["header"], daftar) == v["app_secret"]
        if salah := v.get("wrong_if_reserialised"):
            assert matching_secret(badan, salah, daftar) is None


def test_a_body_too_large_is_refused_before_it_is_read(nomor):
    assert kirim(b"x" * (3 * 1024 * 1024 + 1)).status_code == 413
    assert not PesanMasuk.objects.exists()


@pytest.mark.parametrize("badan", [b"bukan json", b"[]", b"{}", b"\xff\xfe", b"[" * 5000, b"null"])
def test_a_signed_body_that_cannot_be_read_is_kept_and_answered_200(nomor, badan):
    assert kirim(badan).status_code == 200
    assert kirim(badan).status_code == 200
    baris = PesanMasuk.objects.get()
    assert (baris.jenis, baris.status) == ("rusak", "gagal")


def test_a_batch_becomes_single_events(nomor):
    badan = amplop(
        messages=[pesan("satu"), pesan("dua", dari="6281200000002")],
        statuses=[kabar("wamid.x", "sent"), kabar("wamid.x", "delivered")],
        errors=[{"code": 130429, "title": "Rate limit hit"}],
    )
    kirim(badan)
    jenis = list(PesanMasuk.objects.order_by("id").values_list("jenis", flat=True))
    assert jenis == ["pesan", "pesan", "status", "status", "sistem"]
    kontak = [json.loads(b.muatan).get("contacts") for b in PesanMasuk.objects.order_by("id")[:2]]
    assert [k[0]["wa_id"] for k in kontak] == ["6281200000001", "6281200000002"]


def test_a_redelivery_does_nothing(nomor):
    badan = amplop(messages=[pesan()], statuses=[kabar("wamid.y", "read")])
    for _ in range(3):
        assert kirim(badan).status_code == 200
    assert PesanMasuk.objects.count() == 2


def test_a_number_we_do_not_know_is_kept_as_failed(nomor):
    kirim(amplop(messages=[pesan()], nomor_id="999"))
    baris = PesanMasuk.objects.get()
    assert (baris.status, baris.galat) == ("gagal", "nomor kanal tidak dikenal")


def test_one_numbers_secret_does_not_speak_for_another(nomor):
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id="444", tampilan="+62", app_secret="lain",
        wilayah=WilayahFactory(kode="35.77.03.1002"),
    )  # fmt: skip
    badan = amplop(messages=[pesan()])
    kirim(badan, rahasia="lain")
    baris = PesanMasuk.objects.get()
    assert (baris.status, baris.nomor_kanal) == ("gagal", None)
    # and it does not stand in the way of the real one
    kirim(badan)
    assert PesanMasuk.objects.filter(status="baru", nomor_kanal=nomor).count() == 1


def test_ids_that_do_not_fit_are_digested(nomor):
    for id_aneh in ("w" * 500, "wamid.\x00", "wamid.é", "", None, {"x": 1}):
        assert kirim(amplop(messages=[pesan(id=id_aneh)])).status_code == 200
    assert PesanMasuk.objects.count() == 6


def test_a_new_number_is_known_within_seconds(nomor, monkeypatch):
    kirim(amplop(messages=[pesan()]))
    NomorKanal.objects.create(
        saluran="whatsapp", nomor_id="555", tampilan="+62", app_secret="baru", wilayah=nomor.wilayah
    )
    monkeypatch.setattr("pesan.nomor.UMUR_MINIMUM_DETIK", 0.0)
    assert kirim(amplop(messages=[pesan()], nomor_id="555"), rahasia="baru").status_code == 200


def test_the_same_webhook_at_the_same_instant_is_one_row(nyata, nomor):
    badan = json.dumps(amplop(messages=[pesan()])).encode()
    mulai, jawaban = threading.Barrier(4), []

    def post():
        mulai.wait()
        jawaban.append(kirim(badan).status_code)
        connection.close()

    benang = [threading.Thread(target=post) for _ in range(4)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert jawaban == [200] * 4
    assert PesanMasuk.objects.count() == 1


def test_storing_a_batch_is_one_insert(nomor, django_assert_max_num_queries):
    kirim(amplop(messages=[pesan()]))
    with django_assert_max_num_queries(1):
        kirim(amplop(messages=[pesan(), pesan(dari="62812999"), pesan()]))


def test_other_methods_are_refused(client, nomor):
    assert client.put("/webhook/whatsapp").status_code == 405
    assert RAHASIA not in str(client.get("/webhook/whatsapp").content)
