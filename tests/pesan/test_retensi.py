"""Retention and erasure: what goes, what stays, and the ledger."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from pesan.kanal.web import data_laporan, store_laporan
from pesan.kirim import send_batch
from pesan.lampiran import store_unggahan
from pesan.models import BukuHapus, Kontak, Lampiran, PesanKeluar, PesanMasuk
from pesan.proses import process_batch
from pesan.retensi import apply_retensi
from pesan.services import erase_kontak, queue_pesan
from tests.pesan.conftest import amplop, kirim, pesan
from tests.pesan.test_lampiran import gambar

NIHIL = dict.fromkeys(settings.RETENSI_HARI, 0)


@pytest.fixture
def surat(nomor, penangan, graph):
    """A message that was answered."""
    kirim(amplop(messages=[pesan("Got mampet depan rumah")]))
    process_batch()
    kontak = Kontak.objects.get()
    queue_pesan(kunci="1", templat="x", badan="Jawaban", slots={"a": "b"}, kontak=kontak)
    send_batch()
    return kontak


def test_each_class_goes_in_its_time_and_the_ledger_says_so(surat):
    now = timezone.now()
    assert apply_retensi(now) == NIHIL
    assert apply_retensi(now + timedelta(days=2))["alamat_balas"] == 1
    surat.refresh_from_db()
    assert (surat.alamat, surat.alamat_hingga) == ("", None)
    assert surat.hash  # a repeat report still links
    assert apply_retensi(now + timedelta(days=91))["muatan_mentah"] == 1
    assert PesanMasuk.objects.get().muatan == ""
    assert apply_retensi(now + timedelta(days=366))["pesan_keluar"] == 1
    keluar = PesanKeluar.objects.get()
    assert (keluar.badan, keluar.slots, keluar.status) == ("", "", "sent")
    tercatat = list(BukuHapus.objects.order_by("id").values_list("kelas", "jumlah"))
    assert tercatat == [("alamat_balas", 1), ("muatan_mentah", 1), ("pesan_keluar", 1)]
    assert apply_retensi(now + timedelta(days=400)) == NIHIL


def test_what_still_waits_is_not_blanked(nomor):
    kirim(amplop(messages=[pesan()]))
    assert apply_retensi(timezone.now() + timedelta(days=400))["muatan_mentah"] == 0


def test_a_held_address_stays(surat):
    Kontak.objects.update(alamat_hingga=None)
    assert apply_retensi(timezone.now() + timedelta(days=40))["alamat_balas"] == 0


@pytest.fixture
def hanya_pesan(settings):
    settings.PENGHAPUS = ["pesan.penghapus.erase"]


def test_an_erased_person_leaves_only_empty_rows(
    surat, hanya_pesan, django_capture_on_commit_callbacks
):
    lampiran = store_unggahan(gambar(), pesan_masuk=PesanMasuk.objects.get(), nama="Bu Sari.jpg")
    berkas, gudang = lampiran.berkas.name, lampiran.berkas.storage
    queue_pesan(kunci="2", templat="x", badan="Menunggu", kontak=surat)
    with django_capture_on_commit_callbacks(execute=True):
        erase_kontak(surat, rujukan="HL-AAAA-BBBB")
    hash_lama = surat.hash
    surat.refresh_from_db()
    assert surat.hash != hash_lama
    assert surat.alamat == ""
    assert PesanMasuk.objects.get().muatan == ""
    assert set(PesanKeluar.objects.values_list("badan", "slots")) == {("", "")}
    assert PesanKeluar.objects.get(kunci="2").status == "expired"
    lampiran.refresh_from_db()
    assert (lampiran.status, lampiran.nama, lampiran.sha256) == ("dihapus", "", "")
    assert not gudang.exists(berkas)
    assert Lampiran.objects.count() == 1
    assert BukuHapus.objects.get(kelas="kontak").rujukan == "HL-AAAA-BBBB"


def test_an_erased_person_who_writes_again_is_a_stranger(surat, hanya_pesan, penangan):
    erase_kontak(surat)
    kirim(amplop(messages=[pesan("halo lagi")]))
    process_batch()
    assert penangan[-1][2].kontak.pk != surat.pk


def test_the_words_that_say_it_is_done_still_go_out(surat, hanya_pesan, graph):
    queue_pesan(kunci="pamit", templat="hapus_data", badan="Sudah dihapus.", kontak=surat)
    erase_kontak(surat)
    send_batch()
    assert graph.diterima[-1][2]["text"]["body"] == "Sudah dihapus."
    surat.refresh_from_db()
    assert surat.alamat == ""


def test_the_message_that_asks_to_be_forgotten_is_forgotten_too(nomor, settings, monkeypatch):
    settings.PENGHAPUS = ["pesan.penghapus.erase"]

    def lupakan(masuk):
        for m in masuk:
            erase_kontak(m.kontak)
        return [True] * len(masuk)

    monkeypatch.setattr("pesan.proses._handlers", lambda _paths: (lupakan,))
    kirim(amplop(messages=[pesan("HAPUS DATA")]))
    process_batch()
    baris = PesanMasuk.objects.get()
    assert (baris.status, baris.muatan) == ("selesai", "")


def test_a_pin_goes_once_it_has_arrived_or_after_a_day(nomor, warga):
    now = timezone.now()
    for kunci, status in (("1", "sent"), ("2", "delivered"), ("3", "queued")):
        queue_pesan(kunci=kunci, templat="terima", badan="PIN: 123456", kontak=warga)
        PesanKeluar.objects.filter(kunci=kunci).update(status=status)
    masuk = store_laporan(wilayah=nomor.wilayah, data={"teks": "Lampu mati"}, token="t")
    PesanMasuk.objects.update(status="selesai", selesai_at=now)
    assert apply_retensi(now)["pin"] == 1
    assert data_laporan(PesanMasuk.objects.get(pk=masuk.pk))["pin"]
    assert apply_retensi(now + timedelta(hours=25))["pin"] == 2
    assert [bool(p.badan) for p in PesanKeluar.objects.order_by("kunci")] == [False, False, True]
    isi = data_laporan(PesanMasuk.objects.get(pk=masuk.pk))
    assert (isi["pin"], isi["formulir"]["teks"]) == ("", "Lampu mati")
    assert apply_retensi(now + timedelta(hours=26))["pin"] == 0
