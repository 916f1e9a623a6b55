"""Governance documents: each value traced to its row, what is missing written out, never blank."""

import datetime as dt
import io

import docx
import pytest
from django.test import Client

from dokumen.cetak.kertas_pdf import compile_pdf
from dokumen.cetak.kertas_word import compile_docx
from dokumen.models import KopSurat
from ekonomi.kesiapan import check_kesiapan
from ekonomi.models import NaskahProgram
from ekonomi.naskah.daftar import NASKAH
from ekonomi.naskah.lampiran_d import check_lampiran_d
from ekonomi.peta_jalan import draw_peta
from ekonomi.services.naskah import NaskahKeliru, settle_naskah, settled_kertas
from tests.ekonomi.pabrik_anggaran import PANDEAN, TAMAN, buat_program, simpan_kuitansi
from tests.factories import PenggunaFactory, WilayahFactory

A = "/admin/ekonomi/program"
HARI = dt.date(2026, 9, 1)


@pytest.fixture
def program(db):
    return buat_program()


@pytest.fixture
def lurah(program):
    return PenggunaFactory(nama="Danu Prasetyawan", peran="lurah", di=TAMAN)


@pytest.fixture
def lengkap(program, lurah):
    """A programme of which nothing is missing."""
    KopSurat.objects.create(wilayah_id=TAMAN, nama_pejabat="Danu Prasetyawan", tempat="Madiun")
    program.tim.update(nama="Wening Larasjati")
    program.sumber.update(rencana=80_000_000)
    surat = simpan_kuitansi(1)
    program.mitra.update(surat_dukungan=surat)
    return program


def words(naskah):
    return "\n".join(p.text for p in docx.Document(io.BytesIO(compile_docx(naskah))).paragraphs)


def masuk(peran, di=TAMAN):
    client = Client()
    client.force_login(PenggunaFactory(peran=peran, di=di))
    return client


@pytest.mark.parametrize("kunci", NASKAH)
def test_each_document_prints_as_pdf_and_word_and_says_draft(program, kunci):
    kertas = NASKAH[kunci].compose(program).as_kertas(draf=True)
    assert compile_pdf(kertas).startswith(b"%PDF")
    assert "DRAF" in words(kertas)


@pytest.mark.parametrize("kunci", NASKAH)
def test_every_value_names_its_row_and_no_missing_one_is_blank(program, kunci):
    naskah = NASKAH[kunci].compose(program)
    assert naskah.isian
    for isian in naskah.isian:
        assert isian.asal
        assert isian.url
        if isian.kosong:
            assert isian.teks == f"[belum diisi: {isian.label}]"


def test_a_vacant_seat_is_missing_in_the_decision_and_visible_on_paper(program):
    naskah = NASKAH["sk"].compose(program)
    kursi = [s.label for s in naskah.kurang if "kursi" in s.label]
    assert len(kursi) == 10
    dok = docx.Document(io.BytesIO(compile_docx(naskah.as_kertas(draf=True))))
    sel = [c.text for t in dok.tables for r in t.rows for c in r.cells]
    assert any("[belum diisi: Sekretaris" in teks for teks in sel)


def test_the_decision_names_the_team_when_it_is_complete(lengkap):
    naskah = NASKAH["sk"].compose(lengkap, nomor="188/12/2026", tanggal=HARI)
    assert naskah.kurang == []
    assert naskah.ttd["nama"] == "Danu Prasetyawan"
    assert "1 September 2026" in naskah.ttd["atas"][1]


def test_the_regulation_gives_authority_for_six_to_twelve_months_only(lengkap):
    naskah = NASKAH["perlur"].compose(lengkap)
    pasal = {b["nomor"]: b for b in naskah.blok if b["jenis"] == "pasal"}
    assert "12 bulan" in pasal["Pasal 2"]["isi"][0]
    assert "Rp 320.000.000" in pasal["Pasal 4"]["isi"][0]
    assert "transparansi" in pasal["Pasal 7"]["isi"][0]
    assert pasal["Pasal 9"]["judul"] == "Pelindungan pelaksana"
    lengkap.selesai = lengkap.mulai + dt.timedelta(days=800)
    lengkap.save()
    lama = NASKAH["perlur"].compose(lengkap)
    assert "Lama uji coba (6 sampai 12 bulan)" in [s.label for s in lama.kurang]


def test_lampiran_d_works_out_each_of_its_six_items(program):
    butir = {b.nomor: b for b in check_lampiran_d(program)}
    assert list(butir) == [1, 2, 3, 4, 5, 6]
    assert butir[1].ada
    assert [k for k, _ in butir[4].kurang] == [
        "Surat dari bank", "Surat dari perguruan tinggi", "Surat dari perusahaan (CSR)",
    ]  # fmt: skip
    assert any("masih kurang Rp 320.000.000" in k for k, _ in butir[3].kurang)
    assert [k for k, _ in butir[6].kurang] == ["Petugas data di tim"]


def test_lampiran_d_is_complete_when_nothing_is_missing(lengkap):
    assert [b.nama for b in check_lampiran_d(lengkap) if not b.ada] == []
    assert "siap diajukan" in words(NASKAH["lampiran-d"].compose(lengkap).as_kertas(draf=True))


