"""Vouchers: once, whole, in time, at the right shop; and the shop is paid."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from buku_besar.services import saldo
from ekonomi.models import PenukaranVoucher, Voucher
from ekonomi.services.anggaran import book_of, left_on
from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.tarik import withdraw_hibah
from ekonomi.services.hibah.voucher import (
    expire_vouchers,
    redeem_voucher,
    reissue_pins,
    renew_pin_pedagang,
    settle_pedagang,
)
from tests.ekonomi.pabrik_hibah import PaketFactory, PedagangFactory, serah, setuju, usul
from tests.factories import PenggunaFactory

TAMAN = "35.77.03.1009"


@pytest.fixture
def tim(db):
    return {
        peran: PenggunaFactory(peran=peran, di=TAMAN)
        for peran in ("fasilitator", "lurah", "moderator", "bendahara")
    }


@pytest.fixture
def hasil(tim):
    """A grant of two million in three vouchers."""
    hibah = usul(PaketFactory(jenis="voucher"), tim["fasilitator"], cara="voucher")
    hibah = setuju(hibah, tim["fasilitator"], tim["moderator"], tim["lurah"])
    return serah(hibah, tim["fasilitator"], lembar_voucher=3)


@pytest.fixture
def toko(hasil):
    return PedagangFactory(program=hasil.hibah.paket.program)


def test_the_value_is_cut_so_that_no_rupiah_is_lost(hasil):
    assert [v.voucher.nilai for v in hasil.voucher] == [666_668, 666_666, 666_666]
    assert left_on(hasil.hibah.paket.pos) == 98_000_000  # set aside, not spent


def test_a_voucher_is_spent_once_whole_and_in_time(hasil, toko):
    voucher = hasil.voucher[0].voucher
    for jumlah in (666_667, 666_669):
        with pytest.raises(HibahDitolak, match="sekaligus"):
            redeem_voucher(voucher, pedagang=toko, jumlah=jumlah)
    redeem_voucher(voucher, pedagang=toko, jumlah=666_668, barang="Terigu")
    with pytest.raises(HibahDitolak, match="sudah ditukar"):
        redeem_voucher(voucher, pedagang=toko, jumlah=666_668)
    Voucher.objects.update(berlaku_sampai=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(HibahDitolak, match="sudah lewat"):
        redeem_voucher(hasil.voucher[1].voucher, pedagang=toko, jumlah=666_666)


def test_only_shops_of_the_programme_and_of_the_voucher_take_it(hasil, toko):
    voucher = hasil.voucher[1].voucher
    with pytest.raises(HibahDitolak, match="tidak menerima"):
        redeem_voucher(voucher, pedagang=PedagangFactory(), jumlah=666_666)
    voucher.pedagang.add(PedagangFactory(program=toko.program))
    with pytest.raises(HibahDitolak, match="toko lain"):
        redeem_voucher(voucher, pedagang=toko, jumlah=666_666)


def test_a_shop_is_paid_for_what_it_took_and_the_ledger_says_so(hasil, toko, tim):
    buku = book_of(hasil.hibah.paket.program)
    with pytest.raises(HibahDitolak, match="Tidak ada voucher"):
        settle_pedagang(toko, tanggal=timezone.localdate(), by=tim["bendahara"])
    for satu in hasil.voucher[:2]:
        redeem_voucher(satu.voucher, pedagang=toko, jumlah=satu.voucher.nilai)
    assert saldo(buku, "5-1100") == 0
    lunas = settle_pedagang(toko, tanggal=timezone.localdate(), by=tim["bendahara"])
    assert lunas.jumlah == 1_333_334
    assert (saldo(buku, "5-1100"), saldo(buku, "1-1200")) == (1_333_334, -1_333_334)
    assert left_on(hasil.hibah.paket.pos) == 98_000_000
    with pytest.raises(HibahDitolak, match="Tidak ada voucher"):
        settle_pedagang(toko, tanggal=timezone.localdate(), by=tim["bendahara"])


def test_vouchers_over_their_day_end_and_free_their_money(hasil, toko, tim):
    voucher = hasil.voucher[0].voucher
    redeem_voucher(voucher, pedagang=toko, jumlah=voucher.nilai)
    Voucher.objects.update(berlaku_sampai=timezone.localdate() - dt.timedelta(days=1))
    assert expire_vouchers(hasil.hibah, by=None) == 1_333_332
    hasil.hibah.rumah.refresh_from_db()
    assert hasil.hibah.rumah.modal == 666_668
    assert left_on(hasil.hibah.paket.pos) == 98_000_000  # the shop is still owed
    settle_pedagang(toko, tanggal=timezone.localdate(), by=tim["bendahara"])
    assert left_on(hasil.hibah.paket.pos) == 100_000_000 - 666_668
    assert expire_vouchers(hasil.hibah, by=None) == 0


def test_a_withdrawn_grants_vouchers_are_worthless(hasil, toko, tim):
    withdraw_hibah(hasil.hibah, alasan="Dijual ke orang lain.", by=tim["lurah"])
    with pytest.raises(HibahDitolak, match="dibatalkan"):
        redeem_voucher(hasil.voucher[0].voucher, pedagang=toko, jumlah=666_668)
    assert left_on(hasil.hibah.paket.pos) == 100_000_000


def masuk(toko):
    client = Client()
    pin = renew_pin_pedagang(toko)
    jawab = client.post("/bayar/voucher/", {"kode": toko.kode.lower(), "pin": pin})
    assert jawab.status_code == 303
    return client


def test_a_shop_takes_a_voucher_at_its_counter(hasil, toko):
    client, satu = masuk(toko), hasil.voucher[0]
    isi = {"kode": satu.voucher.kode, "pin": satu.pin, "jumlah": "666668", "barang": "Terigu"}
    jawab = client.post("/bayar/voucher/", isi, follow=True)
    assert "sudah ditukar" in jawab.content.decode()
    assert "Rp 666.668" in jawab.content.decode()
    dua = client.post("/bayar/voucher/", isi)
    assert dua.status_code == 422
    assert "Voucher ini sudah ditukar." in dua.content.decode()
    assert PenukaranVoucher.objects.count() == 1


def test_a_wrong_pin_a_part_and_a_stranger_get_a_clear_no(hasil, toko):
    client, satu = masuk(toko), hasil.voucher[0]
    isi = {"kode": satu.voucher.kode, "pin": satu.pin, "jumlah": "1000"}
    salah = client.post("/bayar/voucher/", isi | {"pin": "000000"})
    assert "tidak cocok" in salah.content.decode()
    sebagian = client.post("/bayar/voucher/", isi)
    assert "tidak dapat sebagian" in sebagian.content.decode()
    asing = Client().post("/bayar/voucher/", isi)
    assert asing.status_code == 422
    assert not PenukaranVoucher.objects.exists()


def test_new_pins_make_the_old_ones_useless(hasil, toko, tim):
    client, lama = masuk(toko), hasil.voucher[0]
    baru = reissue_pins(hasil.hibah, by=tim["fasilitator"])
    assert len(baru) == 3
    isi = {"kode": lama.voucher.kode, "jumlah": "666668"}
    if lama.pin != baru[0].pin:
        assert client.post("/bayar/voucher/", isi | {"pin": lama.pin}).status_code == 422
    assert client.post("/bayar/voucher/", isi | {"pin": baru[0].pin}).status_code == 303
