"""Quick answers: buttons, lists of up to ten rows, and words where a channel has neither."""

import pytest

from pesan import tombol
from pesan.kirim import send_batch
from pesan.services import queue_pesan

DAFTAR = "Surat apa?\n[[DRAFT SEDOT: Sedot drainase|DRAFT PJU: Lampu jalan]]"


@pytest.mark.parametrize(
    ("badan", "teks", "judul", "baris"),
    [
        ("Beres?\n[[SESUDAH|BELUM]]", "Beres?", ("SESUDAH", "BELUM"), ()),
        ("Tanpa pilihan", "Tanpa pilihan", (), ()),
        (
            DAFTAR,
            "Surat apa?",
            (),
            (("DRAFT SEDOT", "Sedot drainase"), ("DRAFT PJU", "Lampu jalan")),
        ),
        ("Nilai?\n[[1|2|3|4]]", "Nilai?", (), (("1", ""), ("2", ""), ("3", ""), ("4", ""))),
    ],
)
def test_a_last_line_of_answers_is_buttons_or_a_list(badan, teks, judul, baris):
    isi = tombol.read(badan)
    assert (isi.teks, isi.tombol) == (teks, judul)
    assert tuple((b.judul, b.keterangan) for b in isi.daftar) == baris


def test_a_list_never_has_more_than_ten_rows_nor_longer_words_than_whatsapp_takes():
    baris = [(f"JUDUL YANG PANJANG SEKALI {n}", "k" * 100) for n in range(14)]
    isi = tombol.read("Pilih\n" + tombol.write_daftar(baris))
    assert len(isi.daftar) == 10
    assert all(len(b.judul) <= 24 and len(b.keterangan) <= 72 for b in isi.daftar)


def test_words_cannot_break_the_line_of_answers():
    assert tombol.write_daftar([("A|B", "c: d]\ne")]) == "[[A B: c d e]]"
    assert tombol.write_daftar([]) == ""


def test_without_lists_the_rows_are_numbered_lines():
    kata = tombol.as_words(DAFTAR)
    assert "1. DRAFT SEDOT (Sedot drainase)\n2. DRAFT PJU (Lampu jalan)" in kata
    assert "[[" not in kata


def test_a_list_is_sent_as_a_list(warga, graph):
    queue_pesan(kunci="1", templat="x", badan=DAFTAR, kontak=warga)
    send_batch()
    isi = graph.diterima[0][2]["interactive"]
    assert isi["type"] == "list"
    (bagian,) = isi["action"]["sections"]
    assert [r["id"] for r in bagian["rows"]] == ["DRAFT SEDOT", "DRAFT PJU"]
    assert bagian["rows"][0]["description"] == "Sedot drainase"
