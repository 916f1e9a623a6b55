"""The demo's telephone, over the real webhook, worker functions and stand-in; nowhere else."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pesan.ambil import fetch_batch
from pesan.kirim import send_batch
from pesan.models import Kontak, Lampiran, NomorKanal, PesanKeluar, PesanMasuk, TemplatPesan
from pesan.muat import load_demo_nomor
from pesan.nomor import forget_numbers
from pesan.proses import process_batch
from pesan.services import queue_pesan
from pesan.services.templat import forget_templat
from pesan.simulasi import graph as tiruan
from pesan.simulasi.suara import silent_voice_note
from tests.factories import PenggunaFactory, WilayahFactory
from tests.pesan.test_lampiran import gambar

ALAMAT = [
    "/simulasi/", "/simulasi/layar/", "/simulasi/lurah/", "/simulasi/foto/sim0/",
    "/simulasi/graph/v23.0/123", "/simulasi/graph/unduh/sim0",
]  # fmt: skip


@pytest.mark.parametrize("alamat", ALAMAT)
def test_outside_demo_mode_there_is_no_simulator(client, nomor, settings, alamat):
    settings.DEMO = False
    assert client.get(alamat).status_code == 404


@pytest.mark.parametrize("alamat", ["/simulasi/kirim/", "/simulasi/graph/v23.0/111222333/messages"])
def test_outside_demo_mode_nothing_can_be_posted_to_it(client, nomor, settings, alamat):
    settings.DEMO = False
    assert client.post(alamat, {"teks": "x"}).status_code == 404


def test_demo_numbers_are_not_made_elsewhere(db, settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        load_demo_nomor()


@pytest.fixture
def demo(settings, live_server, penangan, tmp_path):
    """Demo mode with one number, the page, the webhook and the stand-in on a real port."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = live_server.url
    settings.WHATSAPP_API_URL = f"{live_server.url}/simulasi/graph"
    area = WilayahFactory(kode="35.77.03.1009")
    area.slug = "taman-madiun"
    area.save()
    load_demo_nomor()
    load_demo_nomor()  # safe to repeat
    forget_numbers()
    return NomorKanal.objects.get(wilayah=area)


def tunggu(syarat):
    batas = time.monotonic() + 5
    while not syarat():
        assert time.monotonic() < batas
        time.sleep(0.05)


PILIH = {"kel": "35.77.03.1009", "warga": "sariyem"}


def test_a_message_goes_round_and_its_answer_appears(client, demo, monkeypatch):
    monkeypatch.setattr(tiruan, "_KABAR", ((0.0, "sent"), (0.05, "delivered")))
    assert client.get("/simulasi/", PILIH).status_code == 200
    jawab = client.post("/simulasi/kirim/", PILIH | {"teks": "Got mampet"})
    assert jawab.status_code == 302
    assert process_batch() == 1
    kontak = Kontak.objects.get()
    queue_pesan(kunci="1", templat="x", badan="Terima kasih.\n[[SESUDAH|BELUM]]", kontak=kontak)
    assert send_batch() == 1
    tunggu(lambda: PesanMasuk.objects.filter(jenis="status").count() == 2)
    process_batch()
    assert PesanKeluar.objects.get().status == "delivered"
    layar = client.get("/simulasi/layar/", PILIH).content.decode()
    assert "Got mampet" in layar
    assert "Terima kasih." in layar
    assert 'value="SESUDAH"' in layar
    assert "[[" not in layar
    client.post("/simulasi/kirim/", PILIH | {"tombol": "SESUDAH"})
    process_batch()
    assert PesanMasuk.objects.filter(jenis="pesan", status="selesai").count() == 2


def test_a_row_of_a_list_is_tapped_as_one(client, demo, penangan, monkeypatch):
    monkeypatch.setattr(tiruan, "_KABAR", ())
    client.post("/simulasi/kirim/", PILIH | {"teks": "Got mampet"})
    process_batch()
    badan = "Apa lagi?\n[[A|B|C|D]]"
    queue_pesan(kunci="1", templat="x", badan=badan, kontak=Kontak.objects.get())
    assert send_batch() == 1
    layar = client.get("/simulasi/layar/", PILIH).content.decode()
    assert "<summary>Pilih jawaban</summary>" in layar
    client.post("/simulasi/kirim/", PILIH | {"tombol": "C", "bentuk": "daftar"})
    process_batch()
    isi = penangan[-1][2].isi
    assert (isi.jenis, isi.teks, isi.tombol) == ("tombol", "C", "C")


