"""One kelurahan's number reaches that kelurahan's reports, whoever signs words in whose name."""

import json

import pytest

from curhat.models import Curhat, Tiket
from pesan.models import Kontak, NomorKanal, PesanKeluar, PesanMasuk
from pesan.nomor import forget_numbers
from pesan.pengirim import hash_identity
from pesan.proses import process_batch
from tests.curhat.conftest import DARI, PANDEAN, kepada_warga, terima
from tests.factories import TiketFactory, WilayahFactory
from tests.pesan.conftest import CONTOH, amplop, kabar, kirim, pesan

CERITA = "Lampu jalan di gang kami mati sudah seminggu, gelap sekali kalau malam"
RAHASIA_LAIN = "rahasia-uji-pandean"
NOMOR_LAIN = "444555666"


@pytest.fixture
def nomor_lain(kelurahan):
    nomor = NomorKanal.objects.create(
        saluran="whatsapp",
        nomor_id=NOMOR_LAIN,
        tampilan="+62 800-0000-0002",
        wilayah=WilayahFactory(kode=PANDEAN),
        app_secret=RAHASIA_LAIN,
    )
    forget_numbers()
    return nomor


@pytest.fixture
def laporan(nomor_lain):
    terima(CERITA)
    return Curhat.objects.get()


def lewat_lain(*teks, **lain):
    """Words in the same person's name, signed with the other kelurahan's secret."""
    isi = [pesan(t, **{"dari": DARI} | lain) for t in teks]
    assert kirim(amplop(messages=isi, nomor_id=NOMOR_LAIN), RAHASIA_LAIN).status_code == 200
    process_batch()


def test_the_other_number_cannot_choose_for_the_resident(laporan):
    lewat_lain("ANONIM YA\nTEMBUSAN YA")
    laporan.refresh_from_db()
    assert (laporan.anonim, laporan.tembusan) == (False, False)
    assert {t for t, _ in kepada_warga()[-2:]} == {"tanpa_laporan"}


def test_the_other_number_reads_no_status(laporan):
    lewat_lain(f"status {laporan.kode}")
    assert kepada_warga()[-1][0] == "tanpa_laporan"
    assert laporan.kode not in kepada_warga()[-1][1]


@pytest.mark.parametrize("teks", ["BELUM", "BELUM, masih gelap", "SESUDAH"])
def test_the_other_number_neither_ends_nor_reopens(laporan, moderator, teks):
    TiketFactory(status="menunggu_konfirmasi", curhat=laporan, oleh=moderator)
    lewat_lain(teks)
    assert Tiket.objects.get(curhat=laporan).status == "menunggu_konfirmasi"


def test_the_other_number_adds_no_place_to_the_report(laporan):
    isi = laporan.isi
    lewat_lain("di RT 03 RW 02 pak")
    laporan.refresh_from_db()
    assert laporan.isi == isi
    assert not laporan.riwayat.filter(peristiwa="ditambah").exists()


def test_erasing_through_the_other_number_leaves_the_report_and_says_so(laporan):
    lewat_lain("HAPUS DATA")
    laporan.refresh_from_db()
    assert laporan.dihapus_at is None
    assert CERITA[:20] in laporan.isi
    assert Kontak.objects.filter(hash=hash_identity("whatsapp", DARI)).exists()
    templat, badan = kepada_warga()[-1]
    assert templat == "hapus_sebagian"
    assert "wilayah lain" in badan


def test_erasing_takes_what_was_reported_through_that_number(laporan):
    lewat_lain(CERITA + " di Pandean")
    di_sana = Curhat.objects.exclude(pk=laporan.pk).get()
    lewat_lain("HAPUS DATA")
    di_sana.refresh_from_db()
    assert di_sana.dihapus_at is not None
    assert PesanMasuk.objects.get(curhat=di_sana).muatan == ""
    assert PesanMasuk.objects.get(curhat=laporan).muatan
    terima("HAPUS DATA")  # nothing is left elsewhere: now the person is forgotten whole
    laporan.refresh_from_db()
    assert laporan.dihapus_at is not None
    assert not Kontak.objects.filter(hash=hash_identity("whatsapp", DARI)).exists()


def test_the_number_a_report_came_by_reaches_it_wherever_it_was_moved(laporan):
    Curhat.objects.update(wilayah=PANDEAN)
    terima("ANONIM YA")
    laporan.refresh_from_db()
    assert laporan.anonim is True


def test_a_changed_number_is_believed_only_where_the_person_has_written(nomor_lain):
    lama, baru = "6281355500011", "6281355500099"
    terima(CERITA, dari=lama)
    ganti = json.loads((CONTOH / "ganti_nomor.json").read_text())
    ganti["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = NOMOR_LAIN
    kirim(ganti, RAHASIA_LAIN)
    process_batch()
    assert Kontak.objects.get().hash == hash_identity("whatsapp", lama)
    assert not Kontak.objects.filter(hash=hash_identity("whatsapp", baru)).exists()


def test_a_status_of_the_other_number_does_not_touch_our_message(laporan):
    surat = PesanKeluar.objects.filter(kontak__isnull=False).first()
    palsu = kabar("wamid.palsu", "failed", biz_opaque_callback_data=f"pesan:{surat.pk}")
    kirim(amplop(statuses=[palsu], nomor_id=NOMOR_LAIN), RAHASIA_LAIN)
    process_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.id_penyedia) == ("queued", "")
