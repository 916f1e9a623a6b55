"""Triage as a whole: the seed's examples and anything a person may send."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curhat.triase.hasil import Konteks
from curhat.triase.mesin import triase, triase_many

CURHAT_011 = (
    "HAI LURAH Taman Irfa Darojat. RT04/RW01, jalan samping SD tergenang, anak-anak kesulitan "
    "pergi sekolah. Mohon bantu."
)
CONTOH_SINGKAT = (
    "HAI LURAH Taman Irfa Darojat\nSaya warga RT03/RW02, Jalan Mawar. Sudah 3 bulan got sering "
    "tersumbat, rumah banjir tiap hujan, anak sering batuk. Mohon bantu.\n"
    "TEMBUSAN: TIDAK\nANONIM: YA"
)


def test_the_seeds_example_011_is_understood():
    hasil = triase(CURHAT_011, Konteks(tembusan=False, anonim=True))
    assert hasil.subkategori == "banjir_drainase"
    assert (hasil.rt, hasil.rw, hasil.wilayah) == ("04", "01", "35.77.03.1009")
    assert (hasil.tembusan, hasil.anonim) == (False, True)
    assert hasil.lurah_disebut == "Irfa Darojat"
    assert "HAI LURAH" not in hasil.teks_tersamar


def test_the_seeds_message_format_is_understood():
    hasil = triase(CONTOH_SINGKAT)
    assert (hasil.subkategori, hasil.urgensi) == ("banjir_drainase", 4)
    assert (hasil.rt, hasil.rw, hasil.jalan) == ("03", "02", "Jalan Mawar")
    assert (hasil.tembusan, hasil.anonim) == (False, True)
    assert "TEMBUSAN" not in hasil.teks_tersamar


@pytest.mark.parametrize(
    "teks", ["", "   ", "👍", "🙏🙏🙏", "halo pak lurah", "assalamualaikum wr wb", "..."]
)
def test_nothing_to_work_on_is_said_to_be_empty(teks):
    hasil = triase(teks)
    assert hasil.kosong
    assert (hasil.subkategori, hasil.urgensi) == ("lainnya", 1)


def test_below_the_threshold_it_is_other_and_goes_to_review():
    hasil = triase("qwzx vbnm lkjh")
    assert hasil.subkategori == "lainnya"
    assert hasil.perlu_tinjau


def test_the_summary_is_one_masked_line_of_the_problem_itself():
    hasil = triase(
        "Assalamualaikum pak lurah, saya Suparti warga RT 05/RW 02. Dulu gang kami enak. "
        "Sekarang lampu jalan di depan makam mati sudah dua minggu, hp 081234567890. Terima kasih."
    )
    assert "lampu jalan" in hasil.ringkasan.lower()
    assert len(hasil.ringkasan) <= 140
    assert hasil.ringkasan.endswith("(RT 05/RW 02)")
    assert "Suparti" not in hasil.ringkasan
    assert "0812" not in hasil.ringkasan


@pytest.mark.parametrize(
    ("teks", "banyak"),
    [("7 rumah kebanjiran", 28), ("30 KK tidak dapat air", 120), ("lampu mati", None)],
)
def test_people_affected_are_estimated_only_where_the_text_says(teks, banyak):
    assert triase(teks).perkiraan_terdampak == banyak


@pytest.mark.parametrize(
    ("teks", "bahasa"),
    [
        ("dalane rusak pak, tulung didandani, wis suwe", "jv"),
        ("jalan rusak sudah lama belum diperbaiki", "id"),
        ("lampune mati pak sudah seminggu tolong diperbaiki wis suwe nggih", "campuran"),
    ],
)
def test_indonesian_and_javanese_are_told_apart(teks, bahasa):
    assert triase(teks).bahasa == bahasa


def test_reasons_hold_no_personal_data():
    hasil = triase("nama saya Suparti, hp 081234567890, lampu mati di RT 3")
    assert "0812" not in repr(hasil.alasan)
    assert "Suparti" not in repr(hasil.alasan)


def test_many_at_once_are_the_same_as_one_by_one():
    teks = [CURHAT_011, "lampu jalan mati", "", CONTOH_SINGKAT]
    assert triase_many([(t, Konteks()) for t in teks]) == [triase(t) for t in teks]


ANEH = [
    "jalan rusak " * 2000,
    "\u202eterbalik\u202c \x00 nol \ufeff lampu mati",
    "<script>alert(1)</script><b>jalan rusak</b>&nbsp;",
    "a" * 1_000_000,
    "1 " * 500_000,
    "rt " * 300_000,
    "@" * 100_000,
    "<" * 100_000,
    "0812 " * 100_000,
    "nama saya " * 50_000,
    "hai lurah " * 50_000,
    "ن\u0644مرحبا بالعالم",
    "\ud800 lone surrogate",
]


@pytest.mark.parametrize("teks", ANEH, ids=range(len(ANEH)))
def test_odd_and_huge_input_is_answered_quickly(teks):
    triase("pemanasan")
    mulai = time.perf_counter()
    hasil = triase(teks)
    assert time.perf_counter() - mulai < 2.0
    assert 1 <= hasil.urgensi <= 5
    assert len(hasil.ringkasan) <= 140


def test_markup_and_null_characters_are_gone():
    hasil = triase("<b>jalan</b> rusak\x00 \u202eparah")
    assert hasil.teks_tersamar == "jalan rusak parah"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(st.text(max_size=400))
def test_no_text_makes_it_fail(teks):
    hasil = triase(teks, Konteks(wilayah_kanal="35.77.03.1009"))
    assert hasil.keparahan in {"Low", "Medium", "High", "Critical"}
    assert 0 <= hasil.keyakinan <= 1


POTONGAN = st.sampled_from(
    [
        "rt",
        "rw",
        "3",
        "05/13",
        "hai",
        "lurah",
        "taman",
        "anonim:",
        "ya",
        "tembusan",
        "nik",
        "3577012304900001",
        "0812-3456",
        "@",
        "gmail.com",
        "rek",
        "bri",
        "nama",
        "saya",
        "budi",
        "jl.",
        "gg",
        "no",
        "<b>",
        "&",
        "...",
        "kebakaran",
        "tidak",
        "sudah",
        "kemarin",
        "kel.",
        "🔥",
        "\x00",
        "a.n.",
        "Rp",
        "1.000",
        "/",
    ]
)


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(POTONGAN, max_size=60))
def test_no_mixture_of_what_the_rules_look_for_makes_it_fail(kata):
    hasil = triase(" ".join(kata))
    assert "3577012304900001" not in hasil.teks_tersamar
