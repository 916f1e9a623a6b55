"""What is told later is read too: a fire in the second message is a fire, whatever came first."""

import pytest

from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from curhat.services.curhat import correct_curhat
from curhat.services.lacak import add_keterangan
from pesan.models import PesanKeluar
from pesan.proses import process_batch
from tests.curhat.conftest import kepada_staf, kepada_warga, terima_isi
from tests.curhat.halaman import foto, laporan_baru, masuk_lacak
from tests.factories import CurhatFactory, KontakFactory
from tests.pesan.conftest import amplop, kirim, pesan

BIASA = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"
API = "Tolong! Rumah di RT 04 RW 01 kebakaran, ada anak di dalam"


def ubah(teks, id_asal="wamid.satu"):
    isi = {"type": "text", "text": {"body": teks}}
    terima_isi(type="edit", edit={"original_message_id": id_asal, "message": isi})


@pytest.fixture
def laporan(kelurahan):
    kirim(amplop(messages=[pesan(BIASA, id="wamid.satu")]))
    process_batch()
    return Curhat.objects.get()


def test_a_fire_added_later_opens_a_ticket_and_tells_the_lurah(kelurahan):
    _, _, kode, pin = laporan_baru(cerita=BIASA)
    assert not Tiket.objects.exists()
    masuk_lacak(kode, pin).post("/lacak/tambah/", {"teks": API})
    curhat = Curhat.objects.get()
    assert (curhat.urgensi, curhat.keparahan, curhat.darurat) == (5, "Critical", True)
    assert BIASA in curhat.isi
    tiket = Tiket.objects.get()
    assert (tiket.urgensi, tiket.due_aturan) == (5, "Darurat: 24 jam")
    assert sorted(kepada_staf("notif_lurah")) == ["Irma Lestari", "Moderator Taman"]


def test_a_fire_told_about_work_under_way_raises_the_ticket(kelurahan, moderator):
    curhat = CurhatFactory(kontak=KontakFactory())
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    add_keterangan(curhat, teks=API)
    tiket.refresh_from_db()
    assert (tiket.urgensi, Tiket.objects.count()) == (5, 1)
    assert len(kepada_staf("notif_lurah")) == 4
    assert any("Urgensi 3 menjadi 5" in r.catatan for r in tiket.riwayat.all())


def test_the_story_of_an_empty_report_is_answered_and_escalated(kelurahan):
    client, page, _, _ = laporan_baru(cerita="", foto=[foto()])
    assert "Ceritakan sedikit" in page.content.decode()
    client.post(page.request["PATH_INFO"], {"teks": API})
    curhat = Curhat.objects.get()
    assert (curhat.subkategori_id, curhat.isi) == ("kebakaran_bencana", API)
    assert (curhat.wilayah.rw, curhat.wilayah.rt) == ("01", "04")
    assert curhat.jawaban.count() == 2
    assert "112" in curhat.jawaban.first().teks
    assert Tiket.objects.get().urgensi == 5


def test_the_story_of_an_empty_report_is_answered_by_the_channel_too(kelurahan):
    client, page, _, _ = laporan_baru(cerita="", foto=[foto()], kontak="warga@uji.example")
    client.post(page.request["PATH_INFO"], {"teks": BIASA})
    dikirim = [badan for templat, badan in kepada_warga() if templat == "jawaban"]
    assert len(dikirim) == 2
    assert dikirim[-1] == Curhat.objects.get().jawaban.first().teks


def test_later_words_never_calm_an_alarm_and_wait_for_a_person(kelurahan):
    curhat = CurhatFactory(urgensi=5, keparahan="Critical", darurat=True, eskalasi=True)
    add_keterangan(curhat, teks="Jadwal posyandu bulan ini tanggal berapa ya?")
    curhat.refresh_from_db()
    assert (curhat.urgensi, curhat.darurat, curhat.eskalasi) == (5, True, True)
    assert curhat.perlu_tinjau


def test_a_held_report_gets_no_ticket_by_more_words(kelurahan):
    curhat = CurhatFactory(ditahan=True)
    add_keterangan(curhat, teks=API)
    curhat.refresh_from_db()
    assert curhat.eskalasi
    assert curhat.perlu_tinjau
    assert not Tiket.objects.exists()


