"""Words that ask for a letter, and lines that answer what it needs; stories stay stories."""

import pytest

from curhat.minta_surat import Kolom, read_isian, read_minta, read_urut
from curhat.ucapan import read_ucapan

KOLOM = [
    Kolom(*satu)
    for satu in (
        ("nama", "Nama lengkap"), ("nik", "NIK"), ("tanggal_lahir", "Tanggal lahir"),
        ("pekerjaan", "Pekerjaan"), ("alamat", "Alamat"), ("rt", "RT"), ("rw", "RW"),
        ("keperluan", "Keperluan"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("teks", "tegas", "jenis", "kode"),
    [
        ("MINTA DRAFT SEDOT", True, "sedot", ""),
        ("MINTA DRAFT", True, "", ""),
        ("minta draf surat sedot", True, "sedot", ""),
        ("mnta drfat sedot", True, "sedot", ""),
        ("Pak lurah, tolong buatkan draft surat pengantar", True, "pengantar", ""),
        ("DRAFT PJU", True, "pju", ""),
        ("draft lainnya 2", True, "lainnya 2", ""),
        ("MINTA DRAFT SEDOT HL-7K3M-9QPX", True, "sedot", "HL-7K3M-9QPX"),
        ("BUTUH_SURAT", False, "", ""),
        ("butuh surat", False, "", ""),
        ("Butuh suratt SKTM pak", False, "sktm", ""),
        ("nyuwun surat pengantar", False, "pengantar", ""),
        ("kulo badhe nyuwun serat pengantar", False, "pengantar", ""),
        ("aku njaluk surat domisili", False, "domisili", ""),
    ],
)
def test_a_letter_is_asked_for(teks, tegas, jenis, kode):
    minta = read_minta(teks)
    assert (minta.tegas, minta.jenis, minta.kode) == (tegas, jenis, kode)


@pytest.mark.parametrize(
    "teks",
    [
        "Got mampet di RT 3",
        "Minta surat pengantar kok dipersulit Pak RT",
        "butuh surat pengantar tapi disuruh bolak balik",
        "Saya minta jalan diperbaiki",
        "surat undangan kerja bakti belum sampai ke warga RT 3",
        "minta tolong lampu jalan mati",
        "draft anggaran RT tidak jelas ke mana uangnya dan warga resah",
        "darurat, ada kebakaran",
        "",
    ],
)
def test_a_story_is_not_taken_for_a_request(teks):
    assert read_minta(teks) is None


def test_two_requests_in_one_message_are_two_commands():
    ucapan = read_ucapan("MINTA DRAFT SEDOT\nMINTA DRAFT PJU")
    assert [(u.jenis, u.isi) for u in ucapan] == [("surat", "sedot"), ("surat", "pju")]


@pytest.mark.parametrize(("teks", "isi"), [("AJUKAN", ""), ("ajukan surat sedot", "sedot")])
def test_a_letter_is_handed_in(teks, isi):
    (u,) = read_ucapan(teks)
    assert (u.jenis, u.isi) == ("ajukan", isi)


def test_lines_are_read_by_what_residents_call_the_fields():
    teks = """Nama: Siti Aminah
    no ktp : 3577 0355 0385 0001
    tgl lahir = 15-03-1985
    Pekerjan: penjahit
    RT 03/RW 02
    Keperluan: daftar sekolah anak"""
    assert read_isian(teks, KOLOM) == {
        "nama": "Siti Aminah",
        "nik": "3577 0355 0385 0001",
        "tanggal_lahir": "15-03-1985",
        "pekerjaan": "penjahit",
        "rt": "03",
        "rw": "02",
        "keperluan": "daftar sekolah anak",
    }


def test_javanese_and_unmarked_lines_are_read_too():
    teks = (
        "Jeneng: Mbok Ginah\nNIK 3577035503850001\nGriya: Gang Salak 4\nDamelan: tani\nkangge: SKCK"
    )
    assert read_isian(teks, KOLOM, ditanya=True) == {
        "nama": "Mbok Ginah",
        "nik": "3577035503850001",
        "alamat": "Gang Salak 4",
        "pekerjaan": "tani",
        "keperluan": "SKCK",
    }


@pytest.mark.parametrize(
    "teks",
    [
        "Lampu jalan mati pak",
        "TEMBUSAN: YA",
        "jam: 7 pagi",
        "Lampu mati di RT 03/RW 02 sejak kemarin",
        "HAI LURAH Taman\nLampu jalan mati\nAlamat: Jalan Mawar\nTolong segera",
        "Nama: ...",
    ],
)
def test_what_names_no_field_is_nothing(teks):
    assert read_isian(teks, KOLOM) == {}


def test_plain_lines_count_in_the_order_of_the_question():
    assert read_urut("Siti Aminah\n3577035503850001", KOLOM[:2]) == {
        "nama": "Siti Aminah",
        "nik": "3577035503850001",
    }
    assert read_urut("Siti Aminah", KOLOM[:1]) == {"nama": "Siti Aminah"}
    assert read_urut("Siti Aminah", KOLOM[:2]) == {}
    panjang = "pak lampu jalan di depan rumah saya mati sejak kemarin malam"
    assert read_urut(panjang, KOLOM[:1]) == {}
