"""Triage findings for the tests of answers, made without the triage."""

from typing import Any

from curhat.balasan.jawaban import KonteksJawaban
from curhat.triase.hasil import Triase

KONTEKS = KonteksJawaban(
    kelurahan="Taman",
    lurah="Pak Wiryo Santosa",
    unit="Dinas Pekerjaan Umum dan Penataan Ruang",
    telepon_unit="0351 000111",
    darurat=(("Damkar Kota", "0351 000113"), ("Darurat", "112")),
    kode="HL-7K2M-9PQR",
)


def make_triase(teks: str, subkategori: str = "banjir_drainase", **lain: Any) -> Triase:
    """A finding with sensible values; `lain` replaces any of them."""
    nilai: dict[str, Any] = {
        "teks": teks.lower(),
        "teks_tersamar": teks,
        "ringkasan": teks[:140],
        "bahasa": "id",
        "kosong": False,
        "lurah_disebut": None,
        "tembusan": None,
        "anonim": None,
        "wilayah": "35.77.03.1009",
        "wilayah_sumber": "kanal",
        "kandidat_wilayah": (),
        "rt": "03",
        "rw": "02",
        "jalan": "Jalan Mawar",
        "kategori": "lingkungan",
        "subkategori": subkategori,
        "keyakinan": 0.9,
        "urgensi": 3,
        "keparahan": "Medium",
        "perkiraan_terdampak": None,
        "sentimen": -0.4,
        "jenis_respons": "B",
        "jenis_solusi": "praktis",
        "tingkat_masalah": "umum",
        "sumber_daya": (),
        "kata_kritis": (),
        "darurat": False,
        "eskalasi": False,
        "rahasia": False,
        "perlu_tinjau": False,
        "kontak_diberikan": False,
        "versi_model": "uji",
    }
    return Triase(**(nilai | lain))
