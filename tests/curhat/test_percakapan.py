"""The WhatsApp flow of the seed from the first word to SESUDAH, each path in Indonesian and in
Javanese mixed with it. See tests/curhat/percakapan.py for how to read the scripts."""

import pytest

from curhat.models import Curhat, Penilaian, Pertanyaan, Tiket
from curhat.services.tiket import close_tiket
from pesan.models import Kontak, PesanKeluar
from pesan.proses import process_batch
from pesan.retensi import apply_retensi
from tests.curhat.conftest import kepada_staf
from tests.curhat.percakapan import Percakapan
from tests.factories import TiketFactory

LAMPU = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"
LAMPU_JAWA = "Lampu dalan ing gang kula pejah sampun seminggu, peteng sanget yen dalu"


@pytest.fixture
def chat(kelurahan):
    return Percakapan(process_batch)


def curhat():
    return Curhat.objects.get()


# the seed's path in full: receipt, choices, advice, rating, SESUDAH
LENGKAP = {
    "indonesia": f"""
        > {LAMPU}
        < terima: Ingin anonim? BALAS: ANONIM YA / ANONIM TIDAK.
        < -
        > ANONIM YA
        < anonim_ya: Ingin tembusan ke Lurah?
        > TEMBUSAN YA
        # both are answered: the advice need not wait
        < jawaban: Solusi:
        < tembusan_ya: kami kirim juga kepada Lurah
        > 5
        < nilai_dicatat: nilai 5
        > SESUDAH
        < selesai_terima_kasih: kami nyatakan selesai
        < -
    """,
    "jawa": f"""
        > {LAMPU_JAWA}
        < terima: Ingin tembusan ke Lurah?
        > nggih
        < anonim_ya: Ingin tembusan ke Lurah?
        > nggih pak
        < jawaban: Solusi:
        < tembusan_ya
        > biji 5
        < nilai_dicatat: nilai 5
        > sampun beres, matur nuwun
        < selesai_terima_kasih
        > matur nuwun sanget pak
        < salam_sama_sama
        < -
    """,
}


@pytest.mark.parametrize("bahasa", sorted(LENGKAP))
def test_the_whole_way_from_the_first_word_to_sesudah(chat, bahasa):
    chat.play(LENGKAP[bahasa].replace("> SESUDAH", "+ 2 menit\n> SESUDAH"))
    laporan = curhat()
    assert (laporan.anonim, laporan.tembusan) == (True, True)
    assert laporan.ditutup_at is not None
    assert Penilaian.objects.get().nilai == 5
    assert len(kepada_staf("notif_tembusan")) == 2


TOLAK = {
    "indonesia": ["tidak", "ndak usah"],
    "jawa": ["mboten", "mboten usah, matur nuwun"],
    "ringkas": ["anonim: gak", "tembusan gak usah"],
    "salah ketik": ["anomin tidak", "tembsan tidak"],
}


@pytest.mark.parametrize("cara", sorted(TOLAK))
def test_no_in_any_form_is_no_and_brings_the_advice(chat, cara):
    pertama, kedua = TOLAK[cara]
    chat.play(f"""
        > {LAMPU}
        < terima
        > {pertama}
        < anonim_tidak
        > {kedua}
        < jawaban
        < tembusan_tidak
        < -
    """)
    assert (curhat().anonim, curhat().tembusan) == (False, False)


@pytest.mark.parametrize("kata", ["LANJUT", "lanjtu", "lajeng pak", "[tombol] LANJUT"])
def test_lanjut_brings_the_advice_at_once(chat, kata):
    chat.play(f"""
        > {LAMPU}
        < terima: Ketik LANJUT
        > {kata}
        < jawaban: Solusi:
        < -
        + 2 menit
        < -
        > {kata}
        < jawaban: Solusi:
    """)
    assert curhat().jawaban.count() == 1  # sent twice, written once


def test_silence_gets_the_advice_after_the_set_time(chat, settings):
    settings.JEDA_SARAN_DETIK = 120
    chat.play(f"""
        > {LAMPU}
        < terima
        + 1 menit
        < -
        + 2 menit
        < jawaban: Seberapa membantu saran ini?
        < -
        + 3 hari
        < -
    """)
    assert PesanKeluar.objects.get(templat="jawaban").status == "sent"


