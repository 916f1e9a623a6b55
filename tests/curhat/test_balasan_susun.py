"""The answer a resident gets: order, length, variety, emergencies, what is asked back."""

import dataclasses
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curhat.balasan.jawaban import WEB, KonteksJawaban
from curhat.balasan.naskah import MAKS_WHATSAPP
from curhat.balasan.panduan import read_panduan_bawaan
from curhat.balasan.peka import RINGKASAN_RAHASIA
from curhat.balasan.susun import compose_jawaban
from curhat.triase.hasil import Tempat
from tests.curhat.balasan_contoh import KONTEKS, make_triase

BAWAAN = read_panduan_bawaan()
TIGA_TEKS = {
    "banjir_drainase": (
        "Selokan depan rumah buntu karena lumpur, baunya luar biasa",
        "Semalam air masuk rumah sampai selutut, kasur basah semua",
        "Dinding got di gang kami ambrol dan tutup selokan pecah",
    ),
    "jalan_jembatan": (
        "Aspal depan masjid berlubang besar, motor sering jatuh",
        "Jembatan kecil ke sawah lantainya keropos",
        "Bahu jalan dekat kali amblas setelah bekas galian pipa",
    ),
    "sampah": (
        "Sudah dua minggu sampah belum diangkut petugas",
        "Tetangga tiap sore bakar sampah, jemuran bau asap",
        "Lahan kosong ujung kampung jadi TPS liar",
    ),
    "penerangan_jalan": (
        "Lampu PJU nomor tiang 12 padam sejak Lebaran",
        "Kami mengusulkan pasang lampu, jalan kebun belum ada penerangan",
        "Tiang lampu miring dan kabel menjuntai rendah",
    ),
    "air_bersih": (
        "Air PDAM tidak mengalir tiga hari",
        "Air kran keruh kuning dan berbau besi",
        "Tagihan rekening air bulan ini membengkak dua kali",
    ),
    "adminduk": (
        "KTP saya rusak, perekaman sudah tapi blangko katanya habis",
        "Mau urus akta kelahiran anak kedua",
        "Bagaimana pindah ke luar kota, perlu SKPWNI atau tidak",
    ),
    "bantuan_sosial": (
        "Ibu saya janda belum pernah dapat bantuan, belum terdaftar DTSEN",
        "Yang dapat malah orang mampu punya mobil, tidak tepat sasaran",
        "PKH saya terhenti, saldo kosong sejak tahun lalu",
    ),
    "kriminalitas": (
        "Motor hilang dicuri di teras jam tiga pagi",
        "Ada yang jualan sabu di rumah kosong, curiga pengedar",
        "Anak-anak tawuran bawa celurit tiap malam Minggu",
    ),
    "ketertiban_umum": (
        "PKL menutup trotoar depan pasar",
        "Kos dekat rumah bebas, tamu keluar masuk sampai pagi",
        "Pemuda mabuk miras di pos tiap malam",
    ),
    "lapangan_kerja": (
        "Saya kena PHK, pesangon belum dibayar",
        "Anak lulus SMK masih menganggur, butuh info lowongan",
        "Ingin ikut pelatihan menjahit di BLK",
    ),
    "perempuan_anak": (
        "Suami saya sering memukul kalau marah",
        "Adik saya dilecehkan guru lesnya",
        "Keponakan umur 15 mau dinikahkan paksa",
    ),
    "kesehatan_jiwa": (
        "Kadang saya ingin mengakhiri hidup saja",
        "Warga ODGJ mengamuk dan melempar batu",
        "Saya cemas dan tidak bisa tidur sejak melahirkan",
    ),
    "jaminan_kesehatan": (
        "KIS kami dinonaktifkan padahal bapak cuci darah",
        "Bayi baru lahir mau daftar BPJS",
        "Iuran mandiri menunggak setahun, tidak sanggup bayar",
    ),
    "pohon_taman": (
        "Pohon asem tua keropos, rawan tumbang ke rumah",
        "Ranting rimbun menutupi lampu",
        "Ayunan di taman bermain anak patah",
    ),
    "utang_pinjol": (
        "Debt collector mengancam dan sebar data saya",
        "Terjerat pinjol ilegal lima aplikasi",
        "Pinjam ke bank titil bunga harian",
    ),
    "kebakaran_bencana": (
        "Rumah tetangga terbakar, api besar",
        "Tebing belakang longsor, tanah retak",
        "Anak hanyut terseret arus kali",
    ),
}
POLA_URUTAN = (
    "Ringkasan: ",
    "Diagnosis singkat: ",
    "Solusi:",
    "• A (Sederhana, 1–7 hari): ",
    "• B (Menengah, 7–30 hari): ",
    "• C (Dampak besar, 1–12 bulan): ",
    "3 langkah konkret: 1) ",
    " 2) ",
    " 3) ",
    "Urgensi: 3/5 | Kategori: Lingkungan",
    "SESUDAH",
    "HL-7K2M-9PQR",
    "bukan keputusan",
)


