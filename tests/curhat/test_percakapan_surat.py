"""Letters in the chat, from MINTA DRAFT to the file: the seed's path, and where it may go wrong."""

import pytest

from curhat.models import Curhat, Jawaban
from curhat.services.surat import start_surat
from dokumen.models import JenisSurat, RiwayatSurat, Surat
from dokumen.muat import load_jenis
from dokumen.services import issue_surat, reject_surat, withdraw_surat
from pesan.kirim import send_batch
from pesan.models import BerkasKeluar, PesanKeluar
from pesan.services.templat import forget_templat
from tests.curhat.conftest import kepada_staf, kepada_warga, terima, terima_isi

GOT = "HAI LURAH Taman\nGot di Jalan Mawar RT 03 RW 02 mampet sampah, air meluap tiap hujan"
LAMPU = "HAI LURAH Taman\nLampu jalan di depan pos RT 05 RW 01 mati dua minggu, gelap"
NIK = "3577035503850001"
PENGANTAR = f"""Nama: Siti Zubaedah
NIK: {NIK}
Tempat lahir: Madiun
Tanggal lahir: 15-03-1985
Jenis kelamin: perempuan
Pekerjaan: penjahit
Alamat: Jalan Mawar 3
RT 03/RW 02
Keperluan: SKCK"""


@pytest.fixture(autouse=True)
def bekerja(kelurahan):
    load_jenis()
    forget_templat()


def terakhir(n=1):
    """(template, text) of the n-th last thing the resident was told."""
    return kepada_warga()[-n]


def berkas_terakhir():
    pesan = PesanKeluar.objects.filter(kontak__isnull=False).latest("pk")
    return pesan.berkas.read_isi()


def test_the_advice_on_a_blocked_drain_invites_to_a_letter():
    terima(GOT)
    jawaban = Jawaban.objects.get()
    assert jawaban.bagian["surat"] == "sedot"
    assert "MINTA DRAFT SEDOT" in jawaban.teks


def test_minta_draft_sedot_after_a_drainage_curhat_gives_the_letter_at_once():
    terima(GOT)
    terima("MINTA DRAFT SEDOT")
    surat = Surat.objects.get()
    curhat = Curhat.objects.get()
    assert (surat.jenis.kode, surat.rujukan, surat.kontak_id) == (
        "sedot", curhat.kode, curhat.kontak_id,
    )  # fmt: skip
    assert surat.isian["rt"] == "03"
    assert surat.isian["rw"] == "02"
    assert "Mawar" in surat.isian["lokasi"]
    templat, badan = terakhir()
    assert templat == "surat_isian"
    assert "Nama pemohon: …\nAlamat pemohon: …" in badan
    assert "RT: …" not in badan
    assert berkas_terakhir().startswith(b"%PDF")
    terima("Nama: Siti Zubaedah\nAlamat: Jalan Mawar 3")
    templat, badan = terakhir()
    assert templat == "surat_draf_warga"
    assert badan.endswith("[[AJUKAN]]")
    assert berkas_terakhir().startswith(b"%PDF")
    assert Surat.objects.get().kurang == []


@pytest.mark.parametrize("kata", ["BUTUH_SURAT", "butuh surat pak", "Minta draft", "nyuwun surat"])
def test_a_bare_request_takes_the_letter_the_advice_offered(kata):
    terima(GOT)
    terima(kata)
    assert Surat.objects.get().jenis.kode == "sedot"


def test_butuh_surat_where_nothing_was_offered_gives_the_list():
    terima("HAI LURAH Taman\nAyam tetangga berkeliaran di RT 02 RW 03 mengotori teras")
    terima("BUTUH_SURAT")
    templat, badan = terakhir()
    assert templat == "surat_daftar"
    assert "/taman-madiun/surat/" in badan
    assert "DRAFT PENGANTAR: Surat pengantar" in badan
    assert not Surat.objects.exists()
    terima("DRAFT LAINNYA 2")
    assert terakhir()[0] == "surat_daftar"
    assert terakhir()[1] != badan


def test_the_list_is_a_list_on_the_phone_and_its_row_is_understood(graph):
    terima("BUTUH_SURAT")
    send_batch()
    isi = graph.diterima[-1][2]["interactive"]
    baris = isi["action"]["sections"][0]["rows"]
    assert len(baris) == 10
    assert baris[0]["title"] == "DRAFT PENGANTAR"
    balas = {"id": "DRAFT PENGANTAR", "title": "DRAFT PENGANTAR"}
    terima_isi(type="interactive", interactive={"type": "list_reply", "list_reply": balas})
    assert Surat.objects.get().jenis.kode == "pengantar"


