"""The public statement: frozen, versioned, equal to the ledger, and without a person's name."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone

from ekonomi.models import Belanja, LaporanTriwulan
from ekonomi.services.anggaran import commit_dana, reverse_belanja
from ekonomi.services.angka_anggaran import _merge_small as merge_small
from ekonomi.services.laporan_triwulan import LaporanKeliru, build_isi, publish_laporan, quarters_of
from ekonomi.triwulan import Triwulan, quarters_between
from tests.ekonomi.pabrik_anggaran import TAMAN, belanja, buat_program, terima
from tests.factories import PenggunaFactory, WilayahFactory
from wilayah.halaman import forget_area
from wilayah.models import Wilayah

TW = Triwulan(2026, 3)
NAMA = "Suwartini Penerimahibah"


@pytest.fixture
def taman(db):
    forget_area()
    WilayahFactory(kode=TAMAN)
    Wilayah.objects.filter(pk=TAMAN).update(slug="taman-madiun")
    yield Wilayah.objects.get(pk=TAMAN)
    forget_area()


@pytest.fixture
def program(taman):
    return buat_program()


@pytest.fixture
def lurah(program):
    return PenggunaFactory(peran="lurah", di=TAMAN)


@pytest.fixture
def isi_uang(program):
    """Income and spending of the third quarter, one payment of October."""
    terima(program)
    bantuan, latih = program.pos.get(kode="bantuan"), program.pos.get(kode="pelatihan")
    belanja(bantuan, 3_000_000, penerima=NAMA, jenis_penerima="warga")
    belanja(latih, 1_250_000, penerima="Katering Sekar Wangi", boleh_tampil=True, sumber="csr")
    belanja(latih, 400_000, penerima="Toko Tanpa Izin")
    belanja(latih, 777_000, hari=dt.date(2026, 10, 5))
    return program


def buka(alamat="/taman-madiun/transparansi/", **tanya):
    return Client().get(alamat, tanya)


def teks(jawab):
    return jawab.content.decode()


def test_quarters_follow_the_calendar():
    assert Triwulan.of(dt.date(2026, 9, 30)) == TW
    assert Triwulan.of(dt.date(2026, 10, 1)) == Triwulan(2026, 4)
    assert (TW.mulai, TW.selesai) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert Triwulan(2026, 4).selesai == dt.date(2026, 12, 31)
    assert Triwulan(2026, 4).next() == Triwulan(2027, 1)
    assert quarters_between(dt.date(2026, 12, 31), dt.date(2027, 1, 1)) == [
        Triwulan(2026, 4), Triwulan(2027, 1),
    ]  # fmt: skip
    for buruk in ("2026-5", "26-1", "", "2026-3; drop", "2026-0"):
        assert Triwulan.read(buruk) is None


def test_the_statement_equals_the_ledger_to_the_rupiah(isi_uang, lurah):
    reverse_belanja(
        Belanja.objects.get(jumlah=400_000), by=lurah, alasan="dobel", tanggal=dt.date(2026, 9, 9)
    )
    isi = build_isi(isi_uang, TW)
    assert isi["total"]["realisasi"] == 4_250_000
    assert isi["buku_besar"] == {"belanja": 4_250_000, "diterima": 180_000_000}
    assert isi["cocok"] is True


def test_a_reversal_of_the_next_quarter_counts_in_the_next_quarter(isi_uang, lurah):
    satu = Belanja.objects.get(jumlah=400_000)
    reverse_belanja(satu, by=lurah, alasan="dobel", tanggal=dt.date(2026, 10, 9))
    tiga, empat = build_isi(isi_uang, TW), build_isi(isi_uang, TW.next())
    assert tiga["total"]["realisasi"] == 4_650_000
    assert empat["total"]["realisasi"] == 377_000
    assert empat["total"]["kumulatif"] == 5_027_000
    assert tiga["cocok"]
    assert empat["cocok"]


def test_lines_and_sources_both_add_to_the_total(isi_uang):
    isi = build_isi(isi_uang, TW)
    assert sum(s["jumlah"] for s in isi["silang"]) == isi["total"]["realisasi"]
    assert sum(s["dipakai"] for s in isi["sumber"]) == isi["total"]["realisasi"]
    assert sum(p["jumlah"] for p in isi["penerima"]) == isi["total"]["realisasi"]
    assert isi["total"]["anggaran"] == 320_000_000


def test_a_published_statement_stays_when_the_rows_change(isi_uang, lurah):
    publish_laporan(isi_uang, TW, by=lurah, pengantar="Salam")
    belanja(isi_uang.pos.get(kode="insentif"), 500_123)
    jawab = teks(buka(tw="2026-3"))
    assert "Rp 500.123" not in jawab
    assert "Salam" in jawab
    assert "versi 1" in jawab


def test_a_correction_is_a_new_version_with_a_remark(isi_uang, lurah):
    publish_laporan(isi_uang, TW, by=lurah)
    with pytest.raises(LaporanKeliru, match="dikoreksi"):
        publish_laporan(isi_uang, TW, by=lurah)
    with pytest.raises(LaporanKeliru, match="Tidak ada yang berubah"):
        publish_laporan(isi_uang, TW, by=lurah, catatan="iseng")
    belanja(isi_uang.pos.get(kode="insentif"), 500_123)
    dua = publish_laporan(isi_uang, TW, by=lurah, catatan="Satu nota menyusul")
    assert dua.versi == 2
    jawab = teks(buka(tw="2026-3"))
    assert "Satu nota menyusul" in jawab
    assert "Rp 500.123" in jawab
    lama = teks(buka(tw="2026-3", versi="1"))
    assert "Rp 500.123" not in lama
    assert "Lihat versi terbaru" in lama


def test_a_version_is_never_changed(isi_uang, lurah):
    laporan = publish_laporan(isi_uang, TW, by=lurah)
    with pytest.raises(Exception, match="append-only"):
        LaporanTriwulan.objects.filter(pk=laporan.pk).update(pengantar="lain")


def test_a_running_quarter_and_one_outside_the_programme_are_not_published(isi_uang, lurah):
    with pytest.raises(LaporanKeliru, match="belum berakhir"):
        publish_laporan(isi_uang, Triwulan.of(timezone.localdate()), by=lurah)
    with pytest.raises(LaporanKeliru, match="tidak berjalan"):
        publish_laporan(isi_uang, Triwulan(2025, 4), by=lurah)


def test_nobody_is_named_who_did_not_agree(isi_uang, lurah):
    publish_laporan(isi_uang, TW, by=lurah)
    for jawab in (teks(buka(tw="2026-3")), teks(buka(tw="2026-4"))):
        assert NAMA not in jawab
        assert "Toko Tanpa Izin" not in jawab
    assert "Katering Sekar Wangi" in teks(buka(tw="2026-3"))
    isi = LaporanTriwulan.objects.get().isi
    assert NAMA not in str(isi)


def baris(nama, orang, jumlah):
    return {"nama": nama, "transaksi": 1, "jumlah": jumlah, "orang": orang}


def test_fewer_than_five_people_never_stand_alone():
    hasil = merge_small([baris("warga", 3, 9), baris("toko", None, 5), baris("pekerja", 8, 7)])
    assert [(b["nama"][:7], b["jumlah"]) for b in hasil] == [("toko", 5), ("Lainnya", 16)]
    cukup = merge_small([baris("warga", 3, 9), baris("pelatih", 4, 7), baris("toko", None, 5)])
    assert [b["jumlah"] for b in cukup] == [5, 16]
    assert len(merge_small([baris("warga", 5, 9), baris("toko", None, 5)])) == 2


def test_pdf_and_csv_hold_the_frozen_figures(isi_uang, lurah):
    publish_laporan(isi_uang, TW, by=lurah)
    pdf = buka("/taman-madiun/transparansi/unduh/pdf/", tw="2026-3")
    assert b"".join(pdf).startswith(b"%PDF")
    tabel = buka("/taman-madiun/transparansi/unduh/csv/", tw="2026-3")
    rows = list(csv.DictReader(io.StringIO(b"".join(tabel).decode("utf-8-sig"))))
    realisasi = [
        int(r["rupiah"]) for r in rows if (r["bagian"], r["ukuran"]) == ("pos", "realisasi")
    ]
    assert sum(realisasi) == 4_650_000


@pytest.mark.parametrize(
    "tanya",
    [{"tw": "2026-9"}, {"tw": "2031-1"}, {"tw": "2026-3", "versi": "9"}, {"program": "tidak-ada"},
     {"tw": "2026-3", "versi": "x" * 30}],
)  # fmt: skip
def test_what_is_not_there_is_404(isi_uang, tanya):
    assert buka(**tanya).status_code == 404
    assert buka("/taman-madiun/transparansi/unduh/pdf/").status_code == 404
    assert buka("/taman-madiun/transparansi/unduh/exe/").status_code == 404


def test_the_running_quarter_says_that_it_is_provisional(isi_uang):
    jawab = teks(buka(tw=Triwulan.of(timezone.localdate()).kode))
    assert "Angka sementara" in jawab
    assert "masih berjalan" in jawab


def test_a_kelurahan_without_a_programme_and_one_just_begun_have_a_page(taman):
    assert "belum menjalankan program" in teks(buka())
    buat_program(mulai=timezone.localdate() + dt.timedelta(days=3))
    assert "baru dimulai" in teks(buka())


def test_the_chooser_lists_who_has_a_programme_and_remembers(program):
    jawab = buka("/transparansi/")
    assert "/taman-madiun/transparansi/" in teks(jawab)
    client = Client()
    client.get("/taman-madiun/transparansi/")
    assert client.get("/transparansi/").status_code == 302
    assert client.get("/transparansi/?semua=1&cari=pandean").status_code == 200


def test_a_draft_is_not_public(taman):
    buat_program(jalan=False)
    assert "belum menjalankan program" in teks(buka())


def test_markup_in_staff_words_stays_text(isi_uang, lurah):
    publish_laporan(isi_uang, TW, by=lurah, pengantar="<script>alert(1)</script>")
    jawab = teks(buka(tw="2026-3"))
    assert "<script>alert" not in jawab
    assert "&lt;script&gt;" in jawab
    assert b"".join(buka("/taman-madiun/transparansi/unduh/pdf/", tw="2026-3")).startswith(b"%PDF")


def test_the_page_is_light_and_reads_few_rows(isi_uang, lurah, django_assert_max_num_queries):
    commit_dana(isi_uang.pos.first(), jumlah=1_000_000, kunci="k", uraian="x", by=lurah)
    publish_laporan(isi_uang, TW, by=lurah)
    buka(tw="2026-3")
    with django_assert_max_num_queries(8):
        jawab = buka(tw="2026-3")
    assert len(jawab.content) < 60_000


def test_quarters_of_a_programme_end_today(program):
    assert quarters_of(program, dt.date(2026, 11, 26)) == [Triwulan(2026, 4), TW]
    assert quarters_of(program, dt.date(2026, 1, 1)) == []
