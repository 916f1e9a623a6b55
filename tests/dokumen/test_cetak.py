"""The files of a letter: every kind in both formats, drafts, and words that look like code."""

import io
import re

import docx
import pytest
import typst
from PIL import Image

from dokumen.cetak.data import SuratDihapus, build_data
from dokumen.cetak.gambar import (
    GambarDitolak,
    clean_logo,
    clean_ttd,
    read_data_url,
    verify_url,
)
from dokumen.cetak.pdf import _job
from dokumen.penghapus import blank_surat
from dokumen.services import nama_berkas, render_docx, render_pdf, render_png, withdraw_surat
from dokumen.services.cetak import count_pages
from dokumen.services.contoh import sample_surat
from tests.dokumen.conftest import DESA, gambar_ttd, jenis
from tests.dokumen.test_jenis import KODE
from tests.factories import WilayahFactory

JAHAT = (
    "#panic[a] #sys.inputs *tebal* $x$ @a <b> \\ {nik} {{7*7}} {% for x in y %} & ' \" //k"
    " /*x*/ `r`"
)


def words_of_docx(isi):
    badan = docx.Document(io.BytesIO(isi)).element.body
    return " ".join(satu.text or "" for satu in badan.iter() if satu.tag.endswith("}t"))


def words_of_pdf(surat):
    """What the page shows, asked of typst itself: the texts of the compiled document."""
    data = build_data(surat)
    data["kop"].pop("logo")
    data["logo"] = False
    data["periksa"] = data["agenda"] = None
    for satu in data["ttd"]:
        satu["gambar"] = False
    html = typst.compile(**_job(data, {}), format="svg")
    return html if isinstance(html, bytes) else b"".join(html)


@pytest.mark.parametrize("kode", KODE)
def test_each_kind_renders_in_both_formats_with_its_words(terbit, kop, kode):
    surat = terbit(kode, ttd=True)
    assert render_pdf(surat).startswith(b"%PDF-")
    assert count_pages(surat) == 1
    teks = words_of_docx(render_docx(surat))
    for satu in jenis(kode).kolom:
        assert satu.show(surat.isian[satu.nama]).split("\n")[0] in teks, satu.nama
    assert surat.nomor in teks
    assert surat.kode_cek_terbaca in teks
    assert ("KELURAHAN TAMAN" in teks) == (not surat.jenis.is_dari_warga)
    assert "{" not in teks
    assert "DRAF" not in teks


@pytest.mark.parametrize("kode", KODE)
def test_an_empty_draft_shows_dotted_lines_and_no_number_or_code(buat, kode):
    surat = buat(kode)
    surat.isian = {}
    assert render_pdf(surat).startswith(b"%PDF-")
    teks = words_of_docx(render_docx(surat))
    assert "DRAF" in teks
    assert "....." in teks
    assert surat.kode_cek_terbaca not in teks
    assert "{" not in teks


def test_both_formats_come_from_the_same_data(terbit, kop):
    data = build_data(terbit("undangan"))
    assert data["kepala_surat"][0] == [
        "Nomor",
        f"000.1.5/001/401.403.9/{data['tempat_tanggal'][-4:]}",
    ]
    assert data["kop"]["pemda"] == "Pemerintah Kota Madiun"
    assert data["kop"]["alamat_baris"] == "Jalan Kenanga Nomor 8, Madiun 63100"
    rinci = next(b for b in data["blok"] if b["jenis"] == "rincian")
    assert rinci["isi"][0] == ["Hari, tanggal", "Minggu, 29 November 2026"]
    assert rinci["isi"][1] == ["Pukul", "06.30 WIB sampai selesai"]
    assert data["ttd"][0]["bawah"] == ["Penata Tingkat I", "NIP 19800101 200501 0 000"]


def test_a_desa_has_its_own_words(jenis_surat):
    WilayahFactory(kode="35.20", nama="Kabupaten Magetan")
    WilayahFactory(kode="35.20.05", nama="Kawedanan")
    desa = WilayahFactory(kode=DESA, nama="Mangunrejo")
    data = build_data(sample_surat(jenis("sktm"), desa))
    assert data["kop"]["pemda"] == "Pemerintah Kabupaten Magetan"
    assert data["kop"]["kantor"] == "Desa Mangunrejo"
    assert data["ttd"][0]["atas"][-1] == "KEPALA DESA MANGUNREJO,"