def test_choices_in_the_first_message_are_not_asked_again(chat):
    chat.play(f"""
        > HAI LURAH Taman Irma Lestari\\n{LAMPU} RT 03 RW 02\\nTEMBUSAN: TIDAK\\nANONIM: YA
        < terima: Ketik LANJUT
    """)
    badan = PesanKeluar.objects.get(templat="terima").badan
    assert "Ingin anonim" not in badan
    assert "ANONIM YA" not in badan
    assert "Ingin tembusan" not in badan
    assert "RT dan RW" not in badan
    assert set(Pertanyaan.objects.values_list("jenis", flat=True)) == {"simpan", "tempat"}


CERITA_BELUM = {
    "indonesia": "BELUM, lampunya nyala tapi redup sekali",
    "jawa": "dereng rampung pak, lampune tasih peteng",
}


@pytest.mark.parametrize("bahasa", sorted(CERITA_BELUM))
def test_belum_after_the_advice_opens_a_ticket(chat, bahasa):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 2 menit
        < jawaban
        > {CERITA_BELUM[bahasa]}
        < dibuka_lagi: Lurah sudah diberi tahu
        < -
    """)
    assert Tiket.objects.get().sebab == "Warga menjawab BELUM"


KONFIRMASI = [
    ("SESUDAH", "selesai"),
    ("iya", "selesai"),
    ("sampun", "selesai"),
    ("Sudah pak, terima kasih", "selesai"),
    ("wis rampung", "selesai"),
    ("[tombol] SESUDAH", "selesai"),
    ("BELUM", "dibuka_lagi"),
    ("dereng", "dibuka_lagi"),
    ("durung beres", "dibuka_lagi"),
    ("tidak", "dibuka_lagi"),
    ("belun", "dibuka_lagi"),
    ("[tombol] BELUM", "dibuka_lagi"),
]


@pytest.mark.parametrize(("kata", "status"), KONFIRMASI)
def test_the_question_whether_it_is_solved_is_answered_in_any_form(chat, moderator, kata, status):
    chat.play(f"> {LAMPU}\n< terima\n+ 2 menit\n< jawaban")
    tiket = TiketFactory(curhat=curhat(), status="dikerjakan", oleh=moderator)
    PesanKeluar.objects.exclude(templat__in=["terima", "jawaban"]).delete()
    close_tiket(tiket, by=moderator, tindakan="Lampu diganti.")
    balasan = {"selesai": "selesai_terima_kasih", "dibuka_lagi": "dibuka_lagi"}[status]
    chat.play(f"< minta_konfirmasi: Lampu diganti\n> {kata}\n< {balasan}\n< -")
    tiket.refresh_from_db()
    assert tiket.status == status


def test_status_bantuan_and_hapus_data(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 2 menit
        < jawaban
        > setatus
        < status: Diterima, sudah dijawab
        > BANTUAN
        < bantuan: UBAH
        > hapus dat
    """)
    assert not Curhat.objects.filter(dihapus_at__isnull=False).exists()
    chat.play("> HAPUS DATA SAYA")
    assert Curhat.objects.filter(dihapus_at__isnull=False).exists()


def test_bare_words_that_answer_nothing_are_met_kindly(chat):
    chat.play(
        f"""
        > {LAMPU}
        < terima
        > iya
        < anonim_ya
        > iya
        < jawaban
        < tembusan_ya
        > iya
        < tanpa_tanya
        > 3/2
        < info_ditambah
        > 3/2
        < tanpa_tanya
        < -
    """.replace("tidak ada yang kami tanyakan", "")
    )
    assert Curhat.objects.count() == 1
    assert curhat().wilayah_id == "35.77.03.1009.02.03"


# what is missing: one thing at a time, never twice
KURANG = {
    "indonesia": ("di RT 3 RW 2 pak", "depan masjid Al Hidayah"),
    "jawa": ("RT 3 RW 2 nggih", "ngajeng masjid Al Hidayah"),
    "angka": ("03/02", "gang mawar"),
}