def answer(teks, subkategori="banjir_drainase", konteks=KONTEKS, **lain):
    return compose_jawaban(make_triase(teks, subkategori, **lain), BAWAAN[subkategori], konteks)


def is_disclaimed(teks: str) -> bool:
    akhir = teks.splitlines()[-1]
    return "saran" in akhir.lower() and "keputusan" in akhir and "resmi" in akhir


@pytest.mark.parametrize("subkategori", sorted(TIGA_TEKS))
def test_three_texts_of_one_subcategory_get_three_answers(subkategori):
    jawaban = [answer(teks, subkategori) for teks in TIGA_TEKS[subkategori]]
    assert "umum" not in {satu.keadaan for satu in jawaban}
    assert len({satu.bagian.sebab for satu in jawaban}) == 3
    assert len({satu.bagian.langkah for satu in jawaban}) == 3
    assert len({(satu.bagian.a, satu.bagian.b, satu.bagian.c) for satu in jawaban}) == 3


def test_the_answer_follows_the_template_of_the_seed():
    teks = answer("Got mampet sejak lama, air menggenang").teks
    letak = [teks.index(potongan) for potongan in POLA_URUTAN]
    assert letak == sorted(letak)
    assert is_disclaimed(teks)


def test_the_example_of_the_seed_is_answered_about_its_blocked_drain():
    teks = "sudah 3 bulan got sering tersumbat, rumah banjir tiap hujan, anak sering batuk"
    jawaban = answer(teks)
    assert jawaban.keadaan == "got mampet"
    assert jawaban.surat == "sedot"


def test_words_of_a_situation_do_not_match_inside_other_words():
    assert answer("ayo gotong royong menata kampung").keadaan == "umum"


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_every_situation_fits_whatsapp_in_every_wording(subkategori):
    panduan = BAWAAN[subkategori]
    for keadaan in (*panduan.keadaan, panduan.umum):
        cerita = (
            f"{keadaan.kenali[0] if keadaan.kenali else 'ada masalah'} " + "dan seterusnya " * 9
        )
        for benih in range(8):
            konteks = dataclasses.replace(KONTEKS, benih=benih)
            jawaban = answer(cerita, subkategori, konteks, darurat=benih % 2 == 0, rt=None)
            assert len(jawaban.teks) <= MAKS_WHATSAPP
            assert is_disclaimed(jawaban.teks)
            assert not re.search(r"[{}]", jawaban.teks)


teks_bebas = st.text(max_size=400) | st.text(alphabet="ab .,;\n{}", max_size=3000)
nama = st.none() | st.text(max_size=200)


temuan = st.builds(
    make_triase,
    teks_bebas,
    st.sampled_from(sorted(BAWAAN)),
    jalan=nama,
    darurat=st.booleans(),
    rahasia=st.booleans(),
    rt=st.none() | st.just("03"),
    urgensi=st.integers(1, 5),
    kandidat_wilayah=st.sampled_from(
        [(), (Tempat("1", "A" * 90, "kelurahan"), Tempat("2", "B" * 90, "desa"))]
    ),
)
konteks_bebas = st.builds(
    KonteksJawaban,
    kelurahan=nama,
    lurah=nama,
    unit=nama,
    telepon_unit=nama,
    kode=nama,
    pin=nama,
    benih=st.integers(min_value=-(2**40), max_value=2**70),
    ajakan=st.lists(st.text(max_size=200), max_size=4).map(tuple),
)


@given(triase=temuan, konteks=konteks_bebas)
@settings(max_examples=200, deadline=None)
def test_no_input_makes_a_whatsapp_answer_too_long(triase, konteks):
    panduan = BAWAAN[triase.subkategori]
    jawaban = compose_jawaban(triase, panduan, konteks)
    assert 0 < len(jawaban.teks) <= MAKS_WHATSAPP
    assert "keputusan" in jawaban.teks[-250:]
    assert len(jawaban.varian) <= 80


