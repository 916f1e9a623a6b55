"""HAPUS DATA: no word of the person stays anywhere; numbers and counts do."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models

from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from curhat.services.hapus import erase_laporan
from curhat.services.lacak import PinSalah, check_pin
from pesan.models import BukuHapus, Lampiran, PesanKeluar, PesanMasuk
from pesan.proses import process_alone, process_batch
from tests.curhat.conftest import kepada_warga, terima
from tests.curhat.halaman import laporan_baru, masuk_lacak
from tests.factories import CurhatFactory, InstansiFactory, KontakFactory
from tests.pesan.conftest import amplop, gagal, kabar, kirim, pesan

PENANDA = "zamrudkhatulistiwa"
CERITA = (
    f"Tolong pak, rumah di gang {PENANDA} RT 04 RW 01 kebakaran, api sudah besar, ada anak di dalam"
)


def traces(kata=PENANDA):
    """Every table.column that still holds the word, encrypted columns read in the clear."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        kolom = [
            f for f in model._meta.local_concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]  # fmt: skip
        for f in kolom:
            for nilai in model._base_manager.values_list(f.attname, flat=True):
                if nilai is not None and kata in str(nilai).lower():
                    found.append(f"{model._meta.db_table}.{f.column}")
    return found


@pytest.fixture
def jejak(kelurahan, moderator, django_capture_on_commit_callbacks):
    """A story that went everywhere: ticket, notices, hand-over, additions, BELUM, a file."""
    terima(CERITA + "\nTEMBUSAN: YA")
    tiket = Tiket.objects.get()
    terima(f"Belum ada mobil damkar ke {PENANDA}")
    layanan.divert_tiket(
        tiket, by=moderator, alasan="Damkar.", ke_instansi=InstansiFactory(kode="DLH-UJI")
    )
    layanan.confirm_selesai(tiket)
    terima(f"BELUM, {PENANDA} masih berasap")
    kirim(amplop(messages=[pesan(f"Ralat: gang {PENANDA} nomor 5")]))
    process_batch()
    lampiran = Lampiran.objects.create(nama=f"{PENANDA}.jpg", status="ada", mime="image/jpeg")
    lampiran.berkas.save("uji.jpg", ContentFile(b"isi"))
    Curhat.objects.order_by("id").first().lampiran.add(lampiran)
    assert len(traces()) >= 6
    return lampiran


def test_hapus_data_leaves_no_word_in_any_table(jejak, django_capture_on_commit_callbacks):
    nomor = Tiket.objects.get(curhat=Curhat.objects.order_by("id").first()).nomor
    berkas = jejak.berkas.path
    jumlah = (Curhat.objects.count(), Tiket.objects.count())
    with django_capture_on_commit_callbacks(execute=True):
        terima("HAPUS DATA")
    assert traces() == []
    assert (Curhat.objects.count(), Tiket.objects.count()) == jumlah
    assert Tiket.objects.filter(nomor=nomor).exists()
    with pytest.raises(FileNotFoundError):
        open(berkas)  # noqa: PTH123, SIM115
    assert BukuHapus.objects.filter(kelas="kontak").exists()


def test_the_person_is_told_and_is_a_stranger_afterwards(jejak):
    terima("HAPUS DATA")
    assert kepada_warga()[-1][0] == "hapus_data"
    assert not Curhat.objects.exclude(kontak__hash__startswith="dihapus-").exists()
    terima("STATUS")
    assert kepada_warga()[-1][0] == "tanpa_laporan"


def test_an_erased_report_opens_for_nobody(jejak):
    kode = Curhat.objects.first().kode
    terima("HAPUS DATA")
    for pin in ("000000", "123456"):
        with pytest.raises(PinSalah):
            check_pin(kode, pin)


def test_a_notice_not_yet_sent_is_not_sent_empty(jejak):
    terima("HAPUS DATA")
    assert not PesanKeluar.objects.filter(status="queued", badan="").exists()


def test_a_report_without_a_contact_is_erased_by_its_code(kelurahan, client):
    isi = {"cerita": CERITA, "token": "0a9f4dd2-7d2c-4d6a-9a53-3a8b0f5a5c99"}
    client.get(client.post("/taman-madiun/lapor/", isi)["Location"])
    curhat = Curhat.objects.get()
    assert traces()
    erase_laporan(curhat)
    assert traces() == []
    assert Tiket.objects.count() == 1


