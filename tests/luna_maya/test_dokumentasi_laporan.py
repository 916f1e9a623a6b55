"""The report of a visit as PDF and Word: what is in it, what is not, what stays as it was."""

import datetime as dt
import io
import shutil
import subprocess

import docx
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from luna_maya.cetak.laporan import compose_laporan, ready_laporan, settled_kertas
from luna_maya.models import Catatan, Kunjungan, LaporanKunjungan
from luna_maya.services.dokumentasi import edit_dokumentasi, withdraw_orang
from luna_maya.services.janji import make_janji, make_tugas
from luna_maya.services.laporan import LaporanKeliru, settle_laporan, write_ringkasan
from tests.luna_maya.pabrik import make_kunjungan, make_tokoh, malam
from tests.luna_maya.pabrik_dokumentasi import host_says, make_foto, make_selesai

pytestmark = pytest.mark.django_db
HARI = dt.date(2026, 11, 27)
JAHAT = "<b>tebal</b> #emph[miring] *bintang* $x$ \\ ["


def catat(kunjungan, jenis="masalah", isi="Lampu jalan mati", **lain):
    return Catatan.objects.create(
        kunjungan=kunjungan, wilayah=kunjungan.wilayah, jenis=jenis, isi=isi,
        dicatat_at=kunjungan.mulai_at, by=kunjungan.lurah, **lain,
    )  # fmt: skip


@pytest.fixture
def kunjungan():
    k = make_selesai(
        agenda="Makan malam\nKeliling RT", sebab="Belum pernah dikunjungi",
        tokoh=[make_tokoh(), make_tokoh("Aipda Syamsuri", "bhabinkamtibmas")],
    )  # fmt: skip
    Kunjungan.objects.filter(pk=k.pk).update(
        jawaban={"harapan": f"Jalan terang {JAHAT}", "potensi": ""}
    )
    k.peserta.update(hadir=True)
    masalah = catat(k, isi=f"Lampu jalan mati {JAHAT}", pihak="Pak Rahmadi 081234567890")
    catat(k, "potensi", "Ibu-ibu pandai membuat dodol, hubungi 0812 3456 7890")
    janji = catat(k, "janji", "Memasang lampu")
    make_janji(janji, isi="Memasang tiga lampu", tenggat=dt.date(2099, 1, 2), by=k.lurah)
    make_tugas(masalah, isi="Survei tiang", petugas=k.lurah, tenggat=dt.date(2099, 1, 5),
               by=k.lurah)  # fmt: skip
    write_ringkasan(k, jumlah_warga=23, ringkasan="Malam yang hangat.", by=k.lurah)
    return Kunjungan.objects.get(pk=k.pk)


def words(isi):
    dok = docx.Document(io.BytesIO(isi))
    teks = [p.text for p in dok.paragraphs]
    teks += [c.text for t in dok.tables for r in t.rows for c in r.cells]
    return "\n".join(teks), dok


def print_word(kunjungan, kertas=None):
    return words(
        compile_docx(*ready_laporan(kertas or compose_laporan(kunjungan, tanggal=HARI), kunjungan))
    )


def test_the_word_file_holds_what_happened_and_nobodys_number_or_address(kunjungan):
    make_foto(kunjungan)
    teks, dok = print_word(kunjungan)
    for ada in (
        "LAPORAN KUNJUNGAN", "DRAF", "LUNA MAYA", "RT 02 RW 01", "Makan malam", "Serka Wahyunadi",
        "Bhabinkamtibmas", "23 orang", "Jalan terang", "Lampu jalan mati", "dodol",
        "Memasang tiga lampu", "2 Januari 2099", "Survei tiang", "Malam yang hangat.", JAHAT,
    ):  # fmt: skip
        assert ada in teks, ada
    assert "WITA" in teks
    for tidak in ("Gang Purnama", "Rahmadi", "3456", "081234567890", "⟨"):
        assert tidak not in teks, tidak
    assert len(dok.inline_shapes) == 1


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext tidak terpasang")
def test_the_pdf_says_the_same(kunjungan, tmp_path):
    make_foto(kunjungan)
    kertas, gambar = ready_laporan(compose_laporan(kunjungan, tanggal=HARI), kunjungan)
    berkas = tmp_path / "a.pdf"
    berkas.write_bytes(compile_pdf(kertas, gambar))
    teks = subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(berkas), "-"],  # noqa: S607
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for ada in ("LAPORAN KUNJUNGAN", "RT 02 RW 01", "dodol", "#emph[miring]", "<b>tebal</b>"):
        assert ada in teks, ada
    assert "Purnama" not in teks


