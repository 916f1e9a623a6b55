"""What residents answer with, and what they send later or before: nothing is lost or misread."""

from decimal import Decimal

import pytest

from curhat.models import Curhat, RiwayatCurhat, Tiket
from curhat.ucapan import Ucapan, read_pilihan, read_ucapan
from pesan.models import Lampiran, PesanKeluar, PesanMasuk
from pesan.proses import process_batch
from tests.curhat.conftest import DARI, kepada_staf, kepada_warga, terima, terima_isi
from tests.curhat.percakapan import maju
from tests.factories import TiketFactory
from tests.pesan.conftest import amplop, kirim, pesan

CERITA = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"


@pytest.fixture
def laporan(kelurahan):
    terima(CERITA)
    return Curhat.objects.get()


@pytest.fixture
def menunggu(laporan, moderator):
    return TiketFactory(status="menunggu_konfirmasi", curhat=laporan, oleh=moderator)


def terakhir():
    return kepada_warga()[-1]


@pytest.mark.parametrize(
    ("teks", "jenis", "ya", "isi"),
    [
        ("SESUDAH", "sesudah", None, ""),
        ("  *Sesudah*. ", "sesudah", None, ""),
        ("sudah beres, terima kasih", "sesudah", None, "terima kasih"),
        ("sampun nggih", "sesudah", None, "nggih"),
        ("BELUM", "belum", None, ""),
        ("blm, masih mampet", "belum", None, "masih mampet"),
        ("selesai tapi masih bocor", "belum", None, "tapi masih bocor"),
        ("sudah selesai belum ya?", "status", None, ""),
        ("selesai?", "status", None, ""),
        ("ANONIM YA", "anonim", True, ""),
        ("anonim: ndak", "anonim", False, ""),
        ("tembusan nggih", "tembusan", True, ""),
        ("Status", "status", None, ""),
        ("status HL-7K3M-9QPX", "status", None, "hl-7k3m-9qpx"),
        ("cek laporan saya", "status", None, ""),
        ("cek t-2611-0003", "status", None, "t-2611-0003"),
        ("lanjut", "lanjut", None, ""),
        ("bantuan!", "bantuan", None, ""),
        ("hapus data saya", "hapus", None, ""),
    ],
)
def test_a_short_answer_is_read_in_any_of_its_forms(teks, jenis, ya, isi):
    assert read_ucapan(teks) == [Ucapan(jenis, ya, isi)]


@pytest.mark.parametrize(
    "teks",
    [
        "cek jalan rusak dong",
        "cek kali saya kotor",
        "saran saya lampu ditambah",
        "hapus coretan di tembok sekolah",
        "anonim yang mengirim surat kaleng",
        "status gizi anak saya buruk",
        "ANONIM YA\nlampu mati",
        "belum " + "sangat " * 80,
        "",
    ],
)
def test_a_story_is_never_taken_for_a_command(teks):
    assert read_ucapan(teks) == []


def test_yes_and_no_are_read_in_javanese_too():
    assert read_pilihan(" Nggih ") is True
    assert read_pilihan("mboten") is False
    assert read_pilihan("mungkin") is None


def test_several_choices_of_one_message_are_all_done(laporan):
    terima("ANONIM YA\nTEMBUSAN YA")
    laporan.refresh_from_db()
    assert (laporan.anonim, laporan.tembusan) == (True, True)
    assert [t for t, _ in kepada_warga()[-2:]] == ["anonim_ya", "tembusan_ya"]
    assert sorted(kepada_staf("notif_tembusan")) == ["Irma Lestari", "Moderator Taman"]
    assert laporan.kontak.persetujuan.filter(jenis="anonim", keputusan="ya").exists()


def test_sesudah_ends_the_ticket_as_solved_and_thanks(menunggu):
    terima("SESUDAH")
    menunggu.refresh_from_db()
    assert (menunggu.status, menunggu.hasil) == ("selesai", "terselesaikan")
    assert terakhir()[0] == "selesai_terima_kasih"


def test_sesudah_without_a_ticket_ends_the_report(laporan):
    terima("sudah beres pak")
    laporan.refresh_from_db()
    assert laporan.ditutup_at
    assert laporan.status_ekspor == "resolved"


