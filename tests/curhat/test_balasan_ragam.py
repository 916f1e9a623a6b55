"""Two residents who lay their answers side by side must each find their own.

117 texts of our own in mixed Javanese (`data/tiga_teks.csv`: three for each subcategory) go
through the real triage and the real guides. A sentence is what stands between two end marks of the
answer as sent; steps are sentences of their own. Fixed lines may repeat: greeting, labels, the line
of urgency, questions back, what to type next, code, disclaimer, and sentences with a help number.
"""

import csv
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from curhat.balasan.jawaban import WEB, WHATSAPP, Jawaban, KonteksJawaban
from curhat.balasan.panduan import Keadaan, Panduan, read_panduan_bawaan
from curhat.balasan.susun import RINGKASAN_RAHASIA, compose_jawaban
from curhat.triase.hasil import Konteks, Triase
from curhat.triase.klasifikasi import read_taksonomi
from curhat.triase.mesin import triase_many

TEKS = Path(__file__).with_name("data") / "tiga_teks.csv"
BAWAAN = read_panduan_bawaan()
LABEL = re.compile(
    r"(?:Ringkasan|Diagnosis singkat|Penting|• [ABC] \([^)]*\)|3 langkah konkret): |Solusi:"
)
BARIS_TETAP = re.compile(r"Urgensi: \d/5|Kode: ")
NOMOR_PERTOLONGAN = re.compile(r"\b11[0239]\b|\b12[39]\b|\{darurat\}")
AKHIR = re.compile(r"(?<=[.!?…])\s+|\s*\b[123]\) ")
AJAKAN = (
    "Untuk surat resmi ketik MINTA DRAFT {surat}.",
    "Ketik STATUS untuk melihat perkembangan.",
)


def normalise(kalimat: str) -> str:
    return " ".join(re.findall(r"[\w{}]+", kalimat.lower()))


def sentences(jawaban: Jawaban) -> set[str]:
    """What an answer says of its own, sentence by sentence."""
    bagian = jawaban.bagian
    tetap = {RINGKASAN_RAHASIA, bagian.pembuka, bagian.sangkalan, *bagian.tanya, *bagian.ajakan}
    tetap |= {satu for satu in (bagian.darurat, bagian.bantuan) if satu}
    bersih = {normalise(potong) for satu in tetap for potong in AKHIR.split(satu)}
    hasil = set()
    for baris in jawaban.teks.splitlines():
        if BARIS_TETAP.match(baris) or baris in tetap:
            continue
        for kalimat in AKHIR.split(LABEL.sub("", baris)):
            if not NOMOR_PERTOLONGAN.search(kalimat):
                hasil.add(normalise(kalimat))
    return hasil - bersih - {""}


@pytest.fixture(scope="module")
def temuan() -> list[tuple[str, Triase]]:
    with TEKS.open(encoding="utf-8", newline="") as berkas:
        baris = list(csv.DictReader(berkas))
    konteks = Konteks(wilayah_kanal="35.77.03.1009")
    hasil = triase_many([(satu["isi"], konteks) for satu in baris])
    return [(b["subkategori"], t) for b, t in zip(baris, hasil, strict=True)]


def answer(triase: Triase, benih: int, kanal: str = WHATSAPP) -> Jawaban:
    unit = read_taksonomi()[triase.subkategori]["unit_penanggung_jawab"]
    konteks = KonteksJawaban(
        kelurahan="Taman",
        lurah="Pak Wiryo Santosa",
        unit=unit,
        kode="HL-7K2M-9PQR",
        kanal=kanal,
        benih=benih,
        ajakan=AJAKAN,
    )
    return compose_jawaban(triase, BAWAAN[triase.subkategori], konteks)


def shared(jawaban: list[Jawaban]) -> dict[tuple[int, int], set[str]]:
    """Every pair of answers that have sentences in common, with those sentences."""
    letak = defaultdict(list)
    for nomor, satu in enumerate(jawaban):
        for kalimat in sentences(satu):
            letak[kalimat].append(nomor)
    hasil: dict[tuple[int, int], set[str]] = defaultdict(set)
    for kalimat, nomor in letak.items():
        for pasangan in itertools.combinations(nomor, 2):
            hasil[pasangan].add(kalimat)
    return dict(hasil)


def test_there_are_three_texts_for_every_subcategory(temuan):
    banyak = defaultdict(int)
    for subkategori, _ in temuan:
        banyak[subkategori] += 1
    assert set(banyak) == set(BAWAAN)
    assert set(banyak.values()) == {3}


def test_nearly_every_text_is_read_as_meant(temuan):
    benar = sum(triase.subkategori == subkategori for subkategori, triase in temuan)
    assert benar / len(temuan) >= 0.95


def test_of_ten_random_pairs_none_shares_a_sentence_whatever_the_draw(temuan):
    for undian in range(200):
        acak = random.Random(undian)
        for _ in range(10):
            satu, dua = acak.sample(temuan, 2)
            pasangan = [answer(t, acak.randrange(2**40)) for _, t in (satu, dua)]
            assert not shared(pasangan), (undian, [t.teks for _, t in (satu, dua)])


@pytest.mark.parametrize("kanal", [WHATSAPP, WEB])
def test_not_one_of_all_pairs_shares_a_sentence(temuan, kanal):
    for undian in range(20):
        acak = random.Random(undian)
        jawaban = [answer(t, acak.randrange(2**40), kanal) for _, t in temuan]
        assert shared(jawaban) == {}


def own_sentences(panduan: Panduan) -> Iterator[str]:
    """What answers are made of; the guide's general sympathy is used by no shipped situation."""
    for keadaan in (*panduan.keadaan, panduan.umum):
        yield from sentences_of(keadaan)


def sentences_of(keadaan: Keadaan) -> Iterator[str]:
    yield from (*keadaan.empati, *keadaan.sebab, *keadaan.a, *keadaan.b, *keadaan.langkah)
    yield from (besar.teks for besar in keadaan.c)


def test_no_sentence_stands_in_two_places_of_the_guides():
    letak = defaultdict(list)
    for subkategori, panduan in BAWAAN.items():
        for isi in own_sentences(panduan):
            for kalimat in re.split(r"(?<=[.!?;])\s+", isi):
                if not NOMOR_PERTOLONGAN.search(kalimat):
                    letak[normalise(kalimat)].append(subkategori)
    assert {kalimat: di for kalimat, di in letak.items() if len(di) > 1} == {}


def test_every_situation_has_words_of_sympathy_of_its_own():
    for panduan in BAWAAN.values():
        for keadaan in (*panduan.keadaan, panduan.umum):
            assert len(keadaan.empati) >= 2, (panduan.judul, keadaan.nama)
