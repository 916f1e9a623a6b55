"""Several messages in a row are one story with one answer; later ones find their place."""

import json
import time

import pytest

from curhat.models import Curhat, RiwayatCurhat, Tiket
from pesan.models import PesanKeluar, PesanMasuk
from pesan.proses import process_batch
from tests.curhat.conftest import DARI, kepada_staf, kepada_warga, terima
from tests.curhat.percakapan import Percakapan, maju
from tests.curhat.test_bersamaan import in_threads
from tests.pesan.conftest import amplop, kirim, pesan

LAMPU = "Lampu jalan di gang kami mati sudah seminggu"
POTONGAN = ("Pak mau lapor", "Got depan rumah mampet", "airnya bau", "di RT 3 RW 2 ya pak")


@pytest.fixture
def chat(kelurahan):
    return Percakapan(process_batch)


def templat():
    return [t for t, _badan in kepada_warga()]


def saran():
    return PesanKeluar.objects.get(templat="jawaban")


def test_a_story_in_pieces_is_one_curhat_with_one_receipt_and_one_answer(chat):
    chat.play("\n".join(f"> {p}" for p in POTONGAN) + "\n< terima\n+ 2 menit\n< jawaban\n< -")
    curhat = Curhat.objects.get()
    assert curhat.subkategori_id == "banjir_drainase"
    assert curhat.wilayah_id == "35.77.03.1009.02.03"
    assert curhat.isi.splitlines()[:3] == list(POTONGAN[:3])
    assert curhat.jawaban.count() == 1
    assert "RT 03/RW 02" in saran().badan


def test_pieces_in_deliveries_of_their_own_are_joined_too(kelurahan):
    for potong in POTONGAN:
        terima(potong)
    curhat = Curhat.objects.get()
    assert curhat.subkategori_id == "banjir_drainase"
    assert templat().count("terima") == templat().count("jawaban") == 1
    assert saran().badan.startswith(curhat.jawaban.get().teks)
    assert not curhat.perlu_tinjau


def test_the_advice_asks_for_the_place_where_only_later_words_show_that_it_matters(chat):
    chat.play("""
        > Pak mau tanya
        > Got depan rumah mampet dan baunya menyengat
        < terima
        + 2 menit
        < jawaban: RT/RW
        < -
        > 3/2
        < info_ditambah
    """)
    assert Curhat.objects.get().wilayah_id == "35.77.03.1009.02.03"


def test_a_photo_its_caption_and_a_point_are_part_of_the_story(chat):
    chat.play(f"""
        > {LAMPU}
        > [foto] ini tiangnya pak
        > [titik]
        < terima
        < -
        + 2 menit
        < jawaban
        < -
    """)
    curhat = Curhat.objects.get()
    assert curhat.lampiran.count() == 1
    assert curhat.lat is not None
    assert "ini tiangnya" in curhat.isi


def test_a_choice_in_a_later_piece_counts(chat):
    chat.play(f"> {LAMPU}\n> ANONIM: YA\n< terima\n< anonim_ya")
    chat.play("> tolong nama saya jangan disebut ya, TEMBUSAN: YA")
    curhat = Curhat.objects.get()
    assert (curhat.anonim, curhat.tembusan) == (True, True)
    assert len(kepada_staf("notif_tembusan")) == 2


def test_a_later_piece_may_raise_the_alarm_and_the_answer_goes_at_once(chat):
    chat.play("""
        > Got depan rumah mampet
        < terima
        > sekarang airnya masuk rumah, ibu saya lumpuh terjebak di dalam tolong
        < jawaban: 112
        < -
    """)
    curhat = Curhat.objects.get()
    assert curhat.urgensi == 5
    assert Tiket.objects.get().curhat == curhat
    assert len(kepada_staf("notif_lurah")) == 2


def test_more_words_after_the_answer_to_an_emergency_are_kept_with_it(chat):
    chat.play("""
        > Tolong! Kebakaran di RT 04 RW 01
        < terima
        < jawaban: 112
        > api sudah besar, ada anak di dalam
        < info_ditambah
        < -
    """)
    assert "anak di dalam" in Curhat.objects.get().isi
    assert Tiket.objects.count() == 1


def test_two_stories_with_their_own_places_stay_two(kelurahan):
    terima(
        "Lampu jalan di RT 01 RW 03 mati sudah seminggu, gelap sekali",
        "Sampah di pojok RT 02 RW 03 menumpuk, baunya sampai rumah",
        "HAI LURAH Taman, jalan depan pasar berlubang besar",
    )
    assert Curhat.objects.count() == 3
    assert templat().count("terima") == 3