def test_belum_reopens_and_keeps_the_words_where_they_can_be_erased(menunggu):
    terima("BELUM, lampunya nyala tapi redup sekali")
    menunggu.refresh_from_db()
    assert (menunggu.status, menunggu.putaran) == ("dibuka_lagi", 2)
    assert "redup" in Curhat.objects.get().isi
    assert not menunggu.riwayat.filter(catatan__icontains="redup").exists()
    assert terakhir()[0] == "dibuka_lagi"
    assert len(kepada_staf("notif_lurah")) == 4  # both, once a round


def test_belum_about_work_under_way_is_kept_for_a_person(laporan, moderator):
    TiketFactory(status="ditugaskan", curhat=laporan, oleh=moderator)
    terima("Belum ada yang datang sampai sekarang")
    laporan.refresh_from_db()
    assert "ada yang datang" in laporan.isi
    assert laporan.perlu_tinjau
    assert terakhir()[0] == "status"


@pytest.mark.parametrize(
    "teks",
    [
        "Belum ada air bersih sejak Senin di kampung kami, mohon dikirim tangki",
        "Selesai hujan semalam jalan depan rumah ambles, bahaya buat motor",
    ],
)
def test_a_first_story_that_begins_like_an_answer_is_a_story(kelurahan, teks):
    terima(teks)
    assert Curhat.objects.get().isi == teks
    assert [t for t, _ in kepada_warga()[:2]] == ["terima", "jawaban"]


@pytest.mark.parametrize("perintah", ["SESUDAH", "BELUM", "STATUS", "LANJUT", "ANONIM YA"])
def test_a_command_without_a_report_gets_a_kind_answer(kelurahan, perintah):
    terima(perintah)
    assert not Curhat.objects.exists()
    assert terakhir()[0] == "tanpa_laporan"
    assert "HAI LURAH" in terakhir()[1]


def test_status_names_the_report_and_where_it_stands(menunggu):
    terima("STATUS")
    assert menunggu.curhat.kode in terakhir()[1]
    assert "Menunggu konfirmasi" in terakhir()[1]


def test_status_by_code_finds_the_older_report(laporan):
    terima("Sampah di pojok RT 02 RW 03 menumpuk, baunya sampai ke rumah warga")
    terima(f"status {laporan.kode.lower()}")
    assert laporan.kode in terakhir()[1]


def test_another_persons_code_shows_nothing(laporan):
    terima(f"STATUS {laporan.kode}", dari="6281299999")
    assert terakhir()[0] == "tanpa_laporan"
    assert laporan.kode not in terakhir()[1]


def test_lanjut_gives_the_advice_once_more(laporan):
    PesanKeluar.objects.filter(templat="jawaban").update(status="sent")
    terima("LANJUT")
    templat, badan = terakhir()
    assert templat == "jawaban"
    assert badan.startswith(laporan.jawaban.get().teks)
    assert len(kepada_warga()) == 3


def test_bantuan_explains_with_an_example(kelurahan):
    terima("BANTUAN")
    assert "STATUS" in terakhir()[1]


def test_rt_and_rw_as_an_answer_place_the_last_report(laporan):
    terima("RT 3 RW 2")
    laporan.refresh_from_db()
    assert laporan.wilayah_id == "35.77.03.1009.02.03"
    assert Curhat.objects.count() == 1
    assert terakhir()[0] == "info_ditambah"


@pytest.mark.parametrize("teks", ["di rt III rw 02 pak", "Rumah saya RT 03/RW 02", "RT03 RW02 ya"])
def test_rt_and_rw_may_be_wrapped_in_small_words(laporan, teks):
    terima(teks)
    laporan.refresh_from_db()
    assert laporan.wilayah_id == "35.77.03.1009.02.03"
    assert Curhat.objects.count() == 1


@pytest.mark.parametrize(
    "teks", ["Kebakaran RT 3 RW 2", "banjir rt 3 rw 2", "RT 3 RW 2 got mampet"]
)
def test_a_short_story_with_its_place_is_a_story(laporan, teks):
    maju(hours=1)
    terima(teks)
    assert Curhat.objects.count() == 2


