"""Replies to messages that hold no story, and the texts of the system."""

import csv
import re

import pytest

from curhat.balasan.panduan import FOLDER_BAWAAN
from curhat.balasan.salam import SALAM, kosong_jenis, salam_for
from curhat.balasan.tanya import TANYA
from pesan.services.templat import render
from pesan.tombol import split

TANPA_CONTOH = {"ditahan", "ganda", "sama_sama", "tanpa_tanya"}
PERINTAH = {"STATUS", "SESUDAH", "BELUM", "BANTUAN"}
ISIAN_TEMPLAT = {
    "kode", "pin", "kelurahan", "rt", "rw", "kategori", "summary", "url_lacak", "id",
    "urgency_score", "status", "unit", "batas", "tindakan", "alasan", "url", "solusi", "pesan",
    "tanya", "tanya_anonim", "tanya_tembusan", "pilihan", "lanjutan", "masalah_lain", "anonim",
    "tembusan", "ringkasan", "nilai", "rendah", "darurat", "teks",
    "awal", "bantuan", "daftar", "galat", "isian", "jam", "jenis", "masalah", "nomor",
    "url_periksa", "warga",
}  # fmt: skip
WAJIB = {
    "terima", "notif_lurah", "notif_tembusan", "minta_konfirmasi", "selesai_terima_kasih",
    "dibuka_lagi", "ditugaskan", "ditolak", "bukan_kewenangan", "dialihkan", "status",
    "anonim_ya", "anonim_tidak", "tembusan_ya", "tembusan_tidak", "berhenti", "ditahan",
    "info_ditambah", "dari_petugas", "ditutup_tanpa_jawaban",
}  # fmt: skip


def templat() -> dict[str, dict[str, str]]:
    with (FOLDER_BAWAAN.parent / "templat_pesan.csv").open(encoding="utf-8", newline="") as berkas:
        return {baris["kode"]: baris for baris in csv.DictReader(berkas)}


@pytest.mark.parametrize("jenis", sorted(SALAM))
def test_each_reply_says_what_to_send_next(jenis):
    assert len(SALAM[jenis]) >= 2
    for benih in range(3):
        teks = salam_for(jenis, kelurahan="Taman", benih=benih)
        assert len(teks) < (800 if jenis == "bantuan" else 600)
        assert not re.search(r"[{}]", teks)
        assert ("HAI LURAH Taman" in teks) == (jenis not in TANPA_CONTOH)
        if jenis in TANPA_CONTOH:
            assert any(kata in teks for kata in PERINTAH)


@pytest.mark.parametrize("jenis", sorted(SALAM))
def test_a_reply_is_never_repeated(jenis):
    lalu = ""
    for benih in (0, 0, 3, 3, 7):
        teks = salam_for(jenis, kelurahan="Taman", benih=benih, sebelumnya=lalu)
        assert teks != lalu
        lalu = teks


def test_an_unknown_kind_is_answered_as_unsupported():
    assert salam_for("hologram", kelurahan="Taman") == salam_for("tak_didukung", kelurahan="Taman")


def test_without_a_kelurahan_the_example_says_what_to_fill_in():
    assert "HAI LURAH [nama kelurahan]" in salam_for("kosong")


def test_the_lurah_is_part_of_the_example():
    assert "HAI LURAH Taman Wiryo Santosa" in salam_for(
        "foto", kelurahan="Taman", lurah="Wiryo Santosa"
    )


@pytest.mark.parametrize(
    ("teks", "jenis"),
    [
        ("", "kosong"),
        ("...", "kosong"),
        ("\x00\u202e", "kosong"),
        ("🙏", "emoji"),
        ("Halo", "salam"),
        ("haloooo pak lurah", "salam"),
        ("Assalamu'alaikum wr. wb.", "salam"),
        ("kulo nuwun", "salam"),
        ("Terima kasih banyak ya bu", "terima_kasih"),
        ("matur nuwun sanget", "terima_kasih"),
        ("got mampet", "kosong"),
    ],
)
def test_an_empty_text_is_recognised_by_what_it_is(teks, jenis):
    assert kosong_jenis(teks) == jenis


def test_every_message_the_system_sends_has_a_template():
    assert set(templat()) >= WAJIB


def test_templates_use_only_the_slots_they_explain():
    for kode, baris in templat().items():
        isian = set(re.findall(r"\{\??(\w+)\}", baris["badan"]))
        if kode in WAJIB:
            assert isian <= ISIAN_TEMPLAT, kode
        for satu in isian:
            assert f"{{{satu}}}" in baris["keterangan"], (kode, satu)


def test_the_lurah_notice_keeps_the_form_of_the_seed():
    badan = templat()["notif_lurah"]["badan"].splitlines()
    assert badan[0] == "[NOTIF] Tiket #{id} — {kategori} (Urgensi {urgency_score})"
    assert badan[1] == "Kel: {kelurahan}, RT/RW {rt}/{rw}"
    assert [baris.split(":")[0] for baris in badan[2:]] == [
        "Ringkasan",
        "Saran awal AI",
        "Link tiket",
    ]


def test_the_acknowledgement_asks_and_informs_in_few_words():
    isi = {
        "kelurahan": "Nambangan Kidul",
        "kode": "HL-7K2M-9PQR",
        "pin": "482913",
        "url_lacak": "https://portal.contoh.go.id/taman-madiun/lacak/?kode=HL-7K2M-9PQR",
        "tanya": TANYA["rtrw"][0],
        "tanya_anonim": "ya",
        "tanya_tembusan": "ya",
        "pilihan": "LANJUT|ANONIM YA",
    }
    teks, pilihan = split(render(templat()["terima"]["badan"], isi))
    assert len(teks) < 800
    assert pilihan == ["LANJUT", "ANONIM YA"]
    for kata in ("ANONIM YA", "ANONIM TIDAK", "TEMBUSAN YA", "TEMBUSAN TIDAK", "STOP", "berhak"):
        assert kata in teks


def test_the_acknowledgement_leaves_out_what_need_not_be_asked():
    teks = render(templat()["terima"]["badan"], {"kode": "HL-7K2M-9PQR"})
    for kata in ("ANONIM", "TEMBUSAN", "LANJUT", "[[", "\n\n"):
        assert kata not in teks
    assert "HAPUS DATA" in teks


def test_the_resident_confirms_with_two_words():
    assert templat()["minta_konfirmasi"]["badan"].endswith("[[SESUDAH|BELUM]]")
