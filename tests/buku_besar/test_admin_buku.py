"""The books in the admin: read, written by hand, reversed, closed, exported; by whom it may."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from buku_besar.models import Akun, Jurnal, Periode
from buku_besar.services import close_periode, month_of, saldo
from tests.buku_besar.pabrik import TAMAN, catat, dua, make_buku
from tests.factories import PenggunaFactory
from wilayah.models import CatatanEkspor

LALU = timezone.localdate().replace(day=1) - timedelta(days=1)


@pytest.fixture
def bendahara_masuk(client, buku, bendahara):
    client.force_login(bendahara)
    return client


@pytest.fixture
def lurah_masuk(client, buku, lurah):
    client.force_login(lurah)
    return client


def alamat(nama, *args):
    return reverse(f"admin:buku_besar_{nama}", args=args)


def jurnal(buku, *baris, **lain):
    """What the form of a manual journal posts."""
    akun = dict(buku.akun.values_list("kode", "pk"))
    data = {
        "kunci": "a", "tanggal": timezone.localdate(), "uraian": "Beli kertas", "rujukan": "B-1",
        "form-TOTAL_FORMS": 6, "form-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, (kode, debit, kredit) in enumerate(baris):
        data |= {f"form-{n}-akun": akun[kode], f"form-{n}-debit": debit, f"form-{n}-kredit": kredit}
    return data | lain


def test_a_manual_journal_is_written_once_and_reversed_with_a_reason(bendahara_masuk, buku):
    tujuan = alamat("buku_jurnal", buku.pk)
    assert "1-1100" in bendahara_masuk.get(tujuan).content.decode()
    data = jurnal(buku, ("5-1700", "Rp 25.000", ""), ("1-1100", "", "25.000"))
    jawab = bendahara_masuk.post(tujuan, data)
    satu = Jurnal.objects.get()
    assert jawab.url == alamat("jurnal_change", satu.pk)
    assert bendahara_masuk.post(tujuan, data).url == jawab.url
    assert "Beli kertas" in bendahara_masuk.get(jawab.url).content.decode()
    balik = alamat("jurnal_balik", satu.pk)
    kosong = bendahara_masuk.post(balik, {"tanggal": timezone.localdate(), "alasan": ""})
    assert kosong.status_code == 422
    bendahara_masuk.post(balik, {"tanggal": timezone.localdate(), "alasan": "Salah akun"})
    assert saldo(buku, "5-1700") == 0
    assert "dibalik oleh" in bendahara_masuk.get(jawab.url).content.decode()


@pytest.mark.parametrize(
    ("baris", "kata"),
    [
        ([("5-1700", "25000", ""), ("1-1100", "", "20000")], "berbeda"),
        ([("5-1700", "25000", "")], "paling sedikit dua baris"),
        ([("5-1700", "25000", "25000"), ("1-1100", "", "1")], "salah satu saja"),
        ([("5-1700", "dua juta", ""), ("1-1100", "", "1")], "Tulis jumlah rupiah"),
        ([], "paling sedikit dua baris"),
    ],
)
def test_what_does_not_balance_is_said_and_nothing_is_written(bendahara_masuk, buku, baris, kata):
    jawab = bendahara_masuk.post(alamat("buku_jurnal", buku.pk), jurnal(buku, *baris))
    assert jawab.status_code == 422
    assert kata in jawab.content.decode()
    assert not Jurnal.objects.exists()


def test_a_manual_journal_into_a_closed_month_is_refused(bendahara_masuk, buku, lurah):
    mulai, selesai = month_of(LALU)
    close_periode(buku, mulai=mulai, selesai=selesai, by=lurah)
    data = jurnal(buku, ("5-1700", "5", ""), ("1-1100", "", "5"), tanggal=LALU)
    jawab = bendahara_masuk.post(alamat("buku_jurnal", buku.pk), data)
    assert "sudah ditutup" in jawab.content.decode()
    besok = jurnal(
        buku, ("5-1700", "5", ""), ("1-1100", "", "5"),
        tanggal=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    jawab = bendahara_masuk.post(alamat("buku_jurnal", buku.pk), besok)
    assert "sesudah hari ini" in jawab.content.decode()


def test_accounts_that_loans_keep_are_not_written_by_hand(bendahara_masuk, buku):
    koperasi = make_buku("koperasi")
    halaman = bendahara_masuk.get(alamat("buku_jurnal", koperasi.pk)).content.decode()
    assert "Beban operasional" in halaman
    assert "Piutang pinjaman" not in halaman
    data = jurnal(koperasi, ("1-1300", "5", ""), ("1-1100", "", "5"))
    assert bendahara_masuk.post(alamat("buku_jurnal", koperasi.pk), data).status_code == 422
    lain = catat(koperasi, baris=dua("1-1100", "3-1300", 5))
    bendahara_masuk.post(alamat("jurnal_balik", lain.pk), {"tanggal": LALU, "alasan": "Coba"})
    assert Jurnal.objects.count() == 1


def test_the_lurah_closes_in_order_and_reopens_with_a_reason(lurah_masuk, buku):
    catat(buku, tanggal=LALU)
    halaman = alamat("buku_change", buku.pk)
    assert f"Tutup {month_name(LALU)}" in lurah_masuk.get(halaman).content.decode()
    lurah_masuk.post(alamat("buku_tutup", buku.pk), {"bulan": LALU})
    periode = Periode.objects.get()
    assert periode.is_closed
    tujuan = alamat("buku_buka", buku.pk)
    jawab = lurah_masuk.post(tujuan, {"periode": periode.pk, "alasan": ""})
    assert jawab.status_code == 422
    lurah_masuk.post(tujuan, {"periode": periode.pk, "alasan": "<i>Kuitansi</i> tertinggal"})
    periode.refresh_from_db()
    assert not periode.is_closed
    assert "&lt;i&gt;Kuitansi" in lurah_masuk.get(halaman).content.decode()


def month_name(hari):
    mulai, selesai = month_of(hari)
    return Periode(mulai=mulai, selesai=selesai).label


def test_the_treasurer_does_not_close_and_the_lurah_does_not_post(client, buku, lurah, bendahara):
    client.force_login(bendahara)
    assert client.post(alamat("buku_tutup", buku.pk), {"bulan": LALU}).status_code == 404
    assert client.post(alamat("buku_buka", buku.pk), {}).status_code == 404
    client.force_login(lurah)
    assert client.get(alamat("buku_jurnal", buku.pk)).status_code == 404
    assert client.post(alamat("jurnal_balik", catat(buku).pk), {}).status_code == 404


def test_the_trial_balance_on_screen_and_as_a_file_agree(bendahara_masuk, buku):
    Akun.objects.filter(buku=buku, kode="1-1100").update(nama="=HYPERLINK(1)")
    catat(buku, 900_000)
    catat(buku, kunci="b", baris=dua("5-1100", "1-1100", 250_000))
    teks = bendahara_masuk.get(alamat("buku_change", buku.pk)).content.decode()
    for angka in ("Rp 650.000", "Rp 900.000", "Rp 250.000"):
        assert angka in teks
    csv = bendahara_masuk.get(alamat("buku_neraca", buku.pk, "csv")).content.decode()
    assert "1-1100,'=HYPERLINK(1),aset,650000,0" in csv
    assert ",Jumlah,,900000,900000" in csv
    xlsx = bendahara_masuk.get(alamat("buku_neraca", buku.pk, "xlsx")).content
    akhir = list(load_workbook(io.BytesIO(xlsx)).active.values)[-1]
    assert akhir[-2:] == (900_000, 900_000)
    assert CatatanEkspor.objects.filter(apa="neraca saldo").count() == 2
    lalu = bendahara_masuk.get(alamat("buku_change", buku.pk), {"sampai": "2020-01-01"})
    assert "Belum ada jurnal" in lalu.content.decode()


def test_an_accounts_page_has_the_running_balance(bendahara_masuk, buku):
    catat(buku, 900_000, tanggal=date(2026, 9, 14))
    catat(buku, kunci="b", baris=dua("5-1100", "1-1100", 250_000), tanggal=date(2026, 10, 2))
    akun = buku.akun.get(kode="1-1100")
    tujuan = alamat("akun_change", akun.pk)
    teks = bendahara_masuk.get(tujuan, {"mulai": "2026-10-01", "sampai": "2026-10-31"})
    teks = teks.content.decode()
    assert "Saldo awal" in teks
    assert "Rp 900.000" in teks
    assert "Rp 650.000" in teks
    bendahara_masuk.post(tujuan, {"nama": "Kas kelurahan", "aktif": "on", "kode": "9-9999"})
    akun.refresh_from_db()
    assert (akun.nama, akun.kode) == ("Kas kelurahan", "1-1100")


def test_journals_are_found_by_account_and_day(bendahara_masuk, buku):
    satu = catat(buku, tanggal=date(2026, 9, 14))
    lain = catat(buku, kunci="b", baris=dua("1-1200", "4-1200", 7), tanggal=date(2026, 10, 2))
    daftar = alamat("jurnal_changelist")
    akun = buku.akun.get(kode="4-1200")
    teks = bendahara_masuk.get(daftar, {"entri__akun__id__exact": akun.pk}).content.decode()
    assert lain.nomor_lengkap in teks
    assert satu.nomor_lengkap not in teks
    teks = bendahara_masuk.get(
        daftar, {"tanggal_from": "2026-09-01", "tanggal_to": "2026-09-30"}
    ).content.decode()
    assert satu.nomor_lengkap in teks
    assert lain.nomor_lengkap not in teks


def test_another_area_and_other_roles_find_no_book(client, buku):
    satu = catat(buku)
    semua = [
        alamat("buku_change", buku.pk), alamat("buku_neraca", buku.pk, "csv"),
        alamat("buku_jurnal", buku.pk), alamat("jurnal_change", satu.pk),
    ]  # fmt: skip
    client.force_login(PenggunaFactory(peran="bendahara", di="35.77.03.1002"))
    assert {client.get(satu).status_code for satu in semua} == {404}
    client.force_login(PenggunaFactory(peran="moderator", di=TAMAN))
    assert {client.get(satu).status_code for satu in semua} <= {403, 404}
    client.force_login(PenggunaFactory(peran="camat", di="35.77.03"))
    assert [client.get(satu).status_code for satu in semua[:2]] == [200, 200]
    assert {client.get(satu).status_code for satu in semua[2:]} <= {403, 404}


def test_the_list_of_journals_costs_the_same_at_one_and_at_fifteen(
    bendahara_masuk, buku, django_assert_max_num_queries
):
    for banyak in (1, 15):
        for n in range(banyak):
            catat(buku, kunci=f"{banyak}-{n}")
        with django_assert_max_num_queries(16):
            bendahara_masuk.get(alamat("jurnal_changelist"))
