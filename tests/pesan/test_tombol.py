"""Quick answers that are explained: a list of up to ten rows, numbered words elsewhere."""

import pytest

from pesan import tombol
from pesan.kirim import send_batch
from pesan.services import queue_pesan

DAFTAR = "Surat apa?\n[[DRAFT SEDOT: Sedot drainase|DRAFT PJU: Lampu jalan]]"
BARIS = (("DRAFT SEDOT", "Sedot drainase"), ("DRAFT PJU", "Lampu jalan"))


@pytest.mark.parametrize(
    ("badan", "teks", "baris", "daftar"),
    [
        ("Beres?\n[[SESUDAH|BELUM]]", "Beres?", (("SESUDAH", ""), ("BELUM", "")), False),
        ("Tanpa pilihan", "Tanpa pilihan", (), False),
        (DAFTAR, "Surat apa?", BARIS, True),
        ("Nilai?\n[[1|2|3|4]]", "Nilai?", (("1", ""), ("2", ""), ("3", ""), ("4", "")), True),
    ],
)
def test_a_last_line_of_answers_is_buttons_or_a_list(badan, teks, baris, daftar):
    isi, pilihan = tombol.read(badan)
    assert isi == teks
    assert tuple((b.judul, b.keterangan) for b in pilihan) == baris
    assert tombol.is_daftar(pilihan) is daftar


def test_a_list_never_has_more_than_ten_rows_nor_longer_words_than_whatsapp_takes():
    baris = [(f"JUDUL YANG PANJANG SEKALI {n}", "k" * 100) for n in range(14)]
    _teks, pilihan = tombol.read("Pilih\n" + tombol.write_daftar(baris))
    assert len(pilihan) == 10
    assert all(len(b.judul) <= 24 and len(b.keterangan) <= 72 for b in pilihan)


def test_words_cannot_break_the_line_of_answers():
    assert tombol.write_daftar([("A|B", "c: d]\ne")]) == "[[A B: c d e]]"
    assert tombol.write_daftar([]) == ""


def test_without_lists_the_rows_are_numbered_lines():
    kata = tombol.as_words(DAFTAR)
    assert "1. DRAFT SEDOT (Sedot drainase)\n2. DRAFT PJU (Lampu jalan)" in kata
    assert "[[" not in kata


def test_an_explained_list_is_sent_as_a_list(warga, graph):
    queue_pesan(kunci="1", templat="x", badan=DAFTAR, kontak=warga)
    send_batch()
    isi = graph.diterima[0][2]["interactive"]
    assert isi["type"] == "list"
    (bagian,) = isi["action"]["sections"]
    assert [r["id"] for r in bagian["rows"]] == ["DRAFT SEDOT", "DRAFT PJU"]
    assert bagian["rows"][0]["description"] == "Sedot drainase"