def test_an_unknown_kind_is_said_and_the_list_shown():
    terima(GOT)
    terima("MINTA DRAFT HELIKOPTER")
    templat, badan = terakhir()
    assert templat == "surat_daftar"
    assert badan.startswith("Jenis surat itu belum ada di sini.")
    assert not Surat.objects.exists()


def test_words_about_letters_that_tell_of_trouble_are_a_curhat():
    terima("Minta surat pengantar kok dipersulit Pak RT, disuruh bolak balik terus")
    assert Curhat.objects.count() == 1
    assert not Surat.objects.exists()


def test_a_letter_without_a_curhat_gets_one_with_code_and_pin():
    terima("nyuwun surat pengantar")
    curhat = Curhat.objects.get()
    assert curhat.subkategori_id == "surat_pengantar"
    assert Surat.objects.get().rujukan == curhat.kode
    assert [t for t, _b in kepada_warga()] == ["terima", "jawaban", "surat_isian"]
    assert "RT: …" in terakhir()[1]


def test_missing_fields_are_answered_in_javanese_and_the_lurah_signs(lurah):
    terima("nyuwun surat pengantar")
    terima(
        f"Jeneng: Mbok Ginah Zubaedah\nno ktp {NIK}\nlair: 15-03-1985\nGriya: Gang Salak 4\n"
        "Damelan: tani\nRT 03/RW 02\nkangge: SKCK"
    )
    surat = Surat.objects.get()
    assert surat.isian["nama"] == "Mbok Ginah Zubaedah"
    assert surat.isian["pekerjaan"] == "tani"
    templat, badan = terakhir()
    assert templat == "surat_isian"
    assert "Tempat lahir: …\nJenis kelamin (Laki-laki/Perempuan): …" in badan
    assert "Nama" not in badan
    terima("Madiun\nperempuan")
    assert terakhir()[0] == "surat_draf"
    terima("AJUKAN")
    assert terakhir()[0] == "surat_diajukan"
    assert kepada_staf("notif_surat") == [lurah.nama]
    issue_surat(Surat.objects.get(), by=lurah)
    surat.refresh_from_db()
    templat, badan = terakhir()
    assert templat == "surat_terbit"
    assert surat.nomor in badan
    assert berkas_terakhir().startswith(b"%PDF")
    terima("MINTA DRAFT PENGANTAR")
    assert terakhir()[0] == "surat_salinan"
    assert Curhat.objects.count() == 1


def test_what_was_typed_for_a_letter_is_kept_in_the_letter_alone():
    terima("butuh surat pengantar")
    terima(PENGANTAR)
    assert Surat.objects.get().isian["nik"] == NIK
    for kata in ("Zubaedah", NIK):
        assert not Curhat.objects.filter(isi__contains=kata).exists()
        assert kata not in "".join(badan for _t, badan in kepada_warga())
        assert kata not in "".join(RiwayatSurat.objects.values_list("catatan", flat=True))
        assert kata not in "".join(PesanKeluar.objects.values_list("slots", flat=True))
        assert not BerkasKeluar.objects.filter(nama__icontains=kata).exists()
    assert Curhat.objects.count() == 1


def test_a_wrong_value_is_asked_for_again_and_the_good_ones_stay():
    terima("butuh surat pengantar")
    terima(PENGANTAR.replace(NIK, "12345"))
    templat, badan = terakhir()
    assert templat == "surat_keliru"
    assert "NIK terdiri dari 16 angka" in badan
    assert "12345" not in badan
    assert badan.count("…") == 1
    terima(NIK)
    assert terakhir()[0] == "surat_draf"


def test_a_value_corrected_later_makes_a_new_draft():
    terima("butuh surat pengantar")
    terima(PENGANTAR)
    terima("Keperluan: melamar kerja")
    assert Surat.objects.get().isian["keperluan"] == "melamar kerja"
    assert [t for t, _b in kepada_warga()].count("surat_draf") == 2


def test_a_new_story_while_a_letter_waits_is_a_story():
    terima("butuh surat pengantar")
    terima("Pak, lampu jalan di depan rumah RT 03/RW 02 mati sejak kemarin malam")
    assert Curhat.objects.count() == 2
    assert Surat.objects.get().isian == {}


