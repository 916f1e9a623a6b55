"""Urgency, emergencies and the rules file."""

import csv
import json
from pathlib import Path

import pytest

from curhat.triase.aturan import JALUR, AturanError, compile_frasa, parse_aturan, split_kata_aturan
from curhat.triase.hasil import Konteks
from curhat.triase.mesin import triase, triase_many

DATA = Path(__file__).parent / "data" / "darurat.csv"


def read_isi():
    return json.loads(JALUR.read_text(encoding="utf-8"))


def measure(bagian):
    with DATA.open(encoding="utf-8", newline="") as berkas:
        rows = [b for b in csv.DictReader(berkas) if bagian in {None, b["bagian"]}]
    hasil = triase_many([(b["isi"], Konteks()) for b in rows])
    kena = sum(h.darurat and b["darurat"] == "1" for b, h in zip(rows, hasil, strict=True))
    darurat = sum(b["darurat"] == "1" for b in rows)
    return kena / darurat, kena / sum(h.darurat for h in hasil)


@pytest.mark.parametrize("bagian", ["uji", None], ids=["held out", "all"])
def test_emergencies_are_found_and_look_alikes_left_alone(bagian):
    ingat, tepat = measure(bagian)
    assert ingat >= 0.95
    assert tepat >= 0.90


@pytest.mark.parametrize(
    ("teks", "urgensi"),
    [
        ("Balita gizi buruk di RT01/RW01", 5),
        ("Sudah 3 bulan got sering tersumbat, rumah banjir tiap hujan, anak sering batuk.", 4),
        ("jalan samping SD tergenang, anak-anak kesulitan pergi sekolah", 3),
        ("rumah tetangga kebakaran, tolong cepat", 5),
    ],
)
def test_the_seeds_examples_have_the_seeds_urgency(teks, urgensi):
    assert triase(teks).urgensi == urgensi


def test_urgency_four_and_critical_keywords_escalate():
    assert triase("banjir masuk rumah warga").eskalasi
    hasil = triase("balita tetangga gizi buruk")
    assert hasil.kata_kritis == ("gizi buruk",)
    assert hasil.keparahan == "Critical"
    assert not triase("minta jadwal posyandu bulan ini").eskalasi


@pytest.mark.parametrize(
    "teks",
    [
        "kapan jadwal latihan pemadam kebakaran untuk warga",
        "kebakaran tahun lalu sudah selesai, mau urus surat",
        "harga cabai terbakar lagi",
        "lomba film pendek tentang tawuran",
    ],
)
def test_a_hazard_that_is_not_meant_is_no_emergency(teks):
    hasil = triase(teks)
    assert not hasil.darurat
    assert hasil.kata_kritis == ()


@pytest.mark.parametrize(
    "teks",
    [
        "suami saya sering memukuli saya, saya takut",
        "anak tetangga dilecehkan gurunya",
        "teman saya bilang ingin bunuh diri",
        "ada pengedar narkoba di kos sebelah",
    ],
)
def test_sensitive_matters_are_confidential(teks):
    assert triase(teks).rahasia


def test_street_lights_are_not_confidential():
    assert not triase("lampu jalan mati sudah seminggu").rahasia


def test_each_finding_names_the_phrase_that_caused_it():
    hasil = triase("rumah tetangga kebakaran, api besar sekali, tolong")
    alasan = {a.temuan: a for a in hasil.alasan}
    assert {"kategori", "darurat", "urgensi", "kata_kritis"} <= set(alasan)
    assert "kebakaran" in alasan["kata_kritis"].frasa


def test_phrases_are_words_with_gaps_choices_and_endings():
    pola = compile_frasa(["rumah|toko ... terbakar", "tenggelam-"])
    assert find(pola, "rumah pak joyo tadi terbakar") == "rumah pak joyo tadi terbakar"
    assert find(pola, "toko terbakar") == "toko terbakar"
    assert find(pola, "tenggelamnya perahu") == "tenggelamnya"
    assert find(pola, "rumahan terbakar") is None


def find(pola, teks):
    return pola.find(teks, split_kata_aturan(teks))


@pytest.mark.parametrize(
    ("rusak", "pesan"),
    [
        (lambda isi: isi.pop("versi"), "versi"),
        (lambda isi: isi["ambang"].update(eskalasi=9), "eskalasi"),
        (lambda isi: isi["isyarat"][0].update(tingkat="5"), "kebakaran"),
        (lambda isi: isi["isyarat"][0].update(frasa=[]), "kebakaran"),
        (lambda isi: isi["isyarat"][0].update(frasa=["(a+)+"]), "kebakaran"),
        (lambda isi: isi["isyarat"][0].update(pengaman=["tidak_ada"]), "tidak_ada"),
        (lambda isi: isi["isyarat"].append(isi["isyarat"][0]), "dua kali"),
        (lambda isi: isi["urgensi_dasar"].update(sampah=0), "sampah"),
        (lambda isi: isi["pengaman"][0].update(lingkup="semesta"), "lingkup"),
    ],
)
def test_a_broken_rules_file_is_refused_and_the_entry_named(rusak, pesan):
    isi = read_isi()
    rusak(isi)
    with pytest.raises(AturanError, match=pesan):
        parse_aturan(isi)


def test_text_that_is_no_json_is_refused():
    with pytest.raises(AturanError, match="JSON"):
        parse_aturan("{salah")


def test_a_changed_threshold_changes_what_escalates():
    isi = read_isi()
    isi["ambang"]["eskalasi"] = 2
    assert triase("lampu jalan mati", aturan=parse_aturan(isi)).eskalasi
