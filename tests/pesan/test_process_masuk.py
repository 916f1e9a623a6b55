"""From the inbox to the handlers: senders, kinds of messages, rounds, failures, and the samples."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from pesan.models import Kontak, Lampiran, NomorKanal, PesanMasuk
from pesan.nomor import forget_numbers
from pesan.proses import process_batch, process_one, retry_failed, retry_masuk
from tests.pesan.conftest import CONTOH, amplop, kirim, pesan

SENDIRI = sorted(CONTOH.glob("*.json"))
BERSAMA = Path(django_settings.BASE_DIR).parent / "shared/data/webhooks/whatsapp_cloud"


def terima(*pesan_masuk, **lain):
    kirim(amplop(messages=pesan_masuk, **lain))
    return process_batch()


def isi_satu(penangan):
    (_pk, _teks, m) = penangan[0]
    return m.isi


def test_a_message_reaches_the_handler_with_its_sender_and_area(nomor, penangan):
    assert terima(pesan("Pohon tumbang")) == 1
    ((_pk, teks, m),) = penangan
    assert teks == "Pohon tumbang"
    assert m.wilayah == "35.77.03.1009"
    assert m.nomor_kanal == nomor
    assert m.kontak.alamat == "6281200000001"
    assert m.kontak.jendela_terbuka
    baris = PesanMasuk.objects.get()
    assert (baris.status, baris.kontak_id) == ("selesai", m.kontak.pk)
    assert process_batch() == 0


@pytest.mark.parametrize("berkas", SENDIRI, ids=lambda p: p.stem)
def test_every_kind_of_event_is_handled_without_error(nomor, penangan, templat, berkas):
    assert kirim(json.loads(berkas.read_text())).status_code == 200
    process_batch()
    assert not PesanMasuk.objects.exclude(galat__in=["", "pesan belum dikenal"]).exists()
    assert not PesanMasuk.objects.filter(status="gagal").exists()
    if not berkas.stem.startswith("status_"):
        assert not PesanMasuk.objects.filter(status="baru").exists()


@pytest.mark.parametrize("nama", sorted(p.name for p in BERSAMA.glob("*.json")) or ["tidak ada"])
def test_every_shared_sample_is_handled_without_error(taman, penangan, nama):
    berkas = BERSAMA / nama
    if not berkas.exists():
        pytest.skip("data bersama tidak ada di samping proyek")
    badan = json.loads(berkas.read_text())
    nilai = badan["entry"][0]["changes"][0]["value"]
    NomorKanal.objects.create(
        saluran="whatsapp",
        nomor_id=nilai["metadata"]["phone_number_id"],
        tampilan="uji",
        wilayah=taman,
        app_secret="rahasia-uji-taman",
    )
    forget_numbers()
    assert kirim(badan).status_code == 200
    process_batch()
    assert not PesanMasuk.objects.filter(status="gagal").exists()
    sistem = [m for m in nilai.get("messages", []) if m["type"] == "system"]
    assert len(penangan) == len(nilai.get("messages", [])) - len(sistem)


def test_both_messages_of_a_batch_arrive_in_order(nomor, penangan):
    kirim(json.loads((CONTOH / "dua_pesan.json").read_text()))
    process_batch()
    assert [t for _pk, t, _m in penangan] == ["assalamualaikum pak lurah", "pohon tumbang di RT 7"]
    assert penangan[0][2].kontak == penangan[1][2].kontak
    assert Kontak.objects.count() == 1


JENIS = {
    "teks": "teks", "teks_aneh": "teks", "foto": "foto", "video": "video", "suara": "suara",
    "dokumen": "berkas", "stiker": "stiker", "lokasi_sekarang": "lokasi", "kontak": "kontak",
    "lokasi_rusak": "tak_didukung", "reaksi": "reaksi", "tombol_balas": "tombol",
    "daftar_balas": "tombol", "tombol_templat": "tombol", "interaktif_kosong": "tak_didukung",
    "sunting": "edit", "sunting_foto": "edit", "hapus": "hapus", "tak_didukung": "tak_didukung",
    "pesanan": "tak_didukung", "sapaan_awal": "teks", "jenis_baru": "tak_didukung",
}  # fmt: skip


@pytest.mark.parametrize(("nama", "jenis"), JENIS.items())
def test_each_kind_is_read_as_what_it_is(nomor, penangan, nama, jenis):
    kirim(json.loads((CONTOH / f"{nama}.json").read_text()))
    process_batch()
    assert isi_satu(penangan).jenis == jenis


def test_a_null_character_and_a_lone_surrogate_do_no_harm(nomor, penangan):
    terima(pesan("a\x00b"), pesan("\ud83d potong"))
    assert [t for _pk, t, _m in penangan] == ["ab", "? potong"]


def test_twenty_thousand_characters_come_through(nomor, penangan):
    terima(pesan("x" * 20_000))
    assert len(isi_satu(penangan).teks) == 20_000


def test_a_button_says_its_title_and_what_it_answers(nomor, penangan):
    kirim(json.loads((CONTOH / "tombol_balas.json").read_text()))
    process_batch()
    isi = isi_satu(penangan)
    assert (isi.teks, isi.tombol, isi.id_asal) == ("SESUDAH", "SESUDAH", "wamid.asal")


def test_an_edit_names_the_message_it_changes(nomor, penangan):
    kirim(json.loads((CONTOH / "sunting_foto.json").read_text()))
    process_batch()
    isi = isi_satu(penangan)
    assert (isi.teks, isi.id_asal, isi.media) == ("RT 05 RW 01", "wamid.contoh05", ())
    assert not Lampiran.objects.exists()


def test_a_photo_waits_to_be_fetched(nomor, penangan):
    kirim(json.loads((CONTOH / "foto.json").read_text()))
    process_batch()
    lampiran = Lampiran.objects.get()
    assert (lampiran.status, lampiran.jenis, lampiran.id_media) == ("menunggu", "foto", "91001")
    assert lampiran.pesan_masuk == PesanMasuk.objects.get()


def test_a_person_without_a_phone_number_is_known_and_can_be_answered(nomor, penangan):
    berkas = json.loads((CONTOH / "tanpa_nomor.json").read_text())
    kirim(berkas)
    process_batch()
    kontak = penangan[0][2].kontak
    assert kontak.alamat == "ID.55500011122233344"
    assert kontak.hash_lain is None


def _dengan_bsuid(nomor_wa, bsuid, teks="x"):
    isi = pesan(teks, dari=nomor_wa) if nomor_wa else pesan(teks)
    if not nomor_wa:
        del isi["from"]
        isi["from_user_id"] = bsuid
    kontak = {"profile": {"name": "W"}, "user_id": bsuid}
    kirim(amplop(messages=[isi], contacts=[kontak | ({"wa_id": nomor_wa} if nomor_wa else {})]))
    process_batch()


def test_number_and_user_id_are_one_person_in_any_order(nomor, penangan):
    terima(pesan(dari="62811"))
    _dengan_bsuid("62811", "ID.9")
    _dengan_bsuid(None, "ID.9")
    _dengan_bsuid("62822", "ID.9")  # a new number, the same person
    assert len({m.kontak.pk for _pk, _t, m in penangan}) == 1
    assert Kontak.objects.get().alamat == "62822"


def test_a_number_that_changed_hands_is_another_person(nomor, penangan):
    _dengan_bsuid("62811", "ID.9")
    _dengan_bsuid("62811", "ID.10")
    _dengan_bsuid(None, "ID.9")
    satu, dua, tiga = (m.kontak.pk for _pk, _t, m in penangan)
    assert satu != dua
    assert satu == tiga


def test_a_person_who_changes_number_stays_the_same_person(nomor, penangan):
    terima(pesan(dari="6281355500011"))
    kirim(json.loads((CONTOH / "ganti_nomor.json").read_text()))
    process_batch()
    terima(pesan(dari="6281355500099"))
    assert len(penangan) == 2
    assert penangan[0][2].kontak == penangan[1][2].kontak


def test_each_contact_occurs_once_in_a_round(nomor, settings, monkeypatch):
    giliran = []

    def lihat(masuk):
        giliran.append([m.isi.teks for m in masuk])
        return [True] * len(masuk)

    monkeypatch.setattr("pesan.proses._handlers", lambda _paths: (lihat,))
    terima(
        pesan("a1", dari="1"), pesan("b1", dari="2"), pesan("a2", dari="1"), pesan("a3", dari="1")
    )
    assert giliran == [["a1", "b1"], ["a2"], ["a3"]]


def test_an_old_message_does_not_open_the_window(nomor, penangan):
    lama = str(int((timezone.now() - timedelta(days=3)).timestamp()))
    terima(pesan(timestamp=lama))
    assert not Kontak.objects.get().jendela_terbuka


def test_a_clock_in_the_future_counts_as_now(nomor, penangan):
    terima(pesan(timestamp="4000000000"))
    assert Kontak.objects.get().terakhir_masuk_at <= timezone.now()


def test_one_bad_message_does_not_stop_the_others(nomor, penangan, monkeypatch):
    def pilih(masuk):
        if any(m.isi.teks == "rusak" for m in masuk):
            raise RuntimeError("nama orang di sini")
        penangan.extend((m.pesan.pk, m.isi.teks, m) for m in masuk)
        return [True] * len(masuk)

    monkeypatch.setattr("pesan.proses._handlers", lambda _paths: (pilih,))
    terima(pesan("baik", dari="1"), pesan("rusak", dari="2"), pesan("juga baik", dari="3"))
    assert [t for _pk, t, _m in penangan] == ["baik", "juga baik"]
    rusak = PesanMasuk.objects.get(status="baru")
    assert (rusak.percobaan, rusak.galat) == (1, "RuntimeError")
    assert process_batch() == 0  # it does not come back at once


def test_after_five_failures_a_message_is_shown_to_staff(nomor, settings):
    settings.PESAN_HANDLERS = ["tests.pesan.conftest.gagal"]
    terima(pesan())
    for _ in range(6):
        PesanMasuk.objects.update(diterima_at=timezone.now() - timedelta(hours=1))
        retry_failed()
    baris = PesanMasuk.objects.get()
    assert (baris.status, baris.percobaan, baris.galat) == ("gagal", 5, "RuntimeError")
    settings.PESAN_HANDLERS = ["tests.pesan.conftest.catat"]
    retry_masuk(baris)
    process_batch()
    assert PesanMasuk.objects.get().status == "selesai"


def test_a_failed_message_waits_before_it_is_tried_again(nomor, settings):
    settings.PESAN_HANDLERS = ["tests.pesan.conftest.gagal"]
    terima(pesan())
    assert retry_failed() == 0
    assert PesanMasuk.objects.get().percobaan == 1


def test_the_page_processes_its_own_row_once(nomor, penangan):
    kirim(amplop(messages=[pesan()]))
    pk = PesanMasuk.objects.get().pk
    assert process_one(pk).status == "selesai"
    assert process_one(pk).status == "selesai"
    assert len(penangan) == 1


def test_a_batch_costs_a_fixed_number_of_queries(nomor, penangan, django_assert_max_num_queries):
    terima(pesan(dari="1"))
    kirim(amplop(messages=[pesan(dari=str(n)) for n in range(2, 62)]))
    with django_assert_max_num_queries(9):
        process_batch()
    kirim(amplop(messages=[pesan(dari=str(n)) for n in range(2, 62)]))
    with django_assert_max_num_queries(8):
        process_batch()
    assert len(penangan) == 121
