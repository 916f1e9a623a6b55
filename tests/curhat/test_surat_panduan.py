"""Every kind of letter a guide offers can be asked for in the words of the invitation."""

from pathlib import Path

import pytest

from curhat.balasan.panduan import FOLDER_BAWAAN, parse_panduan
from dokumen.isian import clean_isian
from dokumen.models import JenisSurat
from dokumen.muat import load_jenis
from dokumen.services import draft_surat, find_jenis, render_pdf
from tests.factories import WilayahFactory

RT = "35.77.03.1009.02.03"


def offered():
    """(guide, kind) of every situation that offers a letter."""
    for berkas in sorted(Path(FOLDER_BAWAAN).glob("*.txt")):
        if berkas.stem.islower() and berkas.name != "README.md":
            panduan = parse_panduan(berkas.read_text(encoding="utf-8"))
            for keadaan in (*panduan.keadaan, panduan.umum):
                if keadaan.surat:
                    yield berkas.stem, keadaan.surat


JENIS = sorted({surat for _panduan, surat in offered()})


@pytest.fixture
def rt(db):
    load_jenis()
    return WilayahFactory(kode=RT)


def test_guides_offer_letters():
    assert len(JENIS) > 20


@pytest.mark.parametrize("kata", JENIS)
def test_what_the_guides_offer_exists(rt, kata):
    jenis = find_jenis(kata.upper().replace("_", " "), rt)
    assert jenis is not None
    assert jenis.kode == kata or kata in {a.replace(" ", "_") for a in jenis.alias}


def test_each_kind_takes_its_own_samples_and_can_be_drawn(rt):
    for jenis in JenisSurat.objects.filter(aktif=True, wilayah=None):
        contoh = {kolom.nama: kolom.contoh for kolom in jenis.kolom}
        assert clean_isian(jenis.kolom, contoh), jenis.kode
        surat = draft_surat(jenis=jenis, wilayah=rt, isian=contoh)
        assert surat.kurang == [], jenis.kode
        assert render_pdf(surat).startswith(b"%PDF"), jenis.kode


def test_no_word_means_two_kinds(rt):
    for jenis in JenisSurat.objects.filter(aktif=True, wilayah=None):
        for kata in (jenis.kode, *jenis.alias):
            found = find_jenis(kata, rt)
            assert found is not None, kata
            assert found.kode == jenis.kode, (kata, found.kode)
