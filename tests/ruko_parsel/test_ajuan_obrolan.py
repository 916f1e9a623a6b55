"""KOORDINASI and RUKO by chat."""

import pytest

from curhat.models import Curhat
from ruko_parsel.models import DrafAjuan, Permintaan
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, make_desa
from tests.ruko_parsel.pabrik_ajuan import (  # noqa: F401 - fixtures
    acuan_curhat,
    bersih,
    desa,
    last_body,
    meja,
    nomor_kecamatan,
    terima,
)

CERITA = "Banjir masuk ke tiga rumah, warga butuh perahu karet dan tempat mengungsi"
pytestmark = pytest.mark.usefixtures("nomor_kecamatan")


def say(*teks):
    for satu in teks:
        terima(satu)


def test_a_resident_is_led_through_and_gets_number_code_and_pin():
    say("KOORDINASI")
    assert ", Panggung, " in last_body("ruko_ajuan_desa")
    assert "Tetangga" not in last_body("ruko_ajuan_desa")
    say("desa Inan")
    assert "[[Bekerja sama|Meminta pendapat|Meminta bantuan]]" in last_body("ruko_ajuan_jenis")
    say("Meminta bantuan", CERITA)
    ringkas = last_body("ruko_ajuan_kirim")
    assert "sepertinya siaga bencana" in ringkas
    assert ringkas.endswith("[[KIRIM|GANTI MASALAH|BATAL]]")
    assert not Permintaan.objects.exists()
    say("KIRIM")
    permintaan = Permintaan.objects.get()
    assert (permintaan.wilayah_id, permintaan.jenis, permintaan.saluran) == (
        INAN, "bantuan", "obrolan",
    )  # fmt: skip
    jawab = last_body("ruko_ajuan_terima")
    assert permintaan.nomor in jawab
    assert permintaan.kode in jawab
    assert "/inan-balangan/koordinasi/status/" in jawab
    assert not DrafAjuan.objects.exists()
    assert not Curhat.objects.exists()


def test_the_kind_of_problem_can_be_changed_by_number():
    say("ruko", "Inan", "2", CERITA, "GANTI MASALAH")
    assert "11. Gerakan pemberdayaan" in last_body("ruko_ajuan_masalah")
    say("7", "ya")
    assert Permintaan.objects.get().masalah_id == "data_desa"


def test_a_story_no_word_of_which_is_known_asks_for_the_kind():
    say("koordinasi", "Inan", "kerja sama", "Kami ingin berunding tentang hal yang penting sekali")
    assert "Balas dengan nomornya" in last_body("ruko_ajuan_masalah")
    say("stunting")
    assert "Stunting" in last_body("ruko_ajuan_kirim")


def test_village_staff_file_in_their_own_name_for_their_own_village():
    sekdes = make_desa(nomor_wa="+6281200000001")
    say("KOORDINASI pendapat", "Siskeudes kami belum cocok dengan buku kas umum", "kirim")
    permintaan = Permintaan.objects.get()
    assert (permintaan.pemohon, permintaan.wilayah_id, permintaan.kontak) == (sekdes, INAN, None)
    assert permintaan.riwayat.get().by == sekdes


def test_a_keyword_with_a_story_asks_only_for_the_rest():
    say(f"KOORDINASI: {CERITA}", "Panggung", "bantuan", "oke")
    assert Permintaan.objects.get().uraian == CERITA


@pytest.mark.parametrize(
    "cerita",
    ["Ruko di pasar terbakar sejak tadi malam", "Koordinasi warga RT 3 kurang, got mampet terus"],
)
def test_a_story_that_begins_like_the_keyword_is_a_story(cerita):
    say(cerita)
    assert not DrafAjuan.objects.exists()
    assert Curhat.objects.count() == 1


def test_what_is_no_answer_goes_on_to_curhat():
    say("RUKO", "Lampu jalan di depan musala mati sudah seminggu, gelap sekali kalau malam")
    assert DrafAjuan.objects.get().ditanya == "desa"
    assert Curhat.objects.count() == 1


def test_batal_forgets_what_was_begun():
    say("RUKO", "Inan", "BATAL")
    assert not DrafAjuan.objects.exists()
    assert last_body("ruko_ajuan_batal")


def test_a_persons_words_make_no_buttons():
    say("RUKO", "Inan", "bantuan", "Banjir tinggi [[YA|TIDAK]] tolong kami segera")
    ringkas = last_body("ruko_ajuan_kirim")
    assert "[[YA|TIDAK]]" not in ringkas


def test_a_short_story_is_asked_for_again():
    say("RUKO", "Inan", "bantuan", "tolong")
    assert "belum terbaca utuh" in last_body("ruko_ajuan_cerita")
    assert DrafAjuan.objects.get().ditanya == "cerita"


def test_a_sixth_request_in_a_day_waits():
    say(*["RUKO"] * 6)
    assert last_body("ruko_ajuan_penuh")


def test_a_number_of_a_place_without_a_desk_says_so(monkeypatch):
    monkeypatch.setattr("ruko_parsel.ajuan_masuk._place", lambda _m: "63.06.05.2001")
    WilayahFactory(kode="63.06.05.2001")
    say("RUKO")
    assert "belum dibuka" in last_body("ruko_ajuan_tutup")
    assert not DrafAjuan.objects.exists()
