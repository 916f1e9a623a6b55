"""How well near-duplicates are found, on pairs written for it: Indonesian and Javanese."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curhat.isu_kelas import jendela_hari
from curhat.isu_mirip import Laporan, compare_many
from curhat.triase.normalisasi import FIXTURES

DATA = Path(__file__).parent / "data"
NOL = datetime(2026, 11, 1, 8, tzinfo=UTC)
PUNCAK = -7.64


def kategori():
    with (FIXTURES / "taksonomi.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["subkategori"]: baris["kategori"] for baris in csv.DictReader(berkas)}


def read_pairs(nama):
    """(same or not, earlier report, later report) of a file of pairs."""
    induk = kategori()
    with (DATA / nama).open(encoding="utf-8", newline="") as berkas:
        rows = list(csv.DictReader(berkas))
    pairs = []
    for baris in rows:
        jarak = int(baris["jarak"]) if baris["jarak"] else None
        dua = [
            Laporan(
                id=n, kategori=induk[baris[f"sub_{k}"]], subkategori=baris[f"sub_{k}"],
                kelurahan="35.77.03.1009", teks=baris[k], rw=baris[f"rw_{k}"] or None,
                rt=baris[f"rt_{k}"] or None, at=NOL + timedelta(days=n * int(baris["hari"])),
                lat=None if jarak is None else PUNCAK + n * jarak / 111_320,
                lng=None if jarak is None else 111.53,
            )
            for n, k in enumerate("ab")
        ]  # fmt: skip
        pairs.append((baris["sama"] == "1", *dua))
    return pairs


def measure(nama):
    """Precision and recall of the proposals, and the pairs judged wrongly."""
    benar = salah = lewat = 0
    keliru = []
    for sama, a, b in read_pairs(nama):
        usul = bool(compare_many([b], [a], jendela=jendela_hari)[b.id])
        benar += usul and sama
        salah += usul and not sama
        lewat += sama and not usul
        if usul != sama:
            keliru.append((sama, a.teks, b.teks))
    return benar / max(1, benar + salah), benar / max(1, benar + lewat), keliru


@pytest.mark.parametrize(
    ("nama", "batas"), [("pasangan_isu.csv", 0.95), ("pasangan_isu_segar.csv", 0.85)]
)
def test_pairs_are_told_apart_by_words_place_and_days(nama, batas):
    """The second file was written after the thresholds and the list of like words were fixed."""
    presisi, ingatan, keliru = measure(nama)
    assert presisi >= batas, (presisi, keliru)
    assert ingatan >= batas, (ingatan, keliru)


def laporan(teks="Got mampet, banjir tiap hujan", **isi):
    dasar = {"id": 1, "kategori": "lingkungan", "subkategori": "banjir_drainase",
             "kelurahan": "35.77.03.1009", "rw": "02", "rt": "03", "at": NOL}  # fmt: skip
    return Laporan(teks=teks, **dasar | isi)


def likeness(a, b):
    found = compare_many([b], [a], jendela=jendela_hari)[b.id]
    return found[0][1] if found else None


def test_why_is_said_in_words():
    a = laporan(lat=PUNCAK, lng=111.53)
    b = laporan("got di rt 3 mampet lagi pak, banjir", id=2, at=NOL + timedelta(days=2),
                lat=PUNCAK + 80 / 111_320, lng=111.53)  # fmt: skip
    kalimat = likeness(a, b).explain("Got mampet", "RT 03/RW 02")["kalimat"]
    assert kalimat == (
        "Sama-sama got mampet, RT 03/RW 02, 80 m, selisih 2 hari; "
        "kata yang sama: got, mampet, banjir."
    )


@pytest.mark.parametrize(
    "lain",
    [
        {"kelurahan": "35.77.03.1002"},
        {"rw": "05", "rt": "01"},
        {"at": NOL + timedelta(days=31)},
        {"kategori": "sosial", "subkategori": "bantuan_sosial"},
    ],
    ids=["kelurahan-lain", "rw-lain", "terlalu-lama", "pokok-lain"],
)
def test_the_same_words_are_not_enough(lain):
    assert likeness(laporan(), laporan(id=2)) is not None
    assert likeness(laporan(), laporan(id=2, **lain)) is None


def test_a_point_a_kilometre_away_is_another_place_even_in_one_rw():
    a = laporan(rt="01", lat=PUNCAK, lng=111.53)
    b = laporan(id=2, rt="02", lat=PUNCAK + 0.01, lng=111.53)
    assert likeness(a, b) is None


def test_what_a_person_asks_for_themselves_is_never_shared():
    isi = {
        "kategori": "pelayanan",
        "subkategori": "surat_pengantar",
        "teks": "minta surat domisili",
    }
    assert likeness(laporan(**isi), laporan(**isi, id=2)) is None
