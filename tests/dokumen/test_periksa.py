"""The page behind the QR: genuine, withdrawn, unknown; and nothing of the person on it."""

import pytest
from django.test import Client

from dokumen.penghapus import erase
from dokumen.services import issue_surat, reissue_surat, submit_surat, withdraw_surat


@pytest.fixture
def asing():
    return Client()


def page(client, surat):
    return client.get(f"/surat/{surat.token}/")


def test_a_genuine_letter_shows_kind_number_date_and_kelurahan(asing, terbit, kop):
    surat = terbit("sktm", ttd=True)
    jawab = page(asing, surat)
    teks = jawab.content.decode()
    assert jawab.status_code == 200
    for kata in ("Asli", surat.nomor, "Surat keterangan tidak mampu", "Kelurahan Taman"):
        assert kata in teks
    assert jawab["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex' in teks
    assert "no-store" in jawab["Cache-Control"]
    assert len(jawab.content) < 60_000
    assert "<script" not in teks


def test_nothing_of_the_person_is_on_the_page(asing, terbit, lurah, kontak):
    surat = terbit("sktm", kontak=kontak, rujukan="HL-AAAA-BBBB")
    rahasia = [
        *(n for k, n in surat.isian.items() if k not in ("rt", "rw", "tempat_lahir", "tanggungan")),
        surat.kode_cek, surat.kode_cek_terbaca, kontak.alamat, kontak.hash, "HL-AAAA-BBBB",
        "Dicabut karena Sulastri pindah",
    ]  # fmt: skip
    for _ in range(2):
        teks = page(asing, surat).content.decode()
        assert not [kata for kata in rahasia if kata and kata in teks]
        if surat.status == "terbit":
            surat = withdraw_surat(surat, by=lurah, alasan="Dicabut karena Sulastri pindah")


def test_a_sensitive_letter_is_genuine_without_its_kind(asing, terbit):
    teks = page(asing, terbit("sktm", rahasia=True)).content.decode()
    assert "Asli" in teks
    assert "tidak mampu" not in teks.lower()


def test_a_withdrawn_letter_says_so_and_names_its_replacement(asing, terbit, lurah):
    lama = terbit("sktm")
    baru = issue_surat(submit_surat(reissue_surat(lama, by=lurah)), by=lurah)
    teks = page(asing, lama).content.decode()
    assert "tidak berlaku lagi" in teks
    assert baru.nomor in teks
    assert "Asli" not in teks
    assert "Asli" in page(asing, baru).content.decode()


def test_drafts_and_inventions_are_unknown_in_the_same_words(asing, buat):
    draf = page(asing, buat("sktm"))
    karangan = asing.get("/surat/tidakadatoken/")
    assert draf.status_code == karangan.status_code == 404
    for jawab in (draf, karangan):
        assert "Tidak dikenal" in jawab.content.decode()


def test_a_residents_request_is_called_taken_in(asing, terbit):
    assert "permohonan ini tercatat" in page(asing, terbit("sedot")).content.decode()


def test_the_short_code_is_typed_in_any_shape(asing, terbit):
    surat = terbit("sktm")
    for kode in (surat.kode_cek_terbaca, surat.kode_cek.lower(), f" {surat.kode_cek_terbaca} "):
        jawab = asing.post("/surat/", {"kode": kode})
        assert jawab.status_code == 302
        assert jawab["Location"] == f"/surat/{surat.token}/"


@pytest.mark.parametrize("kode", ["", "salah", "%", "A" * 41, "\x00", "٣٥٧٧"])
def test_a_wrong_code_is_told_beside_its_field(asing, db, kode):
    jawab = asing.post("/surat/", {"kode": kode})
    assert jawab.status_code == 422
    assert 'id="galat"' in jawab.content.decode()


def test_guessing_is_stopped_for_its_address_alone(asing, terbit, settings):
    settings.SURAT_SALAH_PER_ASAL = 3
    surat = terbit("sktm")
    for _ in range(3):
        assert asing.post("/surat/", {"kode": "SALAH"}).status_code == 422
    assert asing.post("/surat/", {"kode": surat.kode_cek}).status_code == 429
    assert page(asing, surat).status_code == 429
    assert page(Client(REMOTE_ADDR="198.51.100.7"), surat).status_code == 200


def test_an_erased_letter_still_answers_with_its_number(asing, terbit, kontak):
    surat = terbit("sktm", kontak=kontak)
    erase(kontak)
    teks = page(asing, surat).content.decode()
    assert "Asli" in teks
    assert surat.nomor in teks


def test_few_queries_are_all_it_takes(asing, terbit, django_assert_max_num_queries):
    surat = terbit("sktm")
    with django_assert_max_num_queries(3):
        page(asing, surat)


def test_the_token_in_the_address_goes_to_no_other_site(asing, terbit, kop):
    surat = terbit("sktm", ttd=True)
    for jawab in (page(asing, surat), asing.get("/surat/"), asing.get("/surat/tidakadatoken/")):
        assert jawab["Referrer-Policy"] == "same-origin"
        assert 'name="referrer"' not in jawab.content.decode()