@pytest.mark.parametrize("cara", sorted(KURANG))
def test_it_asks_for_place_then_landmark_then_photo_and_never_twice(chat, cara):
    rtrw, patokan = KURANG[cara]
    chat.play(f"""
        > {LAMPU.replace(" di gang kami", "")}
        < terima: RT
        + 2 menit
        < jawaban
        > {rtrw}
        < info_ditambah: atokan
        > {patokan}
        < info_ditambah: foto
        > [foto]
        < info_ditambah
        > [foto]
        < info_ditambah
        < -
    """)
    laporan = curhat()
    assert laporan.wilayah_id == "35.77.03.1009.02.03"
    assert patokan in laporan.isi
    assert laporan.lampiran.count() == 2
    badan = " ".join(PesanKeluar.objects.values_list("badan", flat=True))
    assert Pertanyaan.objects.filter(dijawab_at__isnull=True, jenis="foto").count() == 0
    assert sum(Pertanyaan.objects.filter(jenis=j).count() for j in ("rtrw", "tempat", "foto")) == 3
    assert "{" not in badan


def test_who_does_not_answer_is_not_asked_again(chat):
    chat.play(f"""
        > {LAMPU.replace(" di gang kami", "")}
        < terima: RT
        + 2 menit
        < jawaban
        > [foto]
        < info_ditambah
    """)
    badan = PesanKeluar.objects.get(templat="info_ditambah").badan
    assert "?" not in badan
    assert "RT" not in PesanKeluar.objects.get(templat="jawaban").badan.split("Solusi")[1]


UBAH = {
    "tempat": ("UBAH RT 4 RW 2", "35.77.03.1009.02.04"),
    "tempat, huruf kecil": ("ubah rt 04/rw 02", "35.77.03.1009.02.04"),
    "cerita": ("UBAH CERITA Sampah di RT 4 RW 2 menumpuk, baunya menyengat", "35.77.03.1009.02.04"),
    "cerita tanpa kata": (
        "UBAH Sampah RT 4 RW 2 menumpuk, baunya menyengat",
        "35.77.03.1009.02.04",
    ),
}


@pytest.mark.parametrize("cara", sorted(UBAH))
def test_ubah_changes_the_place_or_the_story(chat, cara):
    kata, wilayah = UBAH[cara]
    chat.play(f"""
        > {LAMPU}
        < terima
        > UBAH
        < ubah: UBAH RT 4 RW 2
        > {kata}
        < ubah_tersimpan: RT 04 / RW 02
        < -
        + 2 menit
        < jawaban: RT 04/RW 02
    """)
    assert Curhat.objects.get().wilayah_id == wilayah
    assert curhat().subkategori_id == ("sampah" if "cerita" in cara else "penerangan_jalan")


def test_ubah_of_the_story_after_the_advice_gives_a_new_advice(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 2 menit
        < jawaban
        > UBAH Bukan lampu pak, sampah di pojok gang menumpuk dan bau sekali
        < jawaban: ampah
        < ubah_tersimpan
        < -
    """)
    assert curhat().subkategori_id == "sampah"


def test_ubah_of_a_choice_is_the_choice(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        > UBAH ANONIM YA
        < anonim_ya
        > ubah anonim tidak
        < anonim_tidak
    """)
    assert curhat().anonim is False


def test_a_story_that_begins_with_ubah_is_a_story(chat):
    chat.play("""
        > Ubah jadwal angkut sampah dong pak, di RT 02 RW 03 sudah menumpuk bau sekali
        < terima
        + 2 menit
        < jawaban
    """)
    assert curhat().subkategori_id == "sampah"


# a new story while one is open, and an emergency anywhere
def test_a_header_or_another_matter_later_begins_a_new_curhat(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 2 menit
        < jawaban
        > Sampah di pojok RT 02 RW 03 menumpuk, baunya sampai ke rumah warga
        < terima
        > HAI LURAH Taman, jalan depan pasar berlubang besar sekali, bikin motor jatuh
        < terima
        + 2 menit
        < jawaban
        < jawaban
    """)
    assert list(Curhat.objects.order_by("id").values_list("subkategori", flat=True)) == [
        "penerangan_jalan",
        "sampah",
        "jalan_jembatan",
    ]


def test_more_about_the_same_matter_is_added_to_it(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 10 menit
        < jawaban
        > Lampu jalannya mati total, tiga tiang semua gelap pak
        < info_ditambah: awalan HAI LURAH
        < -
        + 2 jam
        > Lampu jalan di depan pasar mati lagi, gelap sekali
        < terima
    """)
    pertama, _kedua = Curhat.objects.order_by("id")
    assert "tiga tiang" in pertama.isi


