"""Switch, prompt versions, budget under concurrency, one task a curhat, figures of calls."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from curhat.model_bahasa import anggaran
from curhat.model_bahasa.prompt import PromptKeliru, parse_prompt
from curhat.models import PromptModel, SakelarModel, TugasModel
from curhat.muat import load_prompt
from curhat.services.curhat import CurhatBaru, open_curhat_many
from curhat.services.model_bahasa import (
    activate_prompt,
    draft_prompt,
    forget_model_bahasa,
    is_on,
    sakelar_of,
    set_sakelar,
)
from curhat.services.tugas_model import _claim
from tests.curhat.conftest import PANDEAN, TAMAN, terima
from tests.curhat.model_uji import GOT, kerjakan, nyalakan
from tests.factories import PenggunaFactory, WilayahFactory

SAKELAR = "/admin/curhat/sakelarmodel/"


def test_the_nearest_switch_counts(taman, settings):
    settings.OPENAI_MODEL = "uji"
    load_prompt()
    by = PenggunaFactory(is_superuser=True)
    set_sakelar(WilayahFactory(kode="35.77"), by=by, aktif=True)
    set_sakelar(taman, by=by, aktif=False)
    forget_model_bahasa()
    assert is_on(PANDEAN)
    assert not is_on(f"{TAMAN}.02.03")
    assert sakelar_of("35.78") is None


def test_a_lurah_switches_their_own_kelurahan_and_no_other(taman, lurah):
    client = Client()
    client.force_login(lurah)
    isi = {"wilayah": TAMAN, "aktif": "on", "anggaran_token": ""}
    assert client.post(f"{SAKELAR}add/", isi).status_code == 302
    assert SakelarModel.objects.get().by == lurah
    assert client.post(f"{SAKELAR}add/", isi | {"wilayah": PANDEAN}).status_code == 200
    assert SakelarModel.objects.count() == 1
    lain = Client()
    lain.force_login(PenggunaFactory(peran="lurah", di=PANDEAN))
    pk = SakelarModel.objects.get().pk
    assert lain.post(f"{SAKELAR}{pk}/change/", {"aktif": ""}).status_code in (403, 404)
    assert SakelarModel.objects.get().aktif


def test_the_shipped_prompt_loads_once_and_is_in_use(db):
    PromptModel.objects.all().delete()
    assert load_prompt()
    assert not load_prompt()
    satu = PromptModel.objects.get()
    assert satu.aktif
    assert len(parse_prompt(satu.teks).contoh) >= 3


def test_a_new_prompt_is_a_draft_until_a_person_puts_it_in_use(db):
    load_prompt()
    lama, by = PromptModel.objects.get(), PenggunaFactory(is_superuser=True)
    baru = draft_prompt(lama.teks + "\n", by=by, catatan="coba")
    assert not baru.aktif
    activate_prompt(baru, by=by)
    assert list(PromptModel.objects.filter(aktif=True)) == [baru]
    activate_prompt(lama, by=by)
    assert list(PromptModel.objects.filter(aktif=True)) == [lama]


@pytest.mark.parametrize(
    ("ubah", "sebab"),
    [
        (lambda t: t[:100], "terlalu pendek"),
        (lambda t: t.replace("{subkategori}", ""), "{subkategori}"),
        (lambda t: t.split("## Contoh")[0], "Contoh"),
        (lambda t: t.replace('"urgensi": 3', '"urgensi": 9', 1), "Contoh 1"),
        (lambda t: t.replace("### Jawaban", "### Balasan", 1), "Contoh 1"),
    ],
)
def test_a_prompt_that_cannot_be_used_is_refused_with_the_place(db, ubah, sebab):
    load_prompt()
    with pytest.raises(PromptKeliru, match=sebab):
        parse_prompt(ubah(PromptModel.objects.get().teks))


def test_the_preview_shows_what_would_be_sent_and_sends_nothing(acuan_curhat):
    load_prompt()
    client = Client()
    client.force_login(PenggunaFactory(is_superuser=True))
    alamat = f"/admin/curhat/promptmodel/{PromptModel.objects.get().pk}/pratinjau/"
    isi = client.get(alamat, {"teks": "Nama saya Siti Rahmawati hp 081234567890 got mampet"})
    teks = isi.content.decode()
    assert "Anda membantu kelurahan" in teks
    dikirim = teks.split('class="cerita berbaris"', 1)[1]
    assert "got mampet" in dikirim
    assert "081234567890" not in dikirim


def test_a_draft_is_written_and_switched_on_in_the_admin(acuan_curhat):
    load_prompt()
    client = Client()
    client.force_login(PenggunaFactory(is_superuser=True))
    teks = PromptModel.objects.get().teks.replace("hangat", "ramah")
    jawab = client.post(
        "/admin/curhat/promptmodel/add/", {"teks": teks, "catatan": "lebih ramah"}, follow=True
    )
    assert "draf" in jawab.content.decode()
    baru = PromptModel.objects.get(versi=2)
    assert not baru.aktif
    client.post(
        "/admin/curhat/promptmodel/",
        {"action": "activate_selected", "_selected_action": [baru.pk]},
    )
    baru.refresh_from_db()
    assert baru.aktif


def test_two_threads_cannot_take_more_than_the_budget(nyata):
    diberi = []

    def take():
        for _ in range(20):
            if anggaran.reserve(TAMAN, 100, anggaran=1000):
                diberi.append(1)
        connection.close()

    benang = [threading.Thread(target=take) for _ in range(4)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert len(diberi) <= 10
    assert anggaran.used_today(TAMAN) <= 1000


def test_two_workers_never_hold_the_same_task(nyata, kelurahan, settings, peladen):
    nyalakan(settings, peladen)
    for n in range(10):
        terima(f"{GOT} nomor {n}", dari=f"62817{n:05d}")
    diambil = []

    def claim():
        while satu := _claim(3):
            diambil.extend(t.pk for t in satu)
        connection.close()

    benang = [threading.Thread(target=claim) for _ in range(3)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    assert len(diambil) == len(set(diambil)) == TugasModel.objects.count() == 10


def test_a_batch_costs_one_query_more_with_the_model_on(kelurahan, settings, peladen):
    def buka(n):
        baru = [
            CurhatBaru(teks=f"{GOT} {i}", saluran="whatsapp", wilayah=TAMAN,
                       diterima_at=timezone.now())
            for i in range(n)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as ctx:
            open_curhat_many(baru)
        return len(ctx)

    buka(1)
    tanpa = buka(10)
    nyalakan(settings, peladen)
    buka(1)
    assert buka(10) == tanpa + 1


def test_the_list_of_calls_shows_what_they_cost(kelurahan, settings, peladen, lurah):
    settings.MODEL_HARGA_KELUAR = 1_000_000
    nyalakan(settings, peladen)
    terima(GOT)
    kerjakan()
    client = Client()
    client.force_login(lurah)
    isi = client.get("/admin/curhat/panggilanmodel/").content.decode()
    assert "Rp 300" in isi
    assert "mampet" not in isi
