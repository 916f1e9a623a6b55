"""The teller's screens through HTTP: two taps to a receipt, clear errors, nothing for strangers."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from buku_besar.uang import read_rupiah
from ekonomi.models import Angsuran, MutasiSimpanan, TutupKas
from ekonomi.services.pinjaman import receive_angsuran
from pesan.muat import load_templat
from tests.ekonomi.pabrik_pinjaman import PANDEAN, Dunia, differences, kunci
from tests.factories import PenggunaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dunia(db):
    load_templat()
    return Dunia()


@pytest.fixture
def kasir(client, dunia):
    client.force_login(dunia.bendahara)
    return client


def isian(halaman, tujuan):
    """The hidden fields of the form that posts to this address."""
    teks = halaman.content.decode()
    bentuk = re.search(rf'<form[^>]*action="{re.escape(tujuan)}"[^>]*>(.*?)</form>', teks, re.S)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', bentuk[1]))


def alamat(nama, *args):
    return reverse(nama, args=args)


def test_two_taps_from_the_member_to_the_receipt(kasir, dunia):
    pinjaman = dunia.cair(anggota=dunia.anggota(nama="Wulan Sekarpetak"))
    halaman = kasir.get(alamat("kas"), {"q": "sekarp"})
    assert "Wulan Sekarpetak" in halaman.content.decode()
    halaman = kasir.get(alamat("kas_anggota", pinjaman.anggota_id))
    assert "Terima Rp 115.000 tunai" in halaman.content.decode()
    tujuan = alamat("kas_bayar", pinjaman.pk)
    jawab = kasir.post(tujuan, isian(halaman, tujuan))
    angsuran = Angsuran.objects.get()
    assert jawab.url == alamat("kas_kuitansi", angsuran.pk)
    kuitansi = kasir.get(jawab.url).content.decode()
    assert angsuran.nomor_kuitansi in kuitansi
    assert "Rp 115.000" in kuitansi
    pdf = kasir.get(alamat("kas_pdf", angsuran.pk))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_sending_the_form_twice_shows_the_receipt_that_is_there(kasir, dunia):
    pinjaman = dunia.cair()
    tujuan = alamat("kas_bayar", pinjaman.pk)
    data = isian(kasir.get(alamat("kas_anggota", pinjaman.anggota_id)), tujuan)
    kasir.post(tujuan, data)
    jawab = kasir.post(tujuan, data, follow=True)
    assert "tidak dicatat dua kali" in jawab.content.decode()
    assert Angsuran.objects.count() == 1


def test_the_same_sum_again_asks_whether_it_is_meant(kasir, dunia):
    pinjaman = dunia.cair()
    tujuan = alamat("kas_bayar", pinjaman.pk)
    data = {"kunci": "a", "jumlah": "Rp 115.000", "cara": "kas"}
    kasir.post(tujuan, data)
    jawab = kasir.post(tujuan, data | {"kunci": "b"})
    assert jawab.status_code == 422
    assert "memang pembayaran lain" in jawab.content.decode().lower()
    kasir.post(tujuan, data | {"kunci": "b", "sengaja": "on"})
    assert Angsuran.objects.count() == 2


@pytest.mark.parametrize(
    ("jumlah", "kata"),
    [("sejuta", "Tulis jumlah rupiah"), ("", "wajib"), ("0", "di atas nol"), ("-5", "di atas nol"),
     ("Rp 9.000.000", "Yang masih harus dibayar Rp 1.150.000"), ("1.5", "Tulis jumlah")],
)  # fmt: skip
def test_a_sum_that_cannot_be_names_the_field_and_keeps_what_was_typed(kasir, dunia, jumlah, kata):
    pinjaman = dunia.cair()
    jawab = kasir.post(
        alamat("kas_bayar", pinjaman.pk), {"kunci": "a", "jumlah": jumlah, "cara": "kas"}
    )
    teks = jawab.content.decode()
    assert jawab.status_code == 422
    assert kata in teks
    assert "Jumlah dibayar: " in teks
    assert not Angsuran.objects.exists()


@pytest.mark.parametrize(
    ("teks", "jumlah"),
    [("Rp 1.500.000", 1_500_000), ("rp1500000", 1_500_000), ("1.500.000,-", 1_500_000),
     ("1,500,000", 1_500_000), ("1.500.000,00", 1_500_000), (" 750 ", 750),
     ("Rp. 20.000", 20_000)],
)  # fmt: skip
def test_rupiah_as_people_write_it(teks, jumlah):
    assert read_rupiah(teks) == jumlah


@pytest.mark.parametrize("teks", ["1.50", "1,5 juta", "12,50", "Rp", "1.500,75", "1e6", "٣٠٠٠"])
def test_what_is_not_a_sum_is_refused(teks):
    with pytest.raises(ValueError, match="rupiah"):
        read_rupiah(teks)


def test_paying_off_from_the_screen(kasir, dunia):
    pinjaman = dunia.cair()
    tujuan = alamat("kas_lunasi", pinjaman.pk)
    halaman = kasir.get(alamat("kas_anggota", pinjaman.anggota_id))
    assert "Rp 1.015.000" in halaman.content.decode()
    data = isian(halaman, tujuan) | {"cara": "bank"}
    receive_angsuran(pinjaman, jumlah=15_000, kunci=kunci(), by=dunia.bendahara)
    jawab = kasir.post(tujuan, data)
    assert jawab.status_code == 422  # another teller has been there
    assert "Pelunasan hari itu" in jawab.content.decode()
    halaman = kasir.get(alamat("kas_anggota", pinjaman.anggota_id))
    kasir.post(tujuan, isian(halaman, tujuan) | {"cara": "bank"})
    pinjaman.refresh_from_db()
    assert pinjaman.status == "lunas"


def test_savings_in_and_out(kasir, dunia):
    anggota = dunia.anggota()
    tujuan = alamat("kas_simpanan", anggota.pk)
    data = {"kunci": "a", "arah": "1", "jenis": "sukarela", "jumlah": "200.000", "cara": "kas"}
    assert kasir.post(tujuan, data).status_code == 302
    assert kasir.post(tujuan, data).status_code == 422  # the same key
    keluar = kasir.post(tujuan, data | {"kunci": "b", "arah": "-1", "jumlah": "200.001"})
    assert "hanya Rp 200.000" in keluar.content.decode()
    wajib = kasir.post(tujuan, data | {"kunci": "c", "arah": "-1", "jenis": "pokok"})
    assert "saat anggota keluar" in wajib.content.decode()
    assert MutasiSimpanan.objects.filter(jenis="sukarela").count() == 1
    assert differences(dunia.koperasi) == []


def test_a_payment_is_undone_with_a_reason(kasir, dunia):
    pinjaman = dunia.cair()
    angsuran = receive_angsuran(pinjaman, jumlah=15_000, kunci=kunci(), by=dunia.bendahara)
    tujuan = alamat("kas_batal", angsuran.pk)
    assert kasir.post(tujuan, {"kunci": "a", "alasan": ""}).status_code == 422
    jawab = kasir.post(tujuan, {"kunci": "a", "alasan": "Salah <b>anggota</b>"}, follow=True)
    teks = jawab.content.decode()
    assert "Dibatalkan" in teks
    assert "&lt;b&gt;anggota" in teks
    assert kasir.post(tujuan, {"kunci": "b", "alasan": "Lagi"}).status_code == 422


def test_the_days_count_explains_a_difference_and_is_done_once(kasir, dunia):
    tujuan = alamat("kas_tutup")
    kurang = kasir.post(tujuan, {"kunci": "a", "dihitung": "49.999.000"})
    assert "Tuliskan penjelasannya" in kurang.content.decode()
    assert not TutupKas.objects.exists()
    data = {"kunci": "a", "dihitung": "49.999.000", "penjelasan": "Kembalian kurang"}
    assert kasir.post(tujuan, data).status_code == 302
    tutup = TutupKas.objects.get()
    assert (tutup.selisih, tutup.jurnal.jumlah) == (-1_000, 1_000)
    assert "sudah ditutup" in kasir.post(tujuan, data).content.decode()
    assert differences(dunia.koperasi) == []


def test_the_cards_and_reports_show_what_is_owed(kasir, dunia):
    pinjaman = dunia.cair(pada=timezone.localdate().replace(day=1), pokok=700_000)
    kartu = kasir.get(alamat("kas_kartu", pinjaman.pk)).content.decode()
    assert pinjaman.nomor in kartu
    assert "Rp 700.000" in kartu
    porto = kasir.get(alamat("kas_portofolio")).content.decode()
    assert "Rp 700.000" in porto


def _every_address(dunia):
    pinjaman = dunia.cair()
    angsuran = receive_angsuran(pinjaman, jumlah=1_000, kunci=kunci(), by=dunia.bendahara)
    anggota = pinjaman.anggota_id
    baca = [
        alamat("kas_anggota", anggota), alamat("kas_kartu", pinjaman.pk),
        alamat("kas_kuitansi", angsuran.pk), alamat("kas_pdf", angsuran.pk),
    ]  # fmt: skip
    tulis = [
        alamat("kas_bayar", pinjaman.pk), alamat("kas_lunasi", pinjaman.pk),
        alamat("kas_simpanan", anggota), alamat("kas_batal", angsuran.pk),
    ]  # fmt: skip
    return baca, tulis


def test_where_there_is_no_cooperative_the_screen_says_so(client, dunia):
    client.force_login(PenggunaFactory(peran="lurah", di=PANDEAN))
    halaman = client.get(alamat("kas"))
    assert halaman.status_code == 200
    assert "Belum ada koperasi di sini" in halaman.content.decode()
    assert dunia.koperasi.nama not in halaman.content.decode()


def test_a_treasurer_of_another_kelurahan_finds_nothing(client, dunia):
    lain = Dunia(di=PANDEAN)
    client.force_login(lain.bendahara)
    baca, tulis = _every_address(dunia)
    for satu in baca:
        assert client.get(satu).status_code == 404
    for satu in tulis:
        assert client.post(satu, {"kunci": "x", "jumlah": "1", "cara": "kas"}).status_code == 404
    assert Angsuran.objects.count() == 1


@pytest.mark.parametrize("peran", ["moderator", "fasilitator", "camat", "operator_kios"])
def test_other_roles_find_nothing_and_strangers_are_asked_to_sign_in(client, dunia, peran):
    baca, tulis = _every_address(dunia)
    semua = [*baca, alamat("kas"), alamat("kas_tutup"), alamat("kas_portofolio")]
    for satu in semua:
        assert client.get(satu).status_code == 302
    client.force_login(PenggunaFactory(peran=peran, di="35.77.03.1009"))
    for satu in semua:
        assert client.get(satu).status_code == 404
    for satu in tulis:
        assert client.post(satu).status_code == 404


def test_the_lurah_reads_but_does_not_take_money(client, dunia):
    client.force_login(dunia.lurah)
    baca, tulis = _every_address(dunia)
    for satu in baca:
        assert client.get(satu).status_code == 200
    for satu in tulis:
        assert client.post(satu, {"kunci": "x", "jumlah": "1", "cara": "kas"}).status_code == 404
    assert "Terima Rp" not in client.get(baca[0]).content.decode()


@pytest.mark.parametrize("nama", ["kas", "kas_portofolio"])
def test_lists_cost_the_same_at_one_and_at_fifteen(
    kasir, dunia, django_assert_max_num_queries, nama
):
    hari = timezone.localdate().replace(day=1)
    dunia.cair(pada=hari)
    for banyak in (1, 14):
        for _ in range(banyak - 1):
            dunia.cair(pada=hari)
        with django_assert_max_num_queries(14):
            kasir.get(alamat(nama))