DARURAT = "KEBAKARAN di RT 3 RW 2, api besar, ada anak di dalam rumah!"


@pytest.mark.parametrize(
    "dialog",
    [
        f"> {LAMPU}\n< terima",
        f"> {LAMPU}\n< terima\n> ANONIM YA\n< anonim_ya",
        f"> {LAMPU}\n< terima\n> UBAH\n< ubah",
        f"> {LAMPU}\n< terima\n+ 2 menit\n< jawaban",
    ],
    ids=["langsung", "sesudah memilih", "sedang mengubah", "sesudah saran"],
)
def test_an_emergency_in_the_middle_of_a_dialogue_is_heard(chat, dialog):
    chat.play(f"{dialog}\n> {DARURAT}\n< terima\n< jawaban: 112")
    darurat = Curhat.objects.latest("id")
    assert (darurat.urgensi, darurat.subkategori_id) == (5, "kebakaran_bencana")
    assert Tiket.objects.get().curhat == darurat
    assert "Seberapa membantu" not in PesanKeluar.objects.filter(templat="jawaban").first().badan


def test_good_news_that_speaks_of_danger_is_never_good_news(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        + 2 menit
        < jawaban
        > sampun beres pak, nanging wonten kobongan
    """)
    assert Curhat.objects.order_by("id").first().ditutup_at is None
    assert Tiket.objects.exists()
    badan = " ".join(
        PesanKeluar.objects.filter(kontak__isnull=False).values_list("badan", flat=True)
    )
    assert "112" in badan


def test_a_sensitive_matter_is_answered_at_once_and_asked_nothing(chat):
    chat.play("""
        > Saya dipukuli suami tiap malam, saya takut pulang
        < terima_peka
        < jawaban: 129
        < -
    """)
    assert not Pertanyaan.objects.exists()


SIMPAN = {
    "SIMPAN TIDAK": "tidak",
    "jangan disimpan": "tidak",
    "mboten usah disimpan": "tidak",
    "SIMPAN SAMPAI SELESAI": "tiket",
    "[tombol] SIMPAN SAMPAI DICABUT": "dicabut",
}


@pytest.mark.parametrize("kata", sorted(SIMPAN))
def test_how_long_the_address_is_kept_follows_the_answer(chat, kata):
    chat.play(f"> {LAMPU}\n< terima: SIMPAN TIDAK\n> {kata}\n< simpan_{SIMPAN[kata]}\n< -")
    kontak = Kontak.objects.get()
    assert kontak.simpan == SIMPAN[kata]
    catatan = kontak.persetujuan.get(jenis="simpan_alamat")
    assert (catatan.keputusan, catatan.rujukan) == (SIMPAN[kata], curhat().kode)
    assert catatan.versi_teks.startswith("terima-")


def test_no_answer_keeps_the_address_until_the_report_ends(chat):
    chat.play(f"> {LAMPU}\n< terima")
    assert Kontak.objects.get().simpan == "tiket"
    assert not Kontak.objects.get().persetujuan.filter(jenis="simpan_alamat").exists()


def test_who_wants_nothing_kept_leaves_neither_address_nor_raw_words_after_a_day(chat):
    chat.play(f"""
        > {LAMPU}
        < terima
        > SIMPAN TIDAK
        < simpan_tidak: kode dan PIN
        + 23 jam
    """)
    assert apply_retensi()["alamat_balas"] == 0
    chat.play("+ 2 jam")
    jumlah = apply_retensi()
    assert (jumlah["alamat_balas"], jumlah["muatan_mentah"]) == (1, 2)
    kontak = Kontak.objects.get()
    assert kontak.alamat == ""
    assert not kontak.pesan_masuk.exclude(muatan="").exists()
    assert curhat().isi == LAMPU  # the report goes on, by code and PIN


def test_by_default_the_raw_words_stay_their_ninety_days(chat):
    chat.play(f"> {LAMPU}\n< terima\n+ 2 hari")
    assert apply_retensi()["muatan_mentah"] == 0