def test_what_overtook_on_the_way_is_put_in_order(kelurahan):
    dua = pesan("airnya bau dan banyak nyamuk", timestamp=str(int(time.time())))
    satu = pesan("Got depan rumah mampet", timestamp=str(int(time.time()) - 5))
    kirim(amplop(messages=[dua]))
    process_batch()
    kirim(amplop(messages=[satu]))
    process_batch()
    assert Curhat.objects.get().isi.splitlines() == [
        "Got depan rumah mampet",
        "airnya bau dan banyak nyamuk",
    ]


def test_pieces_delivered_twice_are_joined_once(kelurahan):
    badan = amplop(messages=[pesan(p) for p in POTONGAN])
    for _ in range(3):
        kirim(badan)
        process_batch()
    assert Curhat.objects.get().isi.count("mampet") == 1
    assert RiwayatCurhat.objects.filter(peristiwa="ditambah").count() == 3
    assert templat() == ["terima", "jawaban"]


def test_two_workers_at_once_make_one_story_of_the_pieces(nyata, kelurahan):
    kirim(amplop(messages=[pesan(p) for p in POTONGAN]))
    for n in range(6):
        orang = amplop(messages=[pesan(p, dari=f"62812000{n}") for p in POTONGAN])
        kirim(json.dumps(orang).encode())

    def work():
        while process_batch(3):
            pass

    in_threads(work, work)
    work()
    assert not PesanMasuk.objects.exclude(status="selesai").exists()
    assert Curhat.objects.count() == 7
    assert all(c.isi.count("mampet") == 1 for c in Curhat.objects.all())
    assert templat().count("jawaban") == 7


def test_joining_ends_with_the_minute(kelurahan):
    terima(LAMPU)
    maju(seconds=61)
    terima("Sampah di pojok gang menumpuk, baunya sampai ke rumah warga")
    assert Curhat.objects.count() == 2


def test_another_person_is_another_story(kelurahan):
    terima(LAMPU)
    terima("gelap sekali pak", dari="6281299999")
    assert Curhat.objects.filter(kontak__alamat="").count() == 0
    assert Curhat.objects.count() == 2
    assert Curhat.objects.first().kontak != Curhat.objects.last().kontak
    assert DARI


def test_an_endless_stream_of_words_does_not_grow_one_report_for_ever(kelurahan):
    for _ in range(4):
        terima(LAMPU + " gelap sekali" * 200)
    assert Curhat.objects.count() > 1


def test_stories_of_many_people_cost_no_more_queries_for_the_questions(
    kelurahan, django_assert_max_num_queries
):
    def batch(awal, n):
        kirim(amplop(messages=[pesan(LAMPU, dari=str(628110000 + awal + i)) for i in range(n)]))

    batch(0, 5)
    process_batch()
    batch(100, 50)
    with django_assert_max_num_queries(29):
        process_batch()
    assert Curhat.objects.count() == 55


def test_the_kelurahan_we_asked_for_is_heard_and_the_report_moves(chat):
    chat.play("""
        > Lampu jalan dekat balai Kelurahan Pandean mati sudah seminggu
        < terima
        + 2 menit
        < jawaban: Pandean
    """)
    curhat = Curhat.objects.get()
    assert curhat.wilayah_id == "35.77.03.1009"
    chat.play("> kelurahan Pandean pak\n< info_ditambah")
    curhat.refresh_from_db()
    assert curhat.wilayah_id.startswith("35.77.03.1002")
    assert curhat.kandidat_wilayah == []
    assert Curhat.objects.count() == 1


def test_words_taken_back_are_not_added_to(kelurahan):
    kirim(amplop(messages=[pesan(LAMPU, id="wamid.tarik")]))
    process_batch()
    tarik = pesan() | {"type": "revoke", "revoke": {"original_message_id": "wamid.tarik"}}
    del tarik["text"]
    kirim(amplop(messages=[tarik]))
    process_batch()
    terima("Sampah di pojok gang menumpuk, baunya sampai ke rumah warga")
    assert Curhat.objects.count() == 2


def test_a_stream_of_additions_is_kept_but_not_thanked_for_without_end(kelurahan):
    terima(LAMPU)
    maju(minutes=5)
    for n in range(9):
        terima(f"Lampu jalannya masih mati pak, malam ke-{n}")
    assert Curhat.objects.count() == 1
    assert Curhat.objects.get().isi.count("masih mati") == 9
    assert templat().count("info_ditambah") == 6