def test_a_typed_address_gives_no_right_to_the_reports_of_another(kelurahan):
    _, _, kode, pin = laporan_baru(cerita=CERITA, kontak="korban@contoh.id", simpan="dicabut")
    _, _, lain, pin_lain = laporan_baru(kontak="Korban@contoh.id", simpan="tiket")
    penyerang = masuk_lacak(lain, pin_lain)
    penyerang.post("/lacak/hapus/", {"apa": "kontak"})
    penyerang.post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    korban = Curhat.objects.get(kode=kode)
    assert korban.dihapus_at is None
    assert (korban.kontak.alamat, korban.kontak.simpan) == ("korban@contoh.id", "dicabut")
    assert traces()
    masuk_lacak(kode, pin).post("/lacak/hapus/", {"apa": "semua", "yakin": "1"})
    assert traces() == []
    assert traces("korban@contoh.id") == []
    assert not Curhat.objects.filter(dihapus_at=None).exists()


def test_a_contact_shared_by_an_unverified_channel_outlives_one_report(kelurahan):
    kontak = KontakFactory(saluran="api", hash="api-1", alamat="")
    satu, dua = CurhatFactory(kontak=kontak, isi=PENANDA), CurhatFactory(kontak=kontak)
    erase_laporan(satu)
    dua.refresh_from_db()
    assert (dua.dihapus_at, dua.kontak.hash) == (None, "api-1")
    assert traces() == []
    erase_laporan(dua)
    assert dua.kontak.curhat.filter(dihapus_at=None).count() == 0


def tarik(id_asal):
    kirim(amplop(messages=[pesan("", type="revoke", revoke={"original_message_id": id_asal})]))
    process_batch()


def test_a_message_taken_back_leaves_no_word_and_no_file(
    kelurahan, django_capture_on_commit_callbacks
):
    awal = pesan(CERITA)
    kirim(amplop(messages=[awal]))
    process_batch()
    curhat = Curhat.objects.get()
    lampiran = Lampiran.objects.create(
        nama=f"{PENANDA}.jpg", status="ada", pesan_masuk=curhat.pesan_masuk
    )
    lampiran.berkas.save("uji.jpg", ContentFile(b"isi"))
    curhat.lampiran.add(lampiran)
    Curhat.objects.update(lat="-7.64", lng="111.53")
    urgensi = curhat.urgensi
    with django_capture_on_commit_callbacks(execute=True):
        tarik(awal["id"])
    assert traces() == []
    curhat.refresh_from_db()
    lampiran.refresh_from_db()
    assert (curhat.urgensi, curhat.lat, lampiran.status) == (urgensi, None, "dihapus")
    assert curhat.ringkasan.endswith("(pesan ditarik)")
    assert Tiket.objects.open().count() == 1
    waiting = PesanKeluar.objects.filter(templat="notif_lurah", status="queued")
    assert waiting.count() == 2  # the lurah and the moderator still hear of the ticket


def test_neither_states_nor_failures_keep_the_number(kelurahan, monkeypatch):
    kirim(amplop(messages=[pesan(CERITA)]))
    process_batch()
    keluar = PesanKeluar.objects.filter(kontak__isnull=False).first()
    PesanKeluar.objects.filter(pk=keluar.pk).update(id_penyedia="wamid.keluar")
    kirim(amplop(statuses=[kabar("wamid.keluar", "sent"), kabar("wamid.lain", "read")]))
    kirim(amplop(messages=[pesan(f"{PENANDA} lagi")]))
    monkeypatch.setattr("pesan.proses._hand_over", gagal)
    for _ in range(6):
        for pk in PesanMasuk.objects.filter(status="baru").values_list("pk", flat=True):
            process_alone(pk)
    monkeypatch.undo()
    assert PesanMasuk.objects.filter(status="gagal").exclude(muatan="").count() == 1
    assert not PesanMasuk.objects.filter(jenis="status").exclude(muatan="").exists()
    terima("HAPUS DATA")
    sisa = {f"{m.jenis}:{m.status}" for m in PesanMasuk.objects.exclude(muatan="")}
    assert sisa == set()
    assert traces() == []


def test_the_scan_itself_reads_encrypted_columns(kelurahan):
    kirim(amplop(messages=[pesan(CERITA)]))
    assert traces() == ["pesan_pesanmasuk.muatan"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT muatan FROM pesan_pesanmasuk")
        assert PENANDA not in cursor.fetchone()[0]
