"""Files sent about a report wait on its page, behind code and PIN, and nowhere else."""

import re

import pytest
from django.test import Client

from curhat.models import Curhat
from pesan.models import BerkasKeluar, PesanKeluar
from pesan.services import BerkasKirim, queue_pesan
from tests.curhat.conftest import kepada_warga, terima
from tests.curhat.halaman import masuk_lacak

ISI = b"%PDF-1.7 surat"


def ikuti(curhat):
    """Follow a chat's report with the code and PIN its acknowledgement named."""
    terima_kasih = [badan for templat, badan in kepada_warga() if templat == "terima"]
    badan = next(b for b in terima_kasih if curhat.kode in b)
    return masuk_lacak(curhat.kode, re.search(r"PIN: (\d{6})", badan)[1])


@pytest.fixture
def curhat(kelurahan):
    """A report with a letter sent about it."""
    terima("HAI LURAH Taman\nGot mampet di RT 03 RW 02")
    curhat = Curhat.objects.get()
    queue_pesan(
        kunci="b", templat="x", badan="Ini suratnya", kontak=curhat.kontak,
        rujukan=curhat.kode, berkas=BerkasKirim("Surat.pdf", ISI),
    )  # fmt: skip
    return curhat


def test_its_resident_finds_and_downloads_it(curhat):
    client = ikuti(curhat)
    berkas = BerkasKeluar.objects.get()
    halaman = client.get("/lacak/").content.decode()
    assert "Berkas untuk Anda" in halaman
    assert f"/lacak/berkas/{berkas.pk}/" in halaman
    jawab = client.get(f"/lacak/berkas/{berkas.pk}/")
    assert b"".join(jawab.streaming_content) == ISI
    assert jawab["Content-Type"] == "application/pdf"
    assert "attachment" in jawab["Content-Disposition"]
    assert "no-store" in jawab["Cache-Control"]
    jawab.close()


def test_nobody_else_gets_it(curhat):
    berkas = BerkasKeluar.objects.get()
    assert Client().get(f"/lacak/berkas/{berkas.pk}/").status_code == 404
    terima("HAI LURAH Taman\nLampu jalan mati di RT 01 RW 05", dari="6281277777777")
    lain = ikuti(Curhat.objects.latest("pk"))
    assert lain.get(f"/lacak/berkas/{berkas.pk}/").status_code == 404
    assert "Berkas untuk Anda" not in lain.get("/lacak/").content.decode()


def test_an_erased_file_is_gone_from_the_page(curhat):
    client = ikuti(curhat)
    berkas = BerkasKeluar.objects.get()
    client.post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    berkas.refresh_from_db()
    assert berkas.status == "dihapus"
    assert client.get(f"/lacak/berkas/{berkas.pk}/").status_code == 404
    assert not PesanKeluar.objects.exclude(badan="").exists()
