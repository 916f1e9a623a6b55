"""Bad input, by WhatsApp and by form: a kind, useful answer, and nothing lost."""

import uuid

import pytest

from curhat.models import Curhat
from pesan.models import PesanMasuk
from pesan.tombol import split
from tests.curhat.conftest import kepada_warga, terima

PANJANG = "Jalan di gang kami rusak parah dan berlubang. " * 434  # about 20,000 characters
# What is no story: greeted, and shown how to write one.
KOSONG = {
    "kosong": "   ",
    "emoji": "😭",
    "salam": "assalamualaikum pak",
    "tanda": "?!...",
    "nol": "\x00",
}
CERITA = {
    "panjang": PANJANG[:20_000],
    "kanan ke kiri": "\u202eJalan rusak di depan masjid\u202c اللمبة مطفأة sudah seminggu",
    "nol di tengah": "Lampu jalan\x00 mati di RT 03 RW 02\x00 sudah seminggu",
    "html": "<script>alert(1)</script><b>Lampu jalan</b> mati & gelap <img src=x onerror=y>",
    "kelurahan asing": "HAI LURAH Antahberantah Pak Sabar\nLampu jalan mati sudah seminggu",
    "dua kelurahan": "Warga Kelurahan Taman dan Kelurahan Pandean mengeluh lampu jalan mati semua",
    "lurah salah eja": "HAI LURAH Taman Irmma Lestarry\nLampu jalan mati sudah seminggu",
    "surrogate": "Lampu jalan mati \ud83d sudah seminggu gelap sekali",
}


@pytest.mark.parametrize("nama", KOSONG)
def test_by_whatsapp_what_is_no_story_is_greeted(kelurahan, nama):
    terima(KOSONG[nama])
    assert not Curhat.objects.exists()
    templat, badan = kepada_warga()[-1]
    assert templat.startswith("salam_")
    assert "HAI LURAH Taman" in badan
    assert PesanMasuk.objects.get().status == "selesai"


@pytest.mark.parametrize("nama", CERITA)
def test_by_whatsapp_every_story_is_recorded_and_answered(kelurahan, nama):
    terima(CERITA[nama])
    curhat = Curhat.objects.get()
    (_terima, kode), (_jawab, teks) = kepada_warga()[:2]
    assert curhat.kode in kode
    assert 0 < len(split(teks)[0]) < 1000
    assert "<script" not in teks
    assert PesanMasuk.objects.get().status == "selesai"


@pytest.mark.parametrize("nama", [*CERITA, *KOSONG])
def test_by_form_the_page_that_follows_says_something_useful(kelurahan, client, nama):
    isi = {"cerita": (CERITA | KOSONG)[nama].encode("utf-8", "replace").decode()}
    jawab = client.post("/taman-madiun/lapor/", isi | {"token": str(uuid.uuid4())})
    if not isi["cerita"].replace("\x00", "").strip():
        assert jawab.status_code == 422  # said on the form itself, what was typed is still there
        assert "Tuliskan dulu" in jawab.content.decode()
        return
    assert jawab.status_code == 303
    page = client.get(jawab["Location"])
    html = page.content.decode()
    assert page.status_code == 200
    assert Curhat.objects.get().kode in html
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_two_kelurahan_in_one_text_are_asked_about_and_stay_at_the_channels(kelurahan):
    terima(CERITA["dua kelurahan"])
    curhat = Curhat.objects.get()
    assert curhat.wilayah_id == "35.77.03.1009"
    kode = {k["kode"] for k in curhat.kandidat_wilayah}
    assert {"35.77.03.1002", "35.77.03.1009"} & kode


def test_an_unknown_kelurahan_stays_at_the_channels_own(kelurahan):
    terima(CERITA["kelurahan asing"])
    assert Curhat.objects.get().wilayah_id == "35.77.03.1009"


@pytest.mark.parametrize(
    "teks",
    [
        "Got mampet di RT 999 RW 888",
        "RT 0 RW 0 lampu mati gelap sekali",
        "lampu mati di RT 12345 RW -3 gelap sekali",
        "RT XL RW MMX lampu mati",
    ],
)
def test_impossible_rt_and_rw_do_not_stop_a_story(kelurahan, teks):
    terima(teks)
    assert Curhat.objects.count() == 1
    assert PesanMasuk.objects.get().status == "selesai"
