"""The solution guide: every shipped text is usable, and a clerk's mistake is named by its line."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from curhat.balasan.panduan import (
    FOLDER_BAWAAN,
    Keadaan,
    Panduan,
    PanduanKeliru,
    parse_panduan,
    read_panduan_bawaan,
)

BAWAAN = read_panduan_bawaan()
RAMAI = {
    "banjir_drainase",
    "jalan_jembatan",
    "sampah",
    "penerangan_jalan",
    "air_bersih",
    "adminduk",
    "bantuan_sosial",
    "kriminalitas",
    "ketertiban_umum",
    "lapangan_kerja",
}
NOMOR_NASIONAL = {"110", "112", "113", "119", "123", "129", "165"}
INGGRIS = re.compile(
    r"\b(?:the|and|or|you|your|please|update|follow|feedback|deadline|link|online|offline|report|"
    r"urgent|impact|high|share|chat|call|center|service|file|upload|download|support|problem|"
    r"solution|thanks?|help|need|with|for|from|if|when|emergency|marketplace|email|website)\b",
    re.IGNORECASE,
)
CONTOH = """judul: Uji
segera: Menjauh dulu.
[empati]
- Satu.
- Dua
  yang panjang.
- Tiga.
- Empat.
[keadaan] got mampet
kenali: mampet, Got  Buntu; got
sebab: Sampah.
sebab: Lumpur.
A: Kerja bakti {rt_rw}.
B: {unit} mengeruk.
C: Saluran baru. | pihak: PUPR, warga | biaya: Rp 15-60 juta
langkah: Foto
langkah: Kabari
langkah: Tunggu
surat: sedot
[keadaan] umum
sebab: Belum jelas.
A: a
B: b
C: c
langkah: 1
langkah: 2
langkah: 3
"""


def sentences(panduan: Panduan) -> Iterator[str]:
    yield from panduan.empati
    yield from filter(None, (panduan.judul, panduan.segera, panduan.bantuan))
    for keadaan in (*panduan.keadaan, panduan.umum):
        yield from sentences_of(keadaan)


def sentences_of(keadaan: Keadaan) -> Iterator[str]:
    yield from (*keadaan.empati, *keadaan.sebab, *keadaan.a, *keadaan.b, *keadaan.langkah)
    for langkah in keadaan.langkah_lain:
        yield from langkah
    yield from filter(None, (keadaan.segera, keadaan.bantuan))
    for besar in keadaan.c:
        yield from filter(None, (besar.teks, besar.pihak, besar.biaya))


def test_there_is_a_guide_for_every_subcategory_and_no_other():
    taksonomi = FOLDER_BAWAAN.parent / "taksonomi.csv"
    with taksonomi.open(encoding="utf-8", newline="") as berkas:
        slug = {baris["subkategori"] for baris in csv.DictReader(berkas)}
    assert set(BAWAAN) == slug


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_every_guide_has_situations_enough(subkategori):
    panduan = BAWAAN[subkategori]
    assert len(panduan.keadaan) >= (4 if subkategori in RAMAI else 3)
    assert panduan.umum.nama == "umum"
    assert len(panduan.empati) >= 4


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_situations_of_a_guide_say_different_things(subkategori):
    semua = (*BAWAAN[subkategori].keadaan, BAWAAN[subkategori].umum)
    for isi in ("sebab", "langkah", "a", "b", "c"):
        nilai = [getattr(keadaan, isi) for keadaan in semua]
        assert len(set(nilai)) == len(nilai), isi


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_guides_name_only_national_numbers(subkategori):
    for kalimat in sentences(BAWAAN[subkategori]):
        tanpa_biaya = re.sub(
            r"Rp [\d.,]+( ribu| juta)?-?[\d.,]*( ribu| juta| miliar)?", "", kalimat
        )
        tanpa_biaya = tanpa_biaya.replace("KUR sampai Rp 100 juta", "")
        for nomor in re.findall(r"\d{3,}", tanpa_biaya):
            assert nomor in NOMOR_NASIONAL, kalimat


@pytest.mark.parametrize("subkategori", sorted(BAWAAN))
def test_guides_are_written_in_indonesian(subkategori):
    for kalimat in sentences(BAWAAN[subkategori]):
        assert not INGGRIS.search(kalimat), kalimat


@pytest.mark.parametrize("subkategori", ["perempuan_anak", "kesehatan_jiwa", "kriminalitas"])
def test_sensitive_guides_put_help_lines_first(subkategori):
    assert BAWAAN[subkategori].bantuan
    assert BAWAAN[subkategori].segera


def test_victims_are_never_sent_to_the_offender():
    terlarang = re.compile(r"\b(mediasi|damai|menengahi|kekeluargaan|bicara\w* dengan pelaku)\b")
    for kalimat in sentences(BAWAAN["perempuan_anak"]):
        assert not terlarang.search(kalimat.lower()), kalimat


def test_parsing_keeps_what_was_written():
    panduan = parse_panduan(CONTOH)
    (mampet,) = panduan.keadaan
    assert panduan.empati[1] == "Dua yang panjang."
    assert mampet.kenali == ("mampet", "got buntu", "got")
    assert mampet.sebab == ("Sampah.", "Lumpur.")
    assert (mampet.c[0].pihak, mampet.c[0].biaya) == ("PUPR, warga", "Rp 15-60 juta")
    assert mampet.surat == "sedot"
    assert mampet.langkah == ("Foto", "Kabari", "Tunggu")


def test_a_situation_may_have_words_of_sympathy_of_its_own():
    teks = CONTOH.replace("sebab: Sampah.", "empati: Baunya.\nempati: Airnya.\nsebab: Sampah.")
    panduan = parse_panduan(teks)
    assert panduan.keadaan[0].empati == ("Baunya.", "Airnya.")
    assert panduan.umum.empati == ()


def test_six_steps_are_two_sets_used_in_turn():
    lagi = "langkah: Ukur\nlangkah: Catat\nlangkah: Kirim\nsurat: sedot"
    (mampet,) = parse_panduan(CONTOH.replace("surat: sedot", lagi)).keadaan
    assert mampet.langkah == ("Foto", "Kabari", "Tunggu")
    assert mampet.langkah_lain == (("Ukur", "Catat", "Kirim"),)


def test_parsing_forgives_what_a_text_box_does_to_a_text():
    kacau = "\ufeff# catatan\r\n\r\n" + CONTOH.replace("\n", "  \r\n").replace("A: ", "a :  ")
    assert parse_panduan(kacau) == parse_panduan(CONTOH)


@pytest.mark.parametrize(
    ("lama", "baru", "baris", "alasan"),
    [
        ("sebab: Sampah.", "sebap: Sampah.", 11, "sebap"),
        ("langkah: Tunggu\n", "", 9, "perlu tiga"),
        ("{rt_rw}", "{rtrw}", 13, "{rtrw}"),
        ("{rt_rw}", "{rt_rw", 13, "kurung kurawal"),
        ("| pihak: PUPR", "| PUPR", 15, "pihak"),
        ("surat: sedot", "surat: Sedot dong", 19, "surat"),
        ("[keadaan] umum", "[keadaan] Got mampet", 20, "dua kali"),
        ("[keadaan] umum", "[keadan] umum", 20, "keadan"),
        ("kenali: mampet, Got  Buntu; got\n", "", 9, "kenali"),
        ("A: a\n", "", 20, "'a:'"),
        ("A: a\n", "A: a\nempati: Satu saja.\n", 20, "dua 'empati:'"),
        ("B: b", "B:", 23, "kosong"),
        ("A: a", "A: " + "a" * 301, 22, "300"),
        ("[keadaan] umum", "[keadaan]", 20, "nama"),
    ],
)
def test_a_mistake_is_named_with_its_line(lama, baru, baris, alasan):
    with pytest.raises(PanduanKeliru) as keliru:
        parse_panduan(CONTOH.replace(lama, baru, 1))
    assert keliru.value.baris == baris
    assert alasan in keliru.value.alasan


@pytest.mark.parametrize(
    ("lama", "alasan"),
    [("judul: Uji\n", "judul"), ("- Empat.\n", "empati"), ("[keadaan] umum", "umum")],
)
def test_a_missing_part_is_named(lama, alasan):
    teks = CONTOH.replace(lama, "[keadaan] lain\nkenali: x" if "umum" in lama else "", 1)
    with pytest.raises(PanduanKeliru, match=alasan):
        parse_panduan(teks)


@pytest.mark.parametrize("teks", ["", "\x00", "[", "halo", "[empati]\n- a", ": x", "{", "a" * 9999])
def test_nonsense_is_refused_and_never_crashes(teks):
    with pytest.raises(PanduanKeliru):
        parse_panduan(teks)


def test_a_bad_file_is_named(tmp_path: Path):
    (tmp_path / "sampah.txt").write_text("judul: x\nsalah: y\n", encoding="utf-8")
    with pytest.raises(PanduanKeliru, match=r"sampah\.txt"):
        read_panduan_bawaan(tmp_path)