def test_two_requests_at_once_are_two_letters_and_one_answer_serves_both():
    terima(GOT)
    terima("MINTA DRAFT SEDOT\nMINTA DRAFT JALAN")
    assert set(Surat.objects.values_list("jenis__kode", flat=True)) == {"sedot", "jalan"}
    terima("Nama: Siti Zubaedah\nAlamat: Jalan Mawar 3")
    assert [s.isian["nama"] for s in Surat.objects.all()] == ["Siti Zubaedah"] * 2
    assert [t for t, _b in kepada_warga()][-2:] == ["surat_isian", "surat_draf_warga"]


def test_the_same_request_twice_is_one_letter():
    terima(GOT)
    terima("MINTA DRAFT SEDOT", "MINTA DRAFT SEDOT")
    assert Surat.objects.count() == 1


def test_the_letter_is_about_the_report_that_offers_it():
    terima(GOT)
    terima(LAMPU)
    lama, baru = Curhat.objects.order_by("pk")
    terima("MINTA DRAFT SEDOT")
    terima("MINTA DRAFT PJU")
    assert Surat.objects.get(jenis__kode="sedot").rujukan == lama.kode
    assert Surat.objects.get(jenis__kode="pju").rujukan == baru.kode


def test_a_stranger_gets_no_letter_for_anothers_curhat():
    terima(GOT)
    curhat = Curhat.objects.get()
    terima(f"MINTA DRAFT SEDOT {curhat.kode}", dari="6281299999999")
    ada = terakhir()
    terima("MINTA DRAFT SEDOT HL-2222-2222", dari="6281299999999")
    tiada = terakhir()
    assert ada[0] == tiada[0] == "surat_bukan_milik"
    assert ada[1].replace(curhat.kode, "") == tiada[1].replace("HL-2222-2222", "")
    assert not Surat.objects.exists()
    terima(f"MINTA DRAFT SEDOT {curhat.kode}")
    assert Surat.objects.get().rujukan == curhat.kode


def test_a_stranger_fills_and_hands_in_nothing_of_anothers():
    terima("butuh surat pengantar")
    terima(PENGANTAR, dari="6281299999999")
    terima("AJUKAN", dari="6281299999999")
    assert terakhir()[0] == "surat_tanpa_draf"
    surat = Surat.objects.get()
    assert (surat.status, surat.isian) == ("draf", {})


def test_a_letter_sent_back_is_corrected_and_handed_in_again(lurah):
    terima("butuh surat pengantar")
    terima(PENGANTAR)
    terima("AJUKAN")
    reject_surat(Surat.objects.get(), by=lurah, alasan="Alamat kurang lengkap.")
    assert terakhir()[0] == "surat_dikembalikan"
    terima("Alamat: Jalan Mawar 3 gang buntu")
    terima("ajukan surat pengantar")
    surat = Surat.objects.get()
    assert surat.status == "menunggu_tanda_tangan"
    issue_surat(surat, by=lurah)
    withdraw_surat(surat, by=lurah, alasan="Salah NIK.")
    assert terakhir()[0] == "surat_dicabut"
    terima("MINTA DRAFT PENGANTAR")
    assert Surat.objects.count() == 2


def test_ajukan_on_a_letter_that_lacks_something_asks_for_it():
    terima("butuh surat pengantar")
    terima("AJUKAN")
    assert terakhir()[0] == "surat_isian"
    assert Surat.objects.get().status == "draf"


def test_hapus_data_takes_letters_and_files(django_capture_on_commit_callbacks):
    terima("butuh surat pengantar")
    terima(PENGANTAR)
    with django_capture_on_commit_callbacks(execute=True):
        terima("HAPUS DATA SAYA")
    surat = Surat.objects.get()
    assert (surat.status, surat.isian, surat.rujukan) == ("batal", {}, "")
    assert {b.status for b in BerkasKeluar.objects.all()} == {"dihapus"}


def test_a_sensitive_case_gives_its_letter_no_words_of_the_story():
    terima("Anak tetangga dipukuli bapaknya tiap malam di gang RT 03 RW 02, tolong dilindungi")
    curhat = Curhat.objects.get()
    assert curhat.rahasia
    surat = start_surat(curhat, JenisSurat.objects.get(kode="pengantar", aktif=True))
    assert surat.rahasia
    assert set(surat.isian) <= {"rt", "rw"}