def test_a_fire_in_three_words_opens_a_ticket_though_a_report_is_there(laporan):
    terima("Kebakaran RT 3 RW 2!!")
    assert Tiket.objects.get().urgensi == 5


def test_a_location_alone_goes_to_the_last_report_and_moves_no_area(laporan):
    maju(minutes=5)
    terima_isi(type="location", location={"latitude": -7.6432, "longitude": 111.5301})
    laporan.refresh_from_db()
    assert (laporan.lat, laporan.lng) == (Decimal("-7.643200"), Decimal("111.530100"))
    assert laporan.wilayah_id == "35.77.03.1009"
    assert terakhir()[0] == "info_ditambah"


def test_a_location_before_the_story_belongs_to_it(kelurahan):
    terima_isi(type="location", location={"latitude": -7.6432, "longitude": 111.5301})
    assert terakhir()[0] == "salam_lokasi"
    terima(CERITA)
    assert Curhat.objects.get().lat == Decimal("-7.643200")


def foto(**lain):
    return {"id": "91001", "mime_type": "image/jpeg"} | lain


def test_a_photo_alone_goes_to_the_last_report(laporan):
    maju(minutes=5)
    terima_isi(type="image", image=foto())
    assert laporan.lampiran.count() == 1
    assert terakhir()[0] == "info_ditambah"


def test_a_photo_before_the_story_belongs_to_it(kelurahan):
    terima_isi(type="image", image=foto())
    assert terakhir()[0] == "salam_foto"
    terima(CERITA)
    assert Curhat.objects.get().lampiran.count() == 1


def test_a_photo_and_the_story_of_one_webhook_stay_together(kelurahan):
    gambar = pesan() | {"type": "image", "image": foto()}
    del gambar["text"]
    kirim(amplop(messages=[gambar, pesan(CERITA)]))
    process_batch()
    assert Curhat.objects.get().lampiran.count() == 1


def test_a_photo_of_someone_else_stays_theirs(kelurahan):
    terima_isi(type="image", image=foto())
    terima(CERITA, dari="6281299999")
    assert Curhat.objects.get().lampiran.count() == 0


def test_a_photo_with_a_caption_is_a_story_with_its_photo(kelurahan):
    terima_isi(
        type="image", image=foto(caption="Jalan berlubang depan pasar, sudah ada yang jatuh")
    )
    curhat = Curhat.objects.get()
    assert curhat.subkategori_id == "jalan_jembatan"
    assert curhat.lampiran.count() == 1


def test_a_photo_with_a_smile_for_a_caption_is_a_photo(laporan):
    terima_isi(type="image", image=foto(caption="😭"))
    assert laporan.lampiran.count() == 1
    assert Curhat.objects.count() == 1


@pytest.mark.parametrize(
    ("isi", "jenis"),
    [
        ({"type": "sticker", "sticker": {"id": "9", "mime_type": "image/webp"}}, "stiker"),
        ({"type": "video", "video": {"id": "9", "mime_type": "video/mp4"}}, "video"),
        ({"type": "document", "document": {"id": "9", "mime_type": "application/pdf"}}, "berkas"),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Budi"}}]}, "kontak"),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "tak_didukung"),
    ],
)
def test_what_holds_no_words_is_answered_kindly(kelurahan, isi, jenis):
    terima_isi(**isi)
    templat, badan = terakhir()
    assert templat == f"salam_{jenis}"
    assert "RT 03/RW 02" in badan
    assert not Curhat.objects.exists()
    assert PesanMasuk.objects.get().status == "selesai"


def test_a_voice_note_after_a_story_is_put_before_a_person(laporan):
    terima_isi(type="audio", audio={"id": "9", "mime_type": "audio/ogg", "voice": True})
    laporan.refresh_from_db()
    assert laporan.perlu_tinjau
    assert Lampiran.objects.get().jenis == "suara"


def test_a_reaction_needs_no_answer(laporan):
    before = len(kepada_warga())
    terima_isi(type="reaction", reaction={"message_id": "wamid.x", "emoji": "🙏"})
    assert len(kepada_warga()) == before
    assert PesanMasuk.objects.filter(status="selesai").count() == 2