def test_sources_that_do_not_cover_the_budget_are_missing_money(lengkap):
    lengkap.sumber.update(rencana=10_000_000)
    kurang = check_lampiran_d(lengkap)[2].kurang
    assert [k for k, _ in kurang] == ["Sumber dana belum cukup, masih kurang Rp 280.000.000"]


def test_an_incomplete_document_is_not_settled(program, lurah):
    with pytest.raises(NaskahKeliru, match="Sekretaris"):
        settle_naskah(program, "sk", nomor="1", tanggal=HARI, by=lurah)
    assert not NaskahProgram.objects.exists()


def test_a_settled_document_keeps_its_words(lengkap, lurah):
    tetap = settle_naskah(lengkap, "sk", nomor="188/12", tanggal=HARI, by=lurah)
    lengkap.tim.update(nama="Orang Lain")
    kertas = settled_kertas(NaskahProgram.objects.get(pk=tetap.pk))
    dok = docx.Document(io.BytesIO(compile_docx(kertas)))
    sel = [c.text for t in dok.tables for r in t.rows for c in r.cells]
    assert "Wening Larasjati" in sel
    assert "DRAF" not in words(kertas)
    assert compile_pdf(kertas).startswith(b"%PDF")
    assert settle_naskah(lengkap, "sk", nomor="188/13", tanggal=HARI, by=lurah).versi == 2
    with pytest.raises(Exception, match="append-only"):
        NaskahProgram.objects.filter(pk=tetap.pk).update(nomor="9")


def test_the_weekly_report_has_the_weeks_money_and_milestones(program):
    naskah = NASKAH["mingguan"].compose(program, tanggal=dt.date(2026, 9, 21))
    teks = words(naskah.as_kertas(draf=True))
    assert "15 September 2026 sampai 21 September 2026" in teks
    assert "Terlambat" in teks


def test_markup_and_typst_code_stay_text(lengkap):
    lengkap.ringkasan = '#sys.inputs <b>& {{ x }} "]" [belum diisi: palsu'
    lengkap.save()
    kertas = NASKAH["proposal"].compose(lengkap).as_kertas(draf=True)
    assert compile_pdf(kertas).startswith(b"%PDF")
    assert "#sys.inputs <b>& {{ x }}" in words(kertas)


def test_the_page_shows_the_source_of_each_value_and_downloads(program):
    client = masuk("lurah")
    halaman = client.get(f"{A}/{program.pk}/naskah/sk/").content.decode()
    assert "Dari mana setiap isian" in halaman
    assert "[belum diisi: Sekretaris" in halaman
    for bentuk, awal in (("pdf", b"%PDF"), ("docx", b"PK")):
        isi = b"".join(client.get(f"{A}/{program.pk}/naskah/sk/{bentuk}/"))
        assert isi.startswith(awal)
    daftar = client.get(f"{A}/{program.pk}/naskah/").content.decode()
    assert "Kurang: Surat dukungan mitra" in daftar
    assert client.get(f"{A}/{program.pk}/naskah/tidak-ada/").status_code == 404
    assert client.get(f"{A}/{program.pk}/naskah/sk/exe/").status_code == 404
    assert client.get(f"{A}/{program.pk}/naskah/sk/pdf/?versi=4").status_code == 404


def test_settling_over_http_is_for_the_lurah(lengkap, lurah):
    isi = {"nomor": "188/12", "tanggal": "2026-09-01"}
    alamat = f"{A}/{lengkap.pk}/naskah/sk/"
    assert masuk("moderator").post(alamat, isi).status_code == 404
    assert masuk("lurah", PANDEAN).post(alamat, isi).status_code == 404
    client = masuk("lurah")
    KopSurat.objects.update(nama_pejabat="")
    kosong = client.post(alamat, {"nomor": "", "tanggal": "x"})
    assert kosong.status_code == 422
    assert client.post(alamat, isi).status_code == 302
    assert NaskahProgram.objects.get().nomor == "188/12"


def test_readiness_says_what_is_missing(program):
    kesiapan = check_kesiapan(program)
    assert not kesiapan.siap
    assert [s.terpenuhi for s in kesiapan.syarat] == [False, False, False]
    assert kesiapan.syarat[1].penjelasan == ["Belum ada koperasi yang dicatat di kelurahan ini."]
    assert kesiapan.tahap == "1 kelurahan"


def test_the_roadmap_draws_each_phase_with_today_and_what_is_late(program):
    WilayahFactory(kode=PANDEAN)
    hari = program.mulai + dt.timedelta(days=20)
    peta = draw_peta(program, list(program.tonggak.select_related("program")), hari)
    assert [p.judul for p in peta] == ["90 hari pertama", "12 bulan"]
    tim = next(b for b in peta[0].batang if b.tonggak.kode == "h-tim")
    latih = next(b for b in peta[0].batang if b.tonggak.kode == "h-latih-1")
    assert (tim.keadaan, latih.keadaan) == ("terlambat", "berjalan")
    assert 0 < peta[0].hari_ini < 720
    latih.tonggak.tercapai = 50
    ulang = draw_peta(program, [latih.tonggak], hari)[0].batang[0]
    assert ulang.isi == pytest.approx(ulang.lebar / 2, abs=0.2)
