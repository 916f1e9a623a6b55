"""Files that go out: owed with their message, uploaded once, true states, erased with it."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image

from pesan import kirim as kirim_modul
from pesan.berkas import DOCX, PDF, BerkasDitolak, BerkasKirim, check_kirim, drop_orphans
from pesan.kirim import send_batch
from pesan.models import BerkasKeluar, Kontak, PeristiwaPesan, PesanKeluar, TemplatPesan
from pesan.retensi import apply_retensi
from pesan.services import queue_pesan, resend_pesan
from pesan.services.kontak import erase_kontak
from tests.factories import PenggunaFactory
from tests.pesan.test_lampiran import gambar
from tests.pesan.test_send_keluar import segera

ISI = b"%PDF-1.7\nsurat contoh"
SURAT = BerkasKirim("Surat permohonan.pdf", ISI)


def docx(*nama):
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as arsip:
        for satu in nama or ("[Content_Types].xml", "word/document.xml"):
            arsip.writestr(satu, "<x/>")
    return keluar.getvalue()


@pytest.fixture
def surat(warga, nomor, graph):
    """A letter owed to a resident whose window is open."""
    return queue_pesan(
        kunci="b1",
        templat="x",
        badan="Ini surat Anda.",
        kontak=warga,
        wilayah=nomor.wilayah,
        berkas=SURAT,
    )


@pytest.mark.parametrize(
    ("nama", "isi", "jadi", "mime"),
    [
        ("Surat.pdf", ISI, "Surat.pdf", PDF),
        ("Surat: RT 03/RW 02", ISI, "Surat RT 03 RW 02.pdf", PDF),
        ("../../rahasia\n.PDF", ISI, "rahasia .PDF.pdf", PDF),
        ("", ISI, "berkas.pdf", PDF),
        ("surat.docx", docx(), "surat.docx", DOCX),
        ("peta.png", gambar(format="PNG"), "peta.png.jpg", "image/jpeg"),
        ("cap.png", gambar(format="PNG", mode="RGBA"), "cap.png.jpg", "image/jpeg"),
    ],
)
def test_a_file_is_known_by_its_content_and_gets_a_name_for_any_telephone(nama, isi, jadi, mime):
    hasil = check_kirim(BerkasKirim(nama, isi))
    assert (hasil.nama.lstrip(". "), hasil.mime) == (jadi, mime)
    if mime == "image/jpeg":
        assert Image.open(io.BytesIO(hasil.isi)).format == "JPEG"


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (b"", "kosong"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), "10 MB"),
        (b"MZ program", "tidak dapat dibuka"),
        (docx("a.txt"), "Hanya PDF"),
        (docx("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "makro"),
        (b"PK\x03\x04rusak", "rusak"),
        (b"OggS\x00suara", "tidak dapat dibuka"),
    ],
    ids=["kosong", "besar", "program", "zip", "makro", "zip rusak", "suara"],
)
def test_what_no_channel_should_bring_is_refused_before_anything_is_owed(warga, isi, kata):
    with pytest.raises(BerkasDitolak, match=kata):
        queue_pesan(
            kunci="1", templat="x", badan="x", kontak=warga, berkas=BerkasKirim("a.pdf", isi)
        )
    assert not PesanKeluar.objects.exists()


def test_a_letter_is_uploaded_to_the_number_and_sent_with_its_text(surat, graph):
    assert send_batch() == 1
    ((path, token, badan),) = graph.unggahan
    assert path.endswith("/111222333/media")
    assert token == "Bearer akses-uji"
    assert ISI in badan
    assert b"application/pdf" in badan
    assert b"Surat permohonan" not in badan  # the name is for the recipient alone
    isi = graph.diterima[0][2]
    assert (isi["type"], isi["to"]) == ("document", "6281200000001")
    assert isi["document"] == {
        "id": "880001",
        "filename": "Surat permohonan.pdf",
        "caption": "Ini surat Anda.",
    }
    surat.refresh_from_db()
    assert (surat.status, surat.id_penyedia) == ("sent", "wamid.keluar1")
    assert surat.berkas.id_media == "880001"


def test_a_letter_with_buttons_is_one_message(warga, graph):
    badan = "Kirim ke kelurahan?\n[[AJUKAN|NANTI]]"
    queue_pesan(kunci="1", templat="x", badan=badan, kontak=warga, berkas=SURAT)
    send_batch()
    isi = graph.diterima[0][2]["interactive"]
    assert isi["header"]["document"]["id"] == "880001"
    assert isi["body"]["text"] == "Kirim ke kelurahan?"
    assert len(isi["action"]["buttons"]) == 2


def test_a_picture_goes_as_a_picture_and_a_long_text_ends_at_the_limit(warga, graph):
    foto = BerkasKirim("denah.png", gambar(format="PNG"))
    queue_pesan(kunci="1", templat="x", badan="a" * 2000, kontak=warga, berkas=foto)
    send_batch()
    isi = graph.diterima[0][2]
    assert isi["type"] == "image"
    assert len(isi["image"]["caption"]) == 1024


def test_the_same_message_again_keeps_its_first_file(surat, warga, nomor):
    lain = BerkasKirim("lain.pdf", b"%PDF-lain")
    lagi = queue_pesan(kunci="b1", templat="x", badan="x", kontak=warga, berkas=lain)
    assert lagi.pk == surat.pk
    assert BerkasKeluar.objects.get().read_isi() == ISI
    queue_pesan(kunci="tanpa", templat="x", badan="x", kontak=warga)
    queue_pesan(kunci="tanpa", templat="x", badan="x", kontak=warga, berkas=lain)
    assert BerkasKeluar.objects.count() == 1


def test_a_worker_killed_between_upload_and_sending_costs_one_more_upload_only(
    surat, graph, monkeypatch
):
    def mati(*_args, **_lain):
        raise SystemExit

    monkeypatch.setattr("pywa.client.WhatsApp.send_document", mati)
    with pytest.raises(SystemExit):
        send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.percobaan, len(graph.unggahan)) == ("queued", 1, 1)
    monkeypatch.undo()
    assert send_batch() == 0  # held for a while
    segera()
    send_batch()
    surat.refresh_from_db()
    assert surat.status == "sent"
    assert len(graph.diterima) == 1
    assert graph.diterima[0][2]["document"]["id"] == surat.berkas.id_media == "880002"


def test_an_uploaded_file_is_not_uploaded_again_when_only_the_sending_failed(surat, graph):
    graph.tolak(130429)
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.berkas.id_media) == ("queued", "880001")
    segera()
    send_batch()
    assert PesanKeluar.objects.get().status == "sent"
    assert len(graph.unggahan) == 1


@pytest.mark.parametrize(
    ("kode", "status", "akhir"),
    [(130429, 429, "queued"), (1, 500, "queued"), (131053, 400, "failed"), (100, 400, "failed")],
)
def test_an_upload_that_fails_is_tried_again_or_ended_as_its_error_says(
    surat, graph, kode, status, akhir
):
    graph.jawaban_unggah.append((status, {"error": {"code": kode, "message": "ditolak"}}))
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.galat) == (akhir, f"WhatsApp {kode}")
    assert (graph.diterima, surat.sent_at) == ([], None)
    if akhir == "queued":
        segera()
        send_batch()
        surat.refresh_from_db()
        assert surat.status == "sent"


def test_an_upload_without_an_id_is_not_called_sent(surat, graph):
    graph.jawaban_unggah.append((200, {"aneh": True}))
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, graph.diterima) == ("queued", [])


def test_a_file_the_provider_has_lost_is_uploaded_anew(surat, graph):
    graph.tolak(130429)
    send_batch()
    graph.tolak(131053)
    segera()
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.berkas.id_media) == ("queued", "")
    segera()
    send_batch()
    assert PesanKeluar.objects.get().status == "sent"
    assert len(graph.unggahan) == 2


def test_a_refusal_of_a_fresh_upload_is_final(surat, graph):
    graph.tolak(131053)
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.percobaan) == ("failed", 1)
    resend_pesan(surat, by=PenggunaFactory())
    assert BerkasKeluar.objects.get().id_media == ""


def test_a_file_that_is_gone_from_the_disk_is_said_truly(surat, graph):
    Path(default_storage.path(surat.berkas.isi.name)).unlink()
    send_batch()
    surat.refresh_from_db()
    assert (surat.status, surat.galat) == ("failed", "berkasnya tidak ada lagi")


def _outside_window():
    Kontak.objects.update(terakhir_masuk_at=timezone.now() - timedelta(hours=25))


def test_outside_the_window_a_letter_is_never_called_sent(surat, graph):
    _outside_window()
    send_batch()
    surat.refresh_from_db()
    assert (graph.diterima, graph.unggahan, surat.status) == ([], [], "failed")
    assert "24 jam" in surat.galat


def _templat_surat(warga, nomor, berkas, **lain):
    TemplatPesan.objects.create(kode="s", badan="Surat {nomor} jadi", nama_meta="s_meta", **lain)
    queue_pesan(
        kunci="1", templat="s", slots={"nomor": "7"}, kontak=warga, wilayah=nomor.wilayah,
        berkas=berkas,
    )  # fmt: skip
    _outside_window()
    send_batch()


def test_a_template_approved_with_a_document_brings_the_letter(warga, nomor, graph):
    _templat_surat(warga, nomor, SURAT, berkas_meta=True)
    kepala, badan = graph.diterima[0][2]["template"]["components"]
    assert kepala["type"].lower() == "header"
    dokumen = kepala["parameters"][0]["document"]
    assert dokumen == {"id": "880001", "filename": "Surat permohonan.pdf"}
    assert badan["parameters"][0]["text"] == "7"
    assert PesanKeluar.objects.get().cara == "templat"


@pytest.mark.parametrize("berkas", [SURAT, BerkasKirim("s.docx", docx())], ids=["pdf", "docx"])
def test_a_template_without_a_document_brings_the_words_and_says_so(warga, nomor, graph, berkas):
    _templat_surat(warga, nomor, berkas, berkas_meta=berkas is not SURAT)
    (komponen,) = graph.diterima[0][2]["template"]["components"]
    assert komponen["type"].lower() == "body"
    assert graph.unggahan == []
    catatan = PeristiwaPesan.objects.get(status="sent").keterangan
    assert catatan == "templat tanpa dokumen: berkasnya hanya di halaman lacak"


def test_by_mail_it_is_an_attachment(taman):
    kontak = Kontak.objects.create(saluran="web", hash="h", alamat="warga@contoh.id")
    queue_pesan(
        kunci="1", templat="x", badan="Ini suratnya", kontak=kontak, wilayah=taman, berkas=SURAT
    )
    send_batch()
    assert mail.outbox[0].attachments == [("Surat permohonan.pdf", ISI, PDF)]


def test_the_second_way_to_staff_brings_the_file_too(nomor, taman, graph):
    staf = PenggunaFactory(nomor_wa="+62 812-3", email="lurah@contoh.id")
    queue_pesan(
        kunci="1", templat="n", badan="Undangan", pengguna=staf, wilayah=taman, berkas=SURAT
    )
    send_batch()
    send_batch()
    assert mail.outbox[0].attachments[0][1] == ISI
    pertama, kedua = BerkasKeluar.objects.order_by("pk")
    assert pertama.isi.name != kedua.isi.name


def test_an_erased_person_gets_no_letter_and_leaves_none(
    surat, graph, django_capture_on_commit_callbacks
):
    jalur = default_storage.path(surat.berkas.isi.name)
    assert Path(jalur).exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase_kontak(surat.kontak)
    send_batch()
    berkas = BerkasKeluar.objects.get()
    assert (berkas.status, berkas.nama, berkas.ukuran) == ("dihapus", "", 0)
    assert not Path(jalur).exists()
    assert graph.diterima == graph.unggahan == []


def test_who_is_erased_while_the_worker_holds_the_letter_is_not_written_to_again(
    surat, graph, monkeypatch
):
    asli = kirim_modul._record

    def hapus_dulu(hasil):
        erase_kontak(surat.kontak)
        asli(hasil)

    graph.tolak(130429)
    monkeypatch.setattr(kirim_modul, "_record", hapus_dulu)
    send_batch()
    monkeypatch.undo()
    segera()
    assert send_batch() == 0
    berkas = BerkasKeluar.objects.get()
    assert (berkas.status, berkas.id_media) == ("dihapus", "")


def test_retention_takes_the_file_with_the_words(
    surat, graph, settings, django_capture_on_commit_callbacks
):
    send_batch()
    lama = timezone.now() - timedelta(days=settings.RETENSI_HARI["pesan_keluar"] + 1)
    PesanKeluar.objects.update(created_at=lama)
    jalur = default_storage.path(surat.berkas.isi.name)
    with django_capture_on_commit_callbacks(execute=True):
        apply_retensi()
    assert BerkasKeluar.objects.get().status == "dihapus"
    assert not Path(jalur).exists()


def test_a_file_whose_transaction_failed_is_swept_away_a_day_later(warga, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        queue_pesan(kunci="1", templat="x", badan="x", kontak=warga, berkas=SURAT)
        transaction.set_rollback(True)
    queue_pesan(kunci="2", templat="x", badan="x", kontak=warga, berkas=SURAT)
    besok = timezone.now() + timedelta(days=1)
    assert drop_orphans(timezone.now()) == 0  # today's may still be on their way
    assert drop_orphans(besok) == 1
    assert BerkasKeluar.objects.get().read_isi() == ISI
    assert drop_orphans(besok) == 0


def test_files_are_private_and_under_random_names(surat):
    jalur = Path(default_storage.path(surat.berkas.isi.name))
    assert jalur.stat().st_mode & 0o077 == 0
    assert "surat" not in jalur.name.lower()
    dua = default_storage.save("keluar/x.pdf", ContentFile(b"x"))
    default_storage.delete(dua)
