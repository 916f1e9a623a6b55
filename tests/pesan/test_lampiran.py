"""Files: by their content, made anew, fetched from the provider, served safely."""

import io
import random
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone
from PIL import Image

from pesan import ambil
from pesan.ambil import fetch_batch
from pesan.lampiran import SISI_MAKS, LampiranDitolak, check_berkas, serve_lampiran, store_unggahan
from pesan.models import Lampiran, PesanMasuk


def gambar(ukuran=(64, 48), format="JPEG", mode="RGB", **lain):
    keluar = io.BytesIO()
    Image.new(mode, ukuran, "green").save(keluar, format, **lain)
    return keluar.getvalue()


def foto_dengan_gps():
    exif = Image.Exif()
    exif[0x010F] = "Merek Telepon"
    exif[0x0112] = 6  # turned by 90 degrees
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (7.0, 38.0, 35.0)
    keluar = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(keluar, "JPEG", exif=exif, comment=b"rumah Bu Sari")
    return keluar.getvalue()


def test_a_photo_loses_its_place_and_camera_but_stays_upright():
    asli = foto_dengan_gps()
    assert Image.open(io.BytesIO(asli)).getexif()
    berkas = check_berkas(asli)
    hasil = Image.open(io.BytesIO(berkas.isi))
    assert not hasil.getexif()
    assert hasil.size == (30, 60)
    assert b"Merek" not in berkas.isi
    assert b"Sari" not in berkas.isi


def test_a_large_photo_becomes_smaller():
    berkas = check_berkas(gambar((4000, 1000)))
    assert Image.open(io.BytesIO(berkas.isi)).size == (SISI_MAKS, 512)


def test_transparency_is_kept():
    berkas = check_berkas(gambar(format="PNG", mode="RGBA"), "tanda_tangan")
    assert (berkas.mime, berkas.jenis) == ("image/webp", "tanda_tangan")


@pytest.mark.parametrize(("format", "mode"), [("WEBP", "RGB"), ("GIF", "P"), ("PNG", "L"),
                                              ("JPEG", "CMYK"), ("PNG", "I;16")])  # fmt: skip
def test_other_picture_formats_are_made_into_jpeg(format, mode):
    keluar = io.BytesIO()
    Image.new(mode, (8, 8)).save(keluar, format)
    assert check_berkas(keluar.getvalue()).mime == "image/jpeg"


@pytest.mark.parametrize(
    ("isi", "jenis", "mime"),
    [
        (b"%PDF-1.7 isi", "berkas", "application/pdf"),
        (b"OggS\x00\x02isi", "suara", "audio/ogg"),
        (b"ID3\x04isi", "suara", "audio/mpeg"),
        (b"\x00\x00\x00 ftypM4A isi", "suara", "audio/mp4"),
        (b"\x00\x00\x00 ftypisomisi", "video", "video/mp4"),
    ],
)
def test_documents_and_recordings_are_known_by_their_content(isi, jenis, mime):
    berkas = check_berkas(isi, "berkas")
    assert (berkas.jenis, berkas.mime, berkas.isi) == (jenis, mime, isi)


def test_a_picture_sent_as_a_document_is_a_photo():
    assert check_berkas(gambar(), "berkas").jenis == "foto"


