"""Reports after their time, and the page of a report that has no answer any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curhat.models import Curhat
from curhat.services.hapus import erase_laporan
from pesan.models import BukuHapus, PesanMasuk
from pesan.retensi import apply_retensi
from tests.curhat.halaman import kirim_laporan, laporan_baru

pytestmark = pytest.mark.usefixtures("kelurahan")


def test_words_of_an_ended_report_go_after_the_period():
    laporan_baru(cerita="Lampu jalan mati di RT 01 RW 01 sudah seminggu.")
    now = timezone.now()
    assert apply_retensi(now + timedelta(days=729))["curhat"] == 0
    assert apply_retensi(now + timedelta(days=731))["curhat"] == 1
    curhat = Curhat.objects.get()
    assert "ampu" not in curhat.isi
    assert curhat.dihapus_at is None
    assert BukuHapus.objects.filter(kelas="curhat").exists()
    assert apply_retensi(now + timedelta(days=732))["curhat"] == 0


def test_the_page_of_an_erased_report_ends(client):
    url = kirim_laporan(client).url
    client.get(url)
    erase_laporan(Curhat.objects.get())
    page = client.get(url)
    assert page.status_code == 410
    assert "sudah dihapus" in page.content.decode()
    assert "Refresh" not in page


def test_the_page_of_a_form_that_failed_says_to_keep_the_code(client):
    url = kirim_laporan(client).url
    PesanMasuk.objects.update(status="gagal", selesai_at=timezone.now())
    page = client.get(url)
    assert "Simpan kode ini" in page.content.decode()
    assert "Refresh" not in page