def test_an_edit_keeps_what_was_added_and_is_acknowledged(laporan):
    add_keterangan(laporan, teks="Tiangnya juga miring.")
    ubah("Lampu jalan di gang kami RT 03 RW 02 mati sudah dua minggu\nANONIM: YA")
    curhat = Curhat.objects.get()
    assert "dua minggu" in curhat.isi
    assert "[Tambahan] Tiangnya juga miring." in curhat.isi
    assert (curhat.wilayah.rw, curhat.wilayah.rt) == ("02", "03")
    assert curhat.anonim
    assert curhat.perlu_tinjau
    assert kepada_warga()[-1][0] == "info_ditambah"


def test_an_edit_never_lowers_urgency(kelurahan):
    kirim(amplop(messages=[pesan(API, id="wamid.satu")]))
    process_batch()
    ubah("Lampu jalan mati")
    curhat = Curhat.objects.get()
    assert (curhat.urgensi, curhat.darurat, curhat.isi) == (5, True, "Lampu jalan mati")
    assert Tiket.objects.get().urgensi == 5


def test_an_edit_leaves_a_moderators_correction_alone(laporan, moderator):
    correct_curhat(laporan, by=moderator, subkategori="ketertiban_umum", urgensi=1)
    ubah(BIASA + " sekali")
    laporan.refresh_from_db()
    assert (laporan.subkategori_id, laporan.urgensi) == ("ketertiban_umum", 1)
    assert "sekali" in laporan.isi
    ubah(API)
    laporan.refresh_from_db()
    assert (laporan.subkategori_id, laporan.urgensi) == ("ketertiban_umum", 5)
    assert Tiket.objects.get().urgensi == 5


def test_a_choice_made_by_command_outlives_an_old_line_in_an_edit(laporan):
    kirim(amplop(messages=[pesan("ANONIM YA", id="wamid.dua")]))
    process_batch()
    ubah(BIASA + "\nANONIM: TIDAK")
    assert Curhat.objects.get().anonim


def test_belum_without_a_ticket_opens_one_and_tells_lurah_and_resident(laporan):
    assert not Tiket.objects.exists()
    kirim(amplop(messages=[pesan("SESUDAH", id="wamid.s"), pesan("BELUM", id="wamid.b")]))
    process_batch()
    laporan.refresh_from_db()
    assert laporan.ditutup_at is None
    assert laporan.riwayat.filter(peristiwa="dibuka").exists()
    assert Tiket.objects.get().sebab == "Warga menjawab BELUM"
    assert len(kepada_staf("notif_lurah")) == 2
    assert kepada_warga()[-1][0] == "dibuka_lagi"


def test_belum_on_the_page_without_a_ticket_opens_one_too(kelurahan):
    _, _, kode, pin = laporan_baru(cerita="Bagaimana syarat surat pengantar? RT 1 RW 1")
    client = masuk_lacak(kode, pin)
    client.post("/lacak/sesudah/")
    response = client.post("/lacak/belum/", {"alasan": "Loketnya tutup."})
    assert "kami buka lagi" in client.get(response.url).content.decode()
    assert "[Belum beres] Loketnya tutup." in Curhat.objects.get().isi
    assert Tiket.objects.get().status == "baru"
    assert Curhat.objects.get().status_ekspor == "open"


def test_belum_with_a_danger_in_it_is_urgent(kelurahan, moderator):
    _, _, kode, pin = laporan_baru(cerita=BIASA)
    masuk_lacak(kode, pin).post(
        "/lacak/belum/",
        {
            "alasan": "Sekarang kabelnya terbakar, apinya "
            "besar dan rumah sebelah ikut kebakaran, ada anak di dalam!"
        },
    )
    assert Tiket.objects.get().urgensi == 5


def test_belum_about_a_held_report_is_only_noted(kelurahan):
    _, _, kode, pin = laporan_baru(cerita=BIASA)
    Curhat.objects.update(ditahan=True)
    client = masuk_lacak(kode, pin)
    response = client.post("/lacak/belum/", {"alasan": "Masih gelap."})
    assert "kami catat" in client.get(response.url).content.decode()
    assert not Tiket.objects.exists()
    assert not PesanKeluar.objects.filter(templat="dibuka_lagi").exists()