def bom():
    """A PNG header that promises 60,000 x 60,000 points."""
    isi = bytearray(gambar(format="PNG"))
    isi[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(isi)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (b"", "kosong"),
        (b"\xff\xd8\xff\xe0 bukan jpeg", "tidak dapat dibuka"),
        (b"<svg onload=alert(1)>", "tidak dapat dibuka"),
        (b"MZ\x90\x00", "tidak dapat dibuka"),
        (b"%PDF-1.7", "tidak dapat dibuka"),  # as a photo
        (b"\x00\x00\x00 ftypheic....", "HEIC"),
        (gambar(ukuran=(9000, 9000), format="PNG"), "terlalu besar"),
        (bom(), "tidak dapat dibuka|terlalu besar"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
    ids=["kosong", "jpeg palsu", "svg", "exe", "pdf sebagai foto", "heic", "81MP", "bom", "11MB"],
)
def test_what_is_refused_says_why_in_plain_words(isi, kata):
    with pytest.raises(LampiranDitolak, match=kata):
        check_berkas(isi)


def test_half_a_photo_is_refused():
    isi = gambar((400, 400), quality=95)
    with pytest.raises(LampiranDitolak):
        check_berkas(isi[: len(isi) // 2])


def test_noise_never_raises_anything_else():
    acak = random.Random(7)
    for awal in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBP"):
        for _ in range(20):
            with pytest.raises(LampiranDitolak):
                check_berkas(awal + acak.randbytes(200))


def test_an_upload_is_kept_under_a_random_name(db):
    satu = store_unggahan(SimpleUploadedFile("../../rumah saya.jpg", gambar()))
    dua = store_unggahan(gambar())
    assert "rumah" not in satu.berkas.name
    assert satu.berkas.name != dua.berkas.name
    assert satu.sha256 == dua.sha256
    assert satu.nama == "rumah saya.jpg"
    assert satu.ukuran == satu.berkas.size


def test_eleven_megabytes_are_refused_without_being_read_whole(db):
    besar = SimpleUploadedFile("besar.jpg", b"x" * (11 * 1024 * 1024))
    with pytest.raises(LampiranDitolak, match="10 MB"):
        store_unggahan(besar)
    assert not Lampiran.objects.exists()


def test_a_photo_is_shown_and_a_document_downloads(db):
    foto = serve_lampiran(store_unggahan(gambar()))
    pdf = serve_lampiran(store_unggahan(b"%PDF-1.7", "berkas"))
    assert foto["Content-Type"] == "image/jpeg"
    assert foto["Content-Disposition"].startswith("inline")
    assert pdf["Content-Disposition"].startswith("attachment")
    for jawaban in (foto, pdf):
        assert jawaban["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in jawaban["Content-Security-Policy"]
        jawaban.close()


def test_what_is_not_there_is_a_404(db):
    with pytest.raises(Http404):
        serve_lampiran(Lampiran.objects.create(status="ditolak"))


@pytest.fixture
def tunggu(nomor):
    pesan = PesanMasuk.objects.create(
        saluran="whatsapp", id_penyedia="m", nomor_kanal=nomor, muatan="{}"
    )
    return Lampiran.objects.create(pesan_masuk=pesan, id_media="777", jenis="foto")


def test_a_photo_is_fetched_from_the_provider(tunggu, graph):
    graph.berkas["777"] = foto_dengan_gps()
    assert fetch_batch() == 1
    tunggu.refresh_from_db()
    assert (tunggu.status, tunggu.mime) == ("ada", "image/jpeg")
    assert fetch_batch() == 0


def test_a_file_that_is_no_photo_is_refused_with_a_reason(tunggu, graph):
    graph.berkas["777"] = b"MZ jahat"
    fetch_batch()
    tunggu.refresh_from_db()
    assert tunggu.status == "ditolak"
    assert "tidak dapat dibuka" in tunggu.alasan


def test_a_file_too_large_is_not_read_to_its_end(tunggu, graph, settings):
    settings.LAMPIRAN_MAX_BYTES = 1024 * 1024
    graph.berkas["777"] = b"x" * (3 * 1024 * 1024)
    fetch_batch()
    tunggu.refresh_from_db()
    assert (tunggu.status, tunggu.alasan) == ("ditolak", "Berkasnya lebih dari 1 MB.")


def test_a_file_that_cannot_be_had_yet_is_tried_again(tunggu, graph):
    graph.tutup()
    assert fetch_batch() == 1
    assert fetch_batch() == 0  # not at once
    for _ in range(6):
        Lampiran.objects.update(created_at=timezone.now() - timedelta(hours=2))
        fetch_batch()
    tunggu.refresh_from_db()
    assert (tunggu.status, tunggu.percobaan) == ("ditolak", 5)
    graph.__init__()


def test_files_not_begun_in_time_are_given_back(tunggu, graph, monkeypatch):
    graph.berkas["777"] = gambar()
    monkeypatch.setattr(ambil, "BATAS_DETIK", 0.0)
    assert fetch_batch() == 1
    tunggu.refresh_from_db()
    assert (tunggu.status, tunggu.percobaan) == ("menunggu", 0)
    monkeypatch.undo()
    fetch_batch()
    tunggu.refresh_from_db()
    assert (tunggu.status, tunggu.percobaan) == ("ada", 1)


def test_our_token_goes_to_no_foreign_address(tunggu, graph, monkeypatch):
    graph.berkas["777"] = gambar()
    monkeypatch.setattr(graph, "url", "http://127.0.0.2:1")
    fetch_batch()
    tunggu.refresh_from_db()
    assert tunggu.status == "ditolak"
