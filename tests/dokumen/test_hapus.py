"""Erasing a person from their letters, and retention: the words go, the register row stays."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from dokumen.models import Surat
from dokumen.penghapus import erase
from dokumen.retensi import blank_surat
from dokumen.services import reissue_surat, submit_surat
from pesan.models import BukuHapus
from pesan.retensi import apply_retensi
from pesan.services import erase_kontak
from tests.factories import KontakFactory


def test_an_issued_letter_loses_its_words_and_keeps_its_line(terbit, kontak):
    surat = terbit("sktm", ttd=True, kontak=kontak, rujukan="HL-AAAA-BBBB")
    nomor = surat.nomor
    erase(kontak)
    surat.refresh_from_db()
    assert (surat.isi, surat.alasan, surat.rujukan, surat.isian) == ("", "", "", {})
    assert (surat.nomor, surat.urut, surat.status) == (nomor, 1, "terbit")
    assert surat.riwayat.last().peristiwa == "dihapus"
    assert BukuHapus.objects.get(kelas="surat").jumlah == 1


def test_letters_that_are_not_out_are_given_up_and_others_are_untouched(buat, terbit, kontak):
    draf, tunggu = buat("sktm", kontak=kontak), submit_surat(buat("sktm", kontak=kontak))
    lain = terbit("sktm", kontak=KontakFactory())
    erase(kontak)
    assert set(Surat.objects.filter(kontak=kontak).values_list("status", flat=True)) == {"batal"}
    lain.refresh_from_db()
    assert lain.isian["nama"] == "Sulastri Wijayanti"
    for surat in (draf, tunggu):
        surat.refresh_from_db()
        assert surat.isi == ""


def test_erasing_twice_writes_one_line(terbit, kontak):
    terbit("sktm", kontak=kontak)
    erase(kontak)
    erase(kontak)
    assert BukuHapus.objects.filter(kelas="surat").count() == 1


def test_the_eraser_of_the_portal_reaches_letters(terbit, kontak):
    surat = terbit("sktm", kontak=kontak)
    erase_kontak(kontak)
    surat.refresh_from_db()
    assert surat.isi == ""


def test_an_erased_letter_cannot_be_replaced(terbit, kontak, lurah):
    surat = terbit("sktm", kontak=kontak)
    erase(kontak)
    with pytest.raises(ValueError, match="dihapus"):
        reissue_surat(surat, by=lurah)


def test_old_drafts_and_long_issued_letters_lose_their_words(buat, terbit, lurah):
    now = timezone.now()
    hari = settings.RETENSI_HARI
    draf, keluar, baru = buat("sktm"), terbit("sktm"), terbit("sktm")
    pengganti = reissue_surat(keluar, by=lurah)
    lama = now - timedelta(days=hari["draf_surat"] + 1)
    Surat.objects.filter(pk__in=[draf.pk, pengganti.pk]).update(updated_at=lama)
    sudah = now - timedelta(days=hari["surat"] + 1)
    Surat.objects.filter(pk=keluar.pk).update(terbit_at=sudah)
    assert blank_surat(now) == {"draf_surat": 2, "surat": 1}
    for surat in (draf, keluar, pengganti, baru):
        surat.refresh_from_db()
    assert [s.isi == "" for s in (draf, keluar, pengganti, baru)] == [True, True, True, False]
    assert (draf.status, keluar.status, keluar.urut) == ("batal", "terbit", 1)
    assert blank_surat(now) == {"draf_surat": 0, "surat": 0}
    apply_retensi(now)