def test_the_host_is_named_only_with_consent(kunjungan):
    assert "Keluarga Pak Durahman" in print_word(kunjungan)[0]
    host_says(kunjungan, tampil=False)
    assert "Keluarga Pak Durahman" not in print_word(kunjungan)[0]
    host_says(kunjungan, sebut_rt=False)
    assert "RT 02 RW 01" not in print_word(kunjungan)[0].split("Temuan")[0]


def test_a_settled_report_stays_as_it_was_and_the_next_is_a_new_version(kunjungan):
    laporan = settle_laporan(kunjungan, tanggal=HARI, nomor="470/12/2026", by=kunjungan.lurah)
    catat(kunjungan, isi="Ditambah kemudian")
    teks, _dok = print_word(kunjungan, settled_kertas(laporan))
    assert "Ditambah kemudian" not in teks
    assert "470/12/2026" in teks
    assert "DRAF" not in teks
    kedua = settle_laporan(kunjungan, tanggal=HARI, by=kunjungan.lurah)
    assert kedua.versi == 2
    assert "Ditambah kemudian" in print_word(kunjungan, settled_kertas(kedua))[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        LaporanKunjungan.objects.update(nomor="lain")


def test_a_withdrawn_photo_and_host_leave_a_settled_report_too(kunjungan):
    dok = make_foto(kunjungan)
    laporan = settle_laporan(kunjungan, tanggal=HARI, by=kunjungan.lurah)
    withdraw_orang(dok.orang.get(), cara="telepon", by=None)
    host_says(kunjungan, "cabut")
    teks, word = print_word(kunjungan, settled_kertas(laporan))
    assert not word.inline_shapes
    assert "ditarik" in teks
    assert "Durahman" not in teks


def test_a_report_waits_for_the_visit_to_end():
    kunjungan = make_kunjungan(mulai_at=malam(9))
    with pytest.raises(LaporanKeliru, match="selesai"):
        settle_laporan(kunjungan, tanggal=HARI, by=kunjungan.lurah)


def test_markup_in_a_photos_caption_is_text_in_both(kunjungan):
    dok = make_foto(kunjungan)
    edit_dokumentasi(
        dok, keterangan=JAHAT, teks_alt="Teras", diambil_oleh="", urut=1, sampul=True, by=dok.by
    )
    kertas, gambar = ready_laporan(compose_laporan(kunjungan, tanggal=HARI), kunjungan)
    assert compile_pdf(kertas, gambar).startswith(b"%PDF")
    assert JAHAT in words(compile_docx(kertas, gambar))[0]


def test_staff_download_draft_and_version_and_settle_by_form(kunjungan):
    client = Client()
    client.force_login(kunjungan.lurah)
    awal = f"/admin/luna_maya/dokumentasi/kunjungan/{kunjungan.kode}/"
    assert client.get(f"{awal}laporan/pdf/?versi=1").status_code == 404
    isi = {"aksi": "tetapkan", "nomor": "470/1", "tanggal": "2026-11-27"}
    assert client.post(awal, isi).status_code == 302
    for akhir in ("pdf/", "docx/", "pdf/?versi=1", "docx/?versi=1"):
        jawab = client.get(f"{awal}laporan/{akhir}")
        assert jawab.status_code == 200
        assert len(jawab.getvalue()) > 5_000
    for akhir in ("exe/", "pdf/?versi=9", "pdf/?versi=x"):
        assert client.get(f"{awal}laporan/{akhir}").status_code == 404
    jawab = client.post(awal, {"aksi": "tetapkan", "tanggal": "kapan-kapan"})
    assert jawab.status_code == 422
    assert client.get(f"{awal}formulir/").getvalue().startswith(b"%PDF")
