"""The budget's staff pages through HTTP: who may, double submits, bad input, other areas."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ekonomi.models import Anomali, Belanja, LaporanTriwulan, Penerimaan, Program, TemuanAudit
from ekonomi.services.anggaran import left_on
from ekonomi.services.audit import scan_anomali
from tests.ekonomi.pabrik_anggaran import (
    PANDEAN,
    TAMAN,
    belanja,
    buat_program,
    kuitansi,
    load_templates,
    simpan_kuitansi,
    terima,
)
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.models import Wilayah

A = "/admin/ekonomi"


@pytest.fixture
def program(db):
    program = buat_program()
    Wilayah.objects.filter(pk=TAMAN).update(slug="taman-madiun")
    WilayahFactory(kode=PANDEAN)
    Wilayah.objects.filter(pk=PANDEAN).update(slug="pandean")
    return program


@pytest.fixture
def pos(program):
    return program.pos.get(kode="monitoring")


def masuk(peran, di=TAMAN):
    orang = PenggunaFactory(peran=peran, di=di)
    client = Client()
    client.force_login(orang)
    client.orang = orang
    return client


def teks(jawab):
    return jawab.content.decode()


def isian(milik, **lain):
    return {
        "kunci": str(uuid.uuid4()), "pos": milik.pk, "jumlah": "Rp 1.250.000",
        "tanggal": "2026-09-07", "uraian": "Cetak modul", "penerima": "Percetakan Lembayung",
        "jenis_penerima": "penyedia", "banyak_penerima": "1", "sumber": "apbd", "kas": "1-1200",
        "nomor_kuitansi": "KW-1", **lain,
    }  # fmt: skip


def test_the_treasurer_enters_a_payment_with_receipt_and_place(program, pos):
    client = masuk("bendahara")
    assert "Foto atau PDF kuitansi" in teks(client.get(f"{A}/belanja/add/"))
    berkas = {
        "bukti": SimpleUploadedFile("k.jpg", kuitansi(1), "image/jpeg"),
        "foto": SimpleUploadedFile("f.jpg", kuitansi(2), "image/jpeg"),
    }
    jawab = client.post(f"{A}/belanja/add/", isian(pos, **berkas))
    satu = Belanja.objects.get()
    assert jawab.status_code == 302
    assert (satu.jumlah, satu.status, len(satu.sidik)) == (1_250_000, "dibukukan", 16)
    halaman = teks(client.get(f"{A}/belanja/{satu.pk}/change/"))
    assert "Rp 1.250.000" in halaman
    gambar = [client.get(f"{A}/belanja/{satu.pk}/berkas/{apa}/") for apa in ("bukti", "foto")]
    assert {jawab["Content-Type"] for jawab in gambar} == {"image/jpeg"}
    for jawab in gambar:  # last: closing a file's response ends the test's connection too
        jawab.close()


def test_the_same_form_sent_twice_is_one_payment(program, pos):
    client, isi = masuk("bendahara"), isian(pos)
    client.post(f"{A}/belanja/add/", isi)
    client.post(f"{A}/belanja/add/", isi)
    assert Belanja.objects.count() == 1


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ("jumlah", "sejuta", "angka saja"),
        ("jumlah", "0", "lebih dari nol"),
        ("jumlah", "-5", "angka saja"),
        ("tanggal", "2099-01-01", "belum tiba"),
        ("pos", "999999", "pilihan"),
        ("jumlah", "99.000.000", "sisa yang boleh dipakai"),
    ],
)
def test_bad_input_comes_back_with_its_words_and_saves_nothing(program, pos, kolom, nilai, kata):
    jawab = masuk("bendahara").post(f"{A}/belanja/add/", isian(pos, **{kolom: nilai}))
    assert jawab.status_code == 422
    assert kata in teks(jawab)
    assert "Cetak modul" in teks(jawab)
    assert not Belanja.objects.exists()


def test_a_file_that_is_no_picture_is_refused(program, pos):
    berkas = SimpleUploadedFile("k.jpg", b"MZ bukan gambar", "image/jpeg")
    jawab = masuk("bendahara").post(f"{A}/belanja/add/", isian(pos, bukti=berkas))
    assert jawab.status_code == 422
    assert not Belanja.objects.exists()


def test_a_persons_name_cannot_be_marked_public(program, pos):
    isi = isian(pos, jenis_penerima="warga", boleh_tampil="on")
    jawab = masuk("bendahara").post(f"{A}/belanja/add/", isi)
    assert jawab.status_code == 422
    assert "tidak pernah ditampilkan" in teks(jawab)


def test_a_large_payment_is_approved_by_the_lurah_and_not_by_who_entered_it(program, pos):
    bendahara = masuk("bendahara")
    bendahara.post(f"{A}/belanja/add/", isian(pos, jumlah="6.000.000"))
    satu = Belanja.objects.get()
    assert satu.status == "menunggu"
    alamat = f"{A}/belanja/{satu.pk}/langkah/setujui/"
    bendahara.post(alamat)
    satu.refresh_from_db()
    assert satu.status == "menunggu"
    masuk("lurah").post(alamat)
    satu.refresh_from_db()
    assert satu.status == "dibukukan"


def test_a_reversal_without_a_reason_comes_back(program, pos):
    satu = belanja(pos)
    client = masuk("lurah")
    jawab = client.post(f"{A}/belanja/{satu.pk}/langkah/balik/", {"alasan": ""})
    assert jawab.status_code == 422
    client.post(f"{A}/belanja/{satu.pk}/langkah/balik/", {"alasan": "Barang kembali"})
    satu.refresh_from_db()
    assert satu.status == "dibalik"
    assert "Barang kembali" in teks(client.get(f"{A}/belanja/{satu.pk}/change/"))


def test_income_cash_commitment_shift_and_more_from_the_budget_page(program, pos):
    bendahara, lurah = masuk("bendahara"), masuk("lurah")
    alamat = f"{A}/program/{program.pk}/anggaran/"
    isi = {
        "kunci": str(uuid.uuid4()), "sumber": "csr", "jumlah": "45.000.000",
        "tanggal": "2026-09-01", "uraian": "Tahap I", "kas": "1-1200",
    }  # fmt: skip
    bendahara.post(f"{alamat}terima/", isi)
    bendahara.post(f"{alamat}terima/", isi)
    assert Penerimaan.objects.count() == 1
    kas = {
        "kunci": str(uuid.uuid4()),
        "ke": "1-1100",
        "jumlah": "1.000.000",
        "tanggal": "2026-09-02",
    }
    assert bendahara.post(f"{alamat}kas/", kas).status_code == 302
    janji = {"kunci": str(uuid.uuid4()), "pos": pos.pk, "jumlah": "5.000.000", "uraian": "Survei"}
    assert bendahara.post(f"{alamat}komit/", janji).status_code == 302
    geser = {
        "dari": program.pos.get(kode="bantuan").pk, "ke": pos.pk, "jumlah": "2.000.000",
        "alasan": "Survei lebih luas",
    }  # fmt: skip
    assert bendahara.post(f"{alamat}geser/", geser).status_code == 404
    assert lurah.post(f"{alamat}geser/", geser).status_code == 302
    tambah = {"pos": pos.pk, "jumlah": "1.000.000", "sumber": "ngo", "alasan": "Donasi"}
    assert lurah.post(f"{alamat}tambah/", tambah).status_code == 302
    pos.refresh_from_db()
    assert (pos.jumlah, left_on(pos)) == (18_000_000, 13_000_000)
    halaman = teks(lurah.get(alamat))
    assert "Survei lebih luas" in halaman
    assert "Tahap I" in halaman


def test_a_refused_act_keeps_what_was_typed(program, pos):
    geser = {"dari": pos.pk, "ke": pos.pk, "jumlah": "1.000", "alasan": "zamrud"}
    jawab = masuk("lurah").post(f"{A}/program/{program.pk}/anggaran/geser/", geser)
    assert jawab.status_code == 422
    assert "Pilih pos yang lain" in teks(jawab)
    assert "zamrud" in teks(jawab)


def pages_of(program, satu):
    return [
        f"{A}/program/{program.pk}/change/", f"{A}/program/{program.pk}/anggaran/",
        f"{A}/program/{program.pk}/peta-jalan/", f"{A}/program/{program.pk}/naskah/",
        f"{A}/program/{program.pk}/naskah/sk/", f"{A}/program/{program.pk}/naskah/sk/pdf/",
        f"{A}/belanja/{satu.pk}/change/", f"{A}/belanja/{satu.pk}/berkas/bukti/",
        f"{A}/belanja/add/?program={program.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("peran", ["lurah", "bendahara", "moderator", "auditor"])
def test_a_neighbour_of_any_role_gets_404_everywhere(program, pos, peran):
    satu = belanja(pos, bukti=simpan_kuitansi(1))
    client = masuk(peran, PANDEAN)
    for alamat in pages_of(program, satu):
        assert client.get(alamat).status_code in {403, 404}, alamat
    assert satu.uraian not in teks(client.get(f"{A}/belanja/"))
    client.post(f"{A}/belanja/{satu.pk}/langkah/balik/", {"alasan": "x"})
    satu.refresh_from_db()
    assert satu.status == "dibukukan"


def test_the_camat_reads_sums_and_never_a_payee(program, pos):
    belanja(pos, penerima="Suwartini Zamrud")
    camat = masuk("camat", "35.77.03")
    halaman = teks(camat.get(f"{A}/program/{program.pk}/change/"))
    assert "Satu Rumah" in halaman
    assert camat.get(f"{A}/belanja/").status_code in {302, 403}
    assert camat.get(f"{A}/program/{program.pk}/anggaran/").status_code == 404


def test_payee_text_with_markup_stays_text(program, pos):
    satu = belanja(pos, penerima="<script>zamrud</script>", uraian="<b>tebal</b>")
    for alamat in (
        f"{A}/belanja/",
        f"{A}/belanja/{satu.pk}/change/",
        f"{A}/belanja/galeri/?tanpa=1",
    ):
        halaman = teks(masuk("lurah").get(alamat))
        assert "<script>zamrud" not in halaman
        assert "<b>tebal" not in halaman


def test_the_export_escapes_formulas_and_is_recorded(program, pos):
    belanja(pos, penerima="=HYPERLINK(1)")
    client = masuk("auditor")
    jawab = client.post(f"{A}/belanja/export/", {"format": "0"})
    isi = teks(jawab)
    assert jawab.status_code == 200
    assert "'=HYPERLINK(1)" in isi
    assert "B-0001" in isi


@pytest.mark.parametrize("daftar", ["belanja/", "belanja/galeri/", "jejakanggaran/", "anomali/"])
def test_lists_take_as_many_queries_for_fifteen_rows_as_for_one(
    program, pos, daftar, django_assert_max_num_queries
):
    lurah = masuk("lurah")
    belanja(pos, 100_000, bukti=simpan_kuitansi(1))
    scan_anomali(program)
    lurah.get(f"{A}/{daftar}")

    with CaptureQueriesContext(connection) as satu:
        lurah.get(f"{A}/{daftar}")
    for n in range(14):
        belanja(pos, 100_001 + n, hari=dt.date(2026, 9, 12), bukti=simpan_kuitansi(n + 2))
    scan_anomali(program)
    with CaptureQueriesContext(connection) as banyak:
        lurah.get(f"{A}/{daftar}")
    assert len(banyak) <= len(satu) + 1


def test_the_four_templates_stand_side_by_side_and_one_starts_a_draft(program):
    load_templates()
    admin = masuk("admin_wilayah", "35.77")
    halaman = teks(admin.get(f"{A}/program/add/"))
    for angka in ("Rp 320.000.000", "Rp 265.000.000", "Rp 170.000.000", "Rp 310.000.000"):
        assert angka in halaman
    isi = {"templat": "inklusif-170", "wilayah": PANDEAN, "mulai": "2027-01-04", "kode": ""}
    jawab = admin.post(f"{A}/program/add/", isi)
    draf = Program.objects.get(wilayah=PANDEAN)
    assert jawab.url.endswith(f"/program/{draf.pk}/change/")
    assert draf.status == "draf"
    assert "Masih draf" in teks(admin.get(jawab.url))
    admin.post(f"{A}/program/{draf.pk}/langkah/mulai/")
    draf.refresh_from_db()
    assert draf.status == "berjalan"


def test_a_template_is_not_started_outside_ones_area(program):
    lurah = masuk("lurah", PANDEAN)
    isi = {"templat": "inklusif-170", "wilayah": TAMAN, "mulai": "2027-01-04"}
    jawab = lurah.post(f"{A}/program/add/", isi)
    assert jawab.status_code == 422
    assert Program.objects.count() == 1


def test_a_copy_is_made_and_undone_by_who_may_start_there(program):
    camat = masuk("camat", "35.77.03")
    alamat = f"{A}/program/{program.pk}/salin/"
    assert "Belum ada koperasi" in teks(camat.get(alamat))
    jawab = camat.post(alamat, {"wilayah": PANDEAN, "mulai": "2027-01-04"})
    salinan = Program.objects.get(wilayah=PANDEAN)
    assert jawab.status_code == 302
    assert masuk("lurah").get(alamat).status_code == 200
    lurah = masuk("lurah", PANDEAN)
    assert "Batalkan salinan" in teks(lurah.get(f"{A}/program/{salinan.pk}/change/"))
    lurah.post(f"{A}/program/{salinan.pk}/langkah/batal-salinan/")
    salinan.refresh_from_db()
    assert salinan.status == "dihentikan"


def test_the_auditor_reviews_a_flag_and_makes_another_a_finding(program, pos):
    belanja(pos, 3_000_000)
    auditor = masuk("auditor")
    auditor.post(f"{A}/anomali/pindai/")
    bulat = Anomali.objects.get(jenis="bulat")
    assert "bukan tuduhan" in teks(auditor.get(f"{A}/anomali/{bulat.pk}/change/"))
    kosong = auditor.post(f"{A}/anomali/{bulat.pk}/langkah/tinjau/", {"hasil": "wajar"})
    assert kosong.status_code == 422
    isi = {"hasil": "wajar", "catatan": "Harga paket"}
    auditor.post(f"{A}/anomali/{bulat.pk}/langkah/tinjau/", isi)
    bulat.refresh_from_db()
    assert bulat.hasil == "wajar"
    tanpa = Anomali.objects.get(jenis="tanpa_bukti")
    temuan = {
        "judul": "Kuitansi belum ada", "uraian": "Tidak ada foto kuitansi.", "nilai": "3.000.000",
        "rekomendasi": "Serahkan kuitansi.", "tenggat": "2026-12-20",
    }  # fmt: skip
    jawab = auditor.post(f"{A}/temuanaudit/add/?anomali={tanpa.pk}", temuan)
    assert jawab.status_code == 302, teks(jawab)[-3000:]
    satu = TemuanAudit.objects.get()
    tanpa.refresh_from_db()
    assert (tanpa.temuan, satu.nilai) == (satu, 3_000_000)


def test_the_lurah_answers_and_cannot_close_the_auditor_closes(program, pos):
    auditor, lurah = masuk("auditor"), masuk("lurah")
    temuan = {
        "judul": "Nota kurang rinci", "uraian": "x", "rekomendasi": "y", "tenggat": "2026-12-20",
        "nilai": "",
    }  # fmt: skip
    auditor.post(f"{A}/temuanaudit/add/?program={program.pk}", temuan)
    satu = TemuanAudit.objects.get()
    alamat = f"{A}/temuanaudit/{satu.pk}/langkah/"
    assert lurah.post(f"{alamat}tutup/", {"catatan": "beres"}).status_code == 404
    lurah.post(f"{alamat}tanggapi/", {"tanggapan": "Kami lengkapi", "tindak_lanjut": ""})
    auditor.post(f"{alamat}tutup/", {"catatan": "Sudah lengkap"})
    satu.refresh_from_db()
    assert satu.keadaan == "selesai"
    assert lurah.get(f"{A}/temuanaudit/add/").status_code in {403, 404}
    assert "Kami lengkapi" in teks(lurah.get(f"{A}/temuanaudit/{satu.pk}/change/"))


def test_the_lurah_publishes_a_quarter_and_corrects_it_with_a_remark(program, pos):
    terima(program)
    belanja(pos)
    lurah = masuk("lurah")
    assert "siap diterbitkan" in teks(lurah.get(f"{A}/laporantriwulan/add/"))
    alamat = f"{A}/laporantriwulan/add/?program={program.pk}&tw=2026-3"
    assert "Cocok dengan buku besar" in teks(lurah.get(alamat))
    lurah.post(alamat, {"pengantar": "Salam", "catatan": ""})
    assert LaporanTriwulan.objects.get().versi == 1
    assert lurah.post(alamat, {"pengantar": "Salam", "catatan": ""}).status_code == 422
    belanja(pos, 123_456)
    lurah.post(alamat, {"pengantar": "Salam", "catatan": "Nota susulan"})
    assert LaporanTriwulan.objects.count() == 2
    assert masuk("bendahara").get(alamat).status_code in {403, 404}
    kini = f"{A}/laporantriwulan/add/?program={program.pk}&tw={timezone.localdate().year}-9"
    assert lurah.get(kini).status_code == 404


def test_a_milestone_gets_its_progress_with_proof(program):
    tonggak = program.tonggak.get(kode="h-latih-1")
    client = masuk("fasilitator")
    alamat = f"{A}/tonggak/{tonggak.pk}/kemajuan/"
    isi = {"tercapai": "104", "selesai_at": "2026-09-15", "catatan": "Dua kelas"}
    berkas = {"bukti": SimpleUploadedFile("b.jpg", kuitansi(5), "image/jpeg")}
    assert client.post(alamat, isi | berkas).status_code == 302
    tonggak.refresh_from_db()
    assert (tonggak.tercapai, tonggak.state_on(dt.date(2026, 9, 20))) == (104, "selesai")
    assert client.post(alamat, isi | {"selesai_at": "2099-01-01"}).status_code == 422
    peta = teks(masuk("lurah").get(f"{A}/program/{program.pk}/peta-jalan/"))
    assert "104 dari 100 peserta" in peta
    assert masuk("fasilitator", PANDEAN).get(alamat).status_code == 404


def test_a_partners_letter_is_kept_and_served(program):
    mitra = program.mitra.get(nama="BRI")
    client = masuk("moderator")
    isi = {
        "program": program.pk, "nama": "BRI", "jenis": "bank", "peran": "KUR", "status": "mou",
        "sejak": "2026-09-01", "catatan": "", "urutan": "1",
        "unggah_surat": SimpleUploadedFile("s.jpg", kuitansi(6), "image/jpeg"),
    }  # fmt: skip
    assert client.post(f"{A}/mitraprogram/{mitra.pk}/change/", isi).status_code == 302
    mitra.refresh_from_db()
    assert mitra.surat_dukungan is not None
    surat = client.get(f"{A}/mitraprogram/{mitra.pk}/surat/")
    assert surat.status_code == 200
    assert masuk("moderator", PANDEAN).get(f"{A}/mitraprogram/{mitra.pk}/surat/").status_code == 404
    surat.close()


def test_a_commitment_is_released_from_its_page(program, pos):
    bendahara = masuk("bendahara")
    janji = {"kunci": str(uuid.uuid4()), "pos": pos.pk, "jumlah": "5.000.000", "uraian": "Survei"}
    bendahara.post(f"{A}/program/{program.pk}/anggaran/komit/", janji)
    komitmen = pos.komitmen.get()
    alamat = f"{A}/komitmen/{komitmen.pk}/langkah/lepas/"
    assert bendahara.post(alamat, {"alasan": ""}).status_code == 422
    bendahara.post(alamat, {"alasan": "Batal"})
    assert left_on(pos) == 15_000_000