def test_a_photo_a_place_and_a_voice_note_go_through(client, demo, penangan):
    foto = SimpleUploadedFile("a.png", gambar(format="PNG"), content_type="image/png")
    client.post("/simulasi/kirim/", PILIH | {"teks": "ini", "berkas": foto})
    client.post("/simulasi/kirim/", PILIH | {"aksi": "lokasi", "lat": "-7,64", "lng": "111.5"})
    client.post("/simulasi/kirim/", PILIH | {"aksi": "suara"})
    process_batch()
    assert [m.isi.jenis for _pk, _t, m in penangan] == ["foto", "lokasi", "suara"]
    assert fetch_batch() == 2
    tersimpan = set(Lampiran.objects.values_list("status", "jenis"))
    assert tersimpan == {("ada", "foto"), ("ada", "suara")}
    layar = client.get("/simulasi/layar/", PILIH).content.decode()
    assert "Lokasi: -7.6400" in layar
    assert "/simulasi/foto/" in layar


def test_a_person_without_a_number_can_be_played(client, demo, penangan):
    client.post("/simulasi/kirim/", PILIH | {"warga": "rahma", "teks": "halo"})
    process_batch()
    assert Kontak.objects.get().alamat.startswith("ID.")


def test_the_lurahs_phone_shows_what_reached_staff(client, demo):
    staf = PenggunaFactory(nomor_wa="+62800111", nama="Pak Lurah Uji")
    TemplatPesan.objects.create(kode="n_uji", badan="Tiket {id}", nama_meta="n_uji")
    forget_templat()
    queue_pesan(
        kunci="1", templat="n_uji", slots={"id": "T-9"}, pengguna=staf, wilayah=demo.wilayah
    )
    send_batch()
    isi = client.get("/simulasi/lurah/", {"kel": "35.77.03.1009"}).content.decode()
    assert "Tiket T-9" in isi
    assert "Pak Lurah Uji" in isi


def test_an_unchanged_screen_is_not_drawn_again(client, demo):
    isi = client.get("/simulasi/layar/", PILIH).content.decode()
    sidik = isi.split("sidik=")[1].split('"')[0]
    assert client.get("/simulasi/layar/", PILIH | {"sidik": sidik}).status_code == 204


def test_the_stand_in_wants_the_token_of_the_number(client, demo):
    alamat = f"/simulasi/graph/v23.0/{demo.nomor_id}/messages"
    isi = {"to": "1", "type": "text", "text": {"body": "x"}}
    salah = client.post(
        alamat, isi, content_type="application/json", headers={"Authorization": "Bearer bukan"}
    )
    assert salah.status_code == 401
    kepala = {"Authorization": f"Bearer {demo.access_token}"}
    rusak = client.post(alamat, "x", content_type="application/json", headers=kepala)
    assert rusak.status_code == 400
    assert client.get("/simulasi/graph/unduh/sim" + "0" * 24).status_code == 404


def test_a_real_number_is_never_played_with(client, demo, nomor):
    isi = client.get("/simulasi/", {"kel": nomor.wilayah_id}).content.decode()
    assert demo.tampilan in isi
    assert nomor.app_secret not in isi
    kepala = {"Authorization": f"Bearer {nomor.access_token}"}
    isi = {"to": "1", "type": "text", "text": {"body": "x"}}
    alamat = f"/simulasi/graph/v23.0/{nomor.nomor_id}/messages"
    jawab = client.post(alamat, isi, content_type="application/json", headers=kepala)
    assert jawab.status_code == 401


def test_the_voice_note_is_a_real_ogg_file():
    isi = silent_voice_note()
    assert isi.startswith(b"OggS")
    assert isi.count(b"OggS") == 3
    assert b"OpusHead" in isi
