"""Two residents who lay their answers side by side must each find their own.

117 texts of our own in mixed Javanese (`data/tiga_teks.csv`: three for each subcategory) go
through the real triage and the real guides; `balasan_kalimat` says what counts as a sentence.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from curhat.balasan.jawaban import WEB, WHATSAPP
from curhat.balasan.panduan import Keadaan, Panduan
from curhat.triase.hasil import Triase
from tests.curhat.balasan_kalimat import (
    BAWAAN,
    NOMOR_PERTOLONGAN,
    answer,
    normalise,
    read_temuan,
    shared,
    shared_beyond_story,
)
from tests.curhat.test_balasan_panduan import RAMAI


@pytest.fixture(scope="module")
def temuan() -> list[tuple[str, Triase]]:
    return read_temuan()


def test_there_are_three_texts_for_every_subcategory(temuan):
    banyak = Counter(subkategori for subkategori, _ in temuan)
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
        # the care path's few steps are weighed words: two cases of one kind may be told the same
        biasa = [t for _, t in temuan if not t.rahasia]
        assert shared([answer(t, acak.randrange(2**40), kanal) for t in biasa]) == {}


def test_neighbours_with_the_same_trouble_share_no_sentence_in_the_busiest_subjects(temuan):
    for subkategori, triase in temuan:
        if subkategori in RAMAI:
            for benih in range(1, 40):
                assert not shared_beyond_story(answer(triase, benih), answer(triase, benih + 1))


def own_sentences(panduan: Panduan) -> Iterator[str]:
    """What answers are made of; the guide's general sympathy is used by no shipped situation."""
    for keadaan in (*panduan.keadaan, panduan.umum):
        yield from sentences_of(keadaan)


def sentences_of(keadaan: Keadaan) -> Iterator[str]:
    yield from (*keadaan.empati, *keadaan.sebab, *keadaan.a, *keadaan.b, *keadaan.langkah)
    for langkah in keadaan.langkah_lain:
        yield from langkah
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