def sunting(id_asal, teks):
    isi = {"type": "text", "text": {"body": teks}}
    return {"type": "edit", "edit": {"original_message_id": id_asal, "message": isi}}


def test_an_edit_is_understood_anew_and_may_raise_an_alarm(kelurahan):
    kirim(amplop(messages=[pesan(CERITA, id="wamid.satu")]))
    process_batch()
    terima_isi(**sunting("wamid.satu", "Tolong! Rumah di RT 04 RW 01 kebakaran, ada anak di dalam"))
    curhat = Curhat.objects.get()
    assert "kebakaran" in curhat.isi
    assert Tiket.objects.get().curhat == curhat
    assert RiwayatCurhat.objects.filter(peristiwa="diubah").count() == 1


def test_an_edit_of_what_we_never_had_is_a_new_story(kelurahan):
    terima_isi(**sunting("wamid.tak-ada", CERITA))
    assert Curhat.objects.get().isi == CERITA
    assert len(kepada_warga()) == 2


def test_nobody_edits_or_takes_back_another_persons_words(kelurahan):
    kirim(amplop(messages=[pesan(CERITA, id="wamid.satu")]))
    process_batch()
    isi = sunting("wamid.satu", "Semuanya baik-baik saja di kampung kami kok")
    terima_isi(dari="6281299999", **isi)
    terima_isi(dari="6281299999", type="revoke", revoke={"original_message_id": "wamid.satu"})
    assert Curhat.objects.order_by("id").first().isi == CERITA


def test_a_message_taken_back_leaves_no_words_but_a_ticket_stays(kelurahan):
    teks = "Tolong! Rumah di RT 04 RW 01 kebakaran, ada anak di dalam"
    kirim(amplop(messages=[pesan(teks, id="wamid.satu")]))
    process_batch()
    terima_isi(type="revoke", revoke={"original_message_id": "wamid.satu"})
    curhat = Curhat.objects.get()
    assert curhat.isi == "(pesan ditarik oleh pengirim)"
    assert curhat.alasan == []
    assert curhat.pesan_masuk.muatan == ""
    assert Tiket.objects.get().status == "baru"


def test_forms_are_never_read_as_commands(kelurahan, client):
    jawab = client.post(
        "/taman-madiun/lapor/",
        {"cerita": "Belum ada air", "token": "0a9f4dd2-7d2c-4d6a-9a53-3a8b0f5a5c11"},
    )
    assert jawab.status_code == 303
    assert client.get(jawab["Location"]).status_code == 200
    assert Curhat.objects.get().isi == "Belum ada air"


def test_a_press_of_a_button_is_the_word_on_it(menunggu):
    isi = {"type": "button_reply", "button_reply": {"id": "sesudah", "title": "SESUDAH"}}
    terima_isi(type="interactive", interactive=isi)
    menunggu.refresh_from_db()
    assert menunggu.status == "selesai"


def test_every_answer_has_its_own_row_and_no_person_is_told_twice(menunggu):
    badan = amplop(messages=[pesan("SESUDAH")])
    kirim(badan)
    process_batch()
    jumlah = PesanKeluar.objects.count()
    kirim(badan)
    process_batch()
    terima("SESUDAH", dari=DARI)
    assert PesanKeluar.objects.filter(templat="selesai_terima_kasih").count() == 2
    assert PesanKeluar.objects.count() == jumlah + 1


def test_what_a_form_was_allowed_is_on_record(kelurahan, client):
    isi = {
        "cerita": CERITA,
        "token": "0a9f4dd2-7d2c-4d6a-9a53-3a8b0f5a5c12",
        "kontak": "0812 3456 7890",
        "simpan": "dicabut",
        "anonim": "on",
    }
    client.get(client.post("/taman-madiun/lapor/", isi)["Location"])
    curhat = Curhat.objects.get()
    found = dict(curhat.kontak.persetujuan.values_list("jenis", "keputusan"))
    assert found == {"kontak": "ya", "simpan_alamat": "dicabut", "anonim": "ya"}
    curhat.kontak.refresh_from_db()
    assert (curhat.kontak.simpan, curhat.kontak.alamat_hingga) == ("dicabut", None)