@given(
    subkategori=st.sampled_from(sorted(BAWAAN)),
    benih=st.lists(st.integers(min_value=0, max_value=2**40), min_size=2, max_size=6),
)
@settings(max_examples=80, deadline=None)
def test_nobody_reads_the_same_wording_twice_in_a_row(subkategori, benih):
    lalu = None
    for satu in benih:
        konteks = dataclasses.replace(
            KONTEKS, benih=satu, sebelumnya=(lalu.varian,) if lalu else ()
        )
        jawaban = answer("Mohon bantuannya untuk masalah ini", subkategori, konteks)
        if lalu:
            assert jawaban.varian != lalu.varian
            assert jawaban.bagian.empati != lalu.bagian.empati
            assert jawaban.bagian.sangkalan != lalu.bagian.sangkalan
            assert jawaban.teks != lalu.teks
        lalu = jawaban


def test_an_unknown_earlier_variant_does_no_harm():
    konteks = dataclasses.replace(KONTEKS, sebelumnya=("9f86d081884c7d65", ""))
    assert answer("got mampet", konteks=konteks).teks


def test_the_same_input_gives_the_same_answer():
    assert answer("got mampet") == answer("got mampet")


def test_an_emergency_begins_with_what_to_do_and_the_number():
    jawaban = answer("air masuk rumah setinggi dada", darurat=True, urgensi=5)
    pertama = jawaban.teks.splitlines()[0]
    assert pertama.startswith("Matikan listrik")
    assert "Darurat 112" in pertama
    assert "0351 000113" in pertama


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_every_emergency_names_a_number_in_its_first_line(subkategori):
    panduan = BAWAAN[subkategori]
    for keadaan in (*panduan.keadaan, panduan.umum):
        cerita = keadaan.kenali[0] if keadaan.kenali else "tolong"
        teks = answer(cerita, subkategori, darurat=True, urgensi=5).teks
        assert re.search(r"\b11[0239]\b", teks.splitlines()[0]), teks.splitlines()[0]


def test_help_lines_come_first_for_violence_even_without_an_emergency():
    jawaban = answer("suami memukul saya", "perempuan_anak", rahasia=True)
    assert jawaban.teks.splitlines()[0].startswith("Telepon SAPA 129")


def test_a_sensitive_story_is_not_repeated_on_the_phone():
    jawaban = answer("suami memukul saya di dapur", "perempuan_anak", rahasia=True)
    assert "dapur" not in jawaban.teks
    assert jawaban.bagian.ringkasan == RINGKASAN_RAHASIA


def test_the_place_is_named_where_it_is_known():
    jawaban = answer("got mampet")
    assert "(Jalan Mawar, RT 03/RW 02)" in jawaban.bagian.ringkasan
    assert not jawaban.bagian.tanya


def test_the_place_is_not_said_twice():
    jawaban = answer("Got mampet di RT03/RW02", ringkasan="Got mampet di RT03/RW02")
    assert jawaban.bagian.ringkasan == "Got mampet di RT03/RW02."


@pytest.mark.parametrize(
    ("rt", "rw", "diminta"), [(None, None, "RT/RW"), (None, "02", "RT"), ("03", None, "RW")]
)
def test_only_the_missing_rt_or_rw_is_asked_for(rt, rw, diminta):
    for benih in range(6):
        konteks = dataclasses.replace(KONTEKS, benih=benih)
        (tanya,) = answer("got mampet", konteks=konteks, rt=rt, rw=rw).bagian.tanya
        assert re.search(
            rf"\b{diminta}(-nya)?\b", re.split(r"[Cc]ontoh|seperti|misalnya", tanya)[0]
        )


def test_two_possible_kelurahan_are_asked_about_by_name():
    kandidat = (
        Tempat("35.77.03.1009", "Taman", "kelurahan"),
        Tempat("35.20.05.2001", "Genengan", "desa"),
    )
    jawaban = answer("got mampet", wilayah=None, kandidat_wilayah=kandidat)
    assert jawaban.bagian.tanya == ("Maksudnya Kelurahan Taman atau Desa Genengan?",)


def test_an_unknown_kelurahan_is_asked_for():
    konteks = dataclasses.replace(KONTEKS, kelurahan=None)
    jawaban = answer("got mampet", konteks=konteks, wilayah=None)
    assert "Ini di kelurahan mana?" in jawaban.teks


@pytest.mark.parametrize(
    ("cerita", "isi"),
    [
        ("got mampet sudah 3 bulan", "3 bulan"),
        ("got mampet, sudah beberapa kali lapor", "terdahulu"),
        ("got mampet, anak-anak lewat situ", "anak-anak"),
    ],
)
def test_what_is_particular_in_a_text_is_answered(cerita, isi):
    jawaban = answer(cerita)
    assert isi in jawaban.bagian.catatan
    assert jawaban.bagian.catatan in jawaban.teks
    assert answer("got mampet").bagian.catatan is None