def test_words_that_look_like_code_are_only_words(terbit, kop):
    surat = terbit("sktm", nama=JAHAT, keperluan=JAHAT)
    assert render_pdf(surat).startswith(b"%PDF-")
    teks = words_of_docx(render_docx(surat))
    assert JAHAT in teks
    assert "49" not in teks.replace("2049", "")
    assert JAHAT in str(build_data(surat)["blok"][1]["isi"][0][1])


def test_an_injected_file_read_or_import_finds_nothing(terbit):
    surat = terbit("sktm", nama='#read("/etc/passwd") #import "@preview/a:0.1.0"')
    gambar = words_of_pdf(surat)
    assert b"root:" not in gambar


def test_the_longest_values_stay_on_the_paper(terbit):
    panjang = {"keadaan": "x" * 1500, "lokasi": "y" * 200, "nama": "W" * 200}
    surat = terbit("sedot", **panjang)
    assert count_pages(surat) <= 3
    sel = [s for b in build_data(surat)["blok"] for baris in b["isi"] for s in baris]
    assert max(len(kata) for s in sel for kata in s.replace("\u200b", " ").split()) <= 30


def test_line_ends_of_a_long_field_are_kept(terbit):
    surat = terbit("sedot", keadaan="Lumpur tebal.\nAir meluap.")
    assert "Lumpur tebal." in words_of_docx(render_docx(surat))
    rinci = [b for b in build_data(surat)["blok"] if b["jenis"] == "rincian"]
    assert rinci[1]["isi"][-1] == ["Keadaan", "Lumpur tebal.\nAir meluap."]


def test_an_issued_letter_keeps_the_head_it_was_issued_with(terbit, kop):
    surat = terbit("sktm")
    kop.nama_pejabat, kop.alamat = "Orang Baru", "Jalan Lain"
    kop.save()
    surat.refresh_from_db()
    teks = words_of_docx(render_docx(surat))
    assert "Danu Prasetyawan" in teks
    assert "Jalan Lain" not in teks


def test_a_withdrawn_letter_says_so_across_the_page(terbit, lurah):
    surat = withdraw_surat(terbit("sktm"), by=lurah, alasan="Keliru")
    assert build_data(surat)["cap"] == "DICABUT"
    assert "DICABUT" in words_of_docx(render_docx(surat))


def test_an_erased_letter_cannot_be_printed(terbit):
    surat = terbit("sktm")
    assert blank_surat(surat)
    for render in (render_pdf, render_docx, render_png):
        with pytest.raises(SuratDihapus):
            render(surat)


def test_file_names_say_the_kind_and_number_and_no_person(terbit, buat):
    surat = terbit("sktm")
    assert re.fullmatch(
        r"surat-keterangan-tidak-mampu-sktm-400-9-001-[\d-]+\.pdf", nama_berkas(surat, "pdf")
    )
    assert nama_berkas(buat("sktm"), "docx").startswith("surat-keterangan-tidak-mampu-sktm-draf-")


def test_the_code_behind_the_qr_is_the_page_of_this_letter(terbit, settings):
    settings.SITE_URL = "https://hai-lurah.example"
    surat = terbit("sktm")
    assert verify_url(surat) == f"https://hai-lurah.example/surat/{surat.token}/"
    assert build_data(surat)["periksa"]["alamat"] == "hai-lurah.example/surat/"


def test_a_signature_is_ink_on_nothing_and_other_files_are_refused():
    with Image.open(io.BytesIO(clean_ttd(gambar_ttd()))) as hasil:
        assert hasil.mode == "RGBA"
        assert hasil.width <= 900
        assert hasil.getchannel("A").getextrema() == (0, 255)
    for isi, sebab in [
        (b"", "kosong"),
        (b"%PDF-1.7", "bukan gambar"),
        (gambar_ttd()[:60], "bukan gambar"),
        (picture("white"), "belum terlihat"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        (picture("white", (5000, 5000)), "terlalu besar"),
    ]:
        with pytest.raises(GambarDitolak, match=sebab):
            clean_ttd(isi)


def picture(warna, ukuran=(300, 100)):
    keluar = io.BytesIO()
    Image.new("RGB", ukuran, warna).save(keluar, "PNG")
    return keluar.getvalue()


def test_arms_are_made_anew_and_kept_small():
    with Image.open(io.BytesIO(clean_logo(picture("green", (1200, 1600))))) as hasil:
        assert hasil.size == (450, 600)


@pytest.mark.parametrize("teks", ["", "data:image/svg+xml;base64,AAAA", "data:image/png;base64,@@"])
def test_a_drawing_that_is_no_png_is_refused(teks):
    with pytest.raises(GambarDitolak):
        read_data_url(teks)