def test_two_texts_of_one_situation_do_not_get_one_answer():
    satu = answer("got mampet di depan sekolah sudah 3 bulan")
    dua = answer("got mampet, dulu pernah lapor ke kelurahan")
    assert satu.keadaan == dua.keadaan
    assert satu.bagian.catatan != dua.bagian.catatan
    assert satu.bagian.ringkasan != dua.bagian.ringkasan


def test_a_letter_is_offered_only_where_the_situation_has_one():
    konteks = dataclasses.replace(KONTEKS, ajakan=("Ketik MINTA DRAFT {surat} untuk surat.",))
    assert "MINTA DRAFT SEDOT" in answer("got mampet", konteks=konteks).bagian.ajakan[1]
    assert answer("saluran ditutup cor", konteks=konteks).bagian.ajakan[1:] == ()


def test_the_web_answer_is_whole_and_speaks_of_the_page():
    konteks = dataclasses.replace(KONTEKS, kanal=WEB)
    jawaban = answer("got mampet dan " + "baunya menyengat sekali " * 20, konteks=konteks, rt=None)
    for isi in (jawaban.bagian.a, jawaban.bagian.b, jawaban.bagian.sebab, jawaban.bagian.empati):
        assert isi in jawaban.teks
    assert "halaman lacak" in jawaban.teks
    assert "Ketik" not in jawaban.teks


@pytest.mark.parametrize(
    ("lurah", "desa", "sebutan"),
    [
        (None, False, "Lurah"),
        ("Pak Wiryo Santosa", False, "Pak Lurah Wiryo Santosa"),
        ("Pak/Bu Lurah", False, "Pak/Bu Lurah"),
        ("Wiryo", False, "Lurah Wiryo"),
        ("Bu Sri", True, "Bu Kepala Desa Sri"),
    ],
)
def test_official_action_is_referred_to_the_office(lurah, desa, sebutan):
    konteks = dataclasses.replace(KONTEKS, lurah=lurah, desa=desa)
    assert answer("got mampet", konteks=konteks).bagian.sangkalan.endswith(f"{sebutan}.")


def test_a_desa_is_called_a_desa():
    konteks = dataclasses.replace(KONTEKS, kelurahan="Genengan")
    jawaban = answer("masalah banjir", konteks=konteks, wilayah="35.20.05.2001")
    assert "Desa Genengan" in jawaban.bagian.b


def test_an_unfilled_unit_still_reads_well():
    konteks = KonteksJawaban(kelurahan="Taman")
    jawaban = answer("air pdam tidak mengalir", "air_bersih", konteks)
    assert "Hubungi dinas terkait lewat kantor kelurahan" in jawaban.teks


def test_composing_takes_well_under_half_a_millisecond():
    triase = make_triase("got mampet dan air menggenang sejak kemarin, mohon dibantu", rt=None)
    lama = []
    for benih in range(200):
        konteks = dataclasses.replace(KONTEKS, benih=benih)
        mulai = time.perf_counter()
        compose_jawaban(triase, BAWAAN["banjir_drainase"], konteks)
        lama.append(time.perf_counter() - mulai)
    assert sorted(lama)[100] < 0.0005


@pytest.mark.parametrize(
    ("subkategori", "cerita", "keadaan"),
    [
        ("kesehatan_jiwa", "anak saya minum racun", "sudah melukai diri"),
        ("kesehatan_jiwa", "odgj bawa pisau mengamuk di gang", "gelisah dan mengamuk"),
        ("perempuan_anak", "anak saya dicabuli tetangga", "pelecehan seksual"),
        ("perempuan_anak", "tetangga sering memukul anaknya", "kekerasan pada anak"),
        ("kriminalitas", "nenek saya hilang sejak pagi", "orang hilang"),
        ("kriminalitas", "motor saya hilang di parkiran", "pencurian"),
        ("kebakaran_bencana", "orang terjebak di lift ruko", "orang terjebak"),
        ("kebakaran_bencana", "sudah berulang kali angin merusak atap", "pohon tumbang dan angin"),
        ("pohon_taman", "pohon tumbang menimpa pagar", "sudah tumbang"),
    ],
)
def test_a_danger_is_answered_with_its_own_instructions(subkategori, cerita, keadaan):
    assert answer(cerita, subkategori, darurat=True, urgensi=5).keadaan == keadaan
