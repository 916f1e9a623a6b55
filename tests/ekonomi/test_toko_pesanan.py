"""An order from the click to "received": stock, moves, time, turnover, and what must not happen."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import BarisPesanan, Pesanan, Produk, RiwayatPesanan
from ekonomi.services.batas_pesanan import expire_pesanan, finish_pesanan
from ekonomi.services.bayar import confirm_bayar
from ekonomi.services.pesanan import PesananKeliru, move_pesanan, pin_of, place_pesanan
from ekonomi.toko.keadaan import PERPINDAHAN, LangkahTerlarang
from pesan.models import PesanKeluar
from pesan.pin import pin_hash
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_toko import LapakFactory, PesananFactory, ProdukFactory, pembeli
from tests.factories import KontakFactory

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taman")]


def stok(produk):
    return Produk.objects.get(pk=produk.pk).stok


def test_an_order_takes_stock_copies_prices_and_tells_the_seller():
    lapak = LapakFactory(kontak=KontakFactory())
    produk = ProdukFactory(lapak=lapak, stok=5, harga=12_000)
    pesanan = PesananFactory(produk=produk, jumlah=3, pengiriman="antar", alamat="RT 3 RW 2")
    assert stok(produk) == 2
    assert (pesanan.subtotal, pesanan.ongkir, pesanan.total) == (36_000, 3_000, 39_000)
    produk.harga = 99_000
    produk.save()
    assert BarisPesanan.objects.get(pesanan=pesanan).harga == 12_000
    assert pesanan.kode.startswith("TK-")
    assert pesanan.pin_hash == pin_hash(pesanan.kode, pin_of(pesanan.token))
    kabar = PesanKeluar.objects.get(kontak=lapak.kontak)
    assert pesanan.kode in kabar.badan
    assert "Bu Pembeli" not in kabar.badan


def test_the_same_token_twice_is_one_order_and_one_reservation():
    produk, token = ProdukFactory(stok=5), uuid.uuid4()
    satu, dua = (PesananFactory(produk=produk, jumlah=2, token=token) for _ in range(2))
    assert satu.pk == dua.pk
    assert stok(produk) == 3


@pytest.mark.parametrize("jumlah", [0, -1, 1_001, 10**9])
def test_a_quantity_outside_the_allowed_is_refused_and_nothing_is_taken(jumlah):
    produk = ProdukFactory(stok=None)
    with pytest.raises(PesananKeliru, match="harus 1 sampai"):
        PesananFactory(produk=produk, jumlah=jumlah)
    assert not Pesanan.objects.exists()


def test_more_than_the_shelf_holds_says_how_much_is_left():
    produk = ProdukFactory(stok=2)
    with pytest.raises(PesananKeliru, match="tinggal 2 bungkus"):
        PesananFactory(produk=produk, jumlah=3)
    assert stok(produk) == 2


def test_another_stalls_product_cannot_be_ordered_here():
    milik, lain = ProdukFactory(), ProdukFactory()
    with pytest.raises(PesananKeliru, match="tidak dijual"):
        place_pesanan(
            milik.lapak, isi={milik.pk: 1, lain.pk: 1}, pembeli=pembeli(), token=uuid.uuid4()
        )
    assert stok(milik) == 10


def test_a_closed_or_hidden_stall_takes_no_orders():
    for lapak in (LapakFactory(buka=False), LapakFactory(tampil_at=None)):
        with pytest.raises(PesananKeliru):
            PesananFactory(produk=ProdukFactory(lapak=lapak))


def test_delivery_needs_an_address_and_an_offered_way():
    with pytest.raises(PesananKeliru, match="alamat"):
        PesananFactory(pengiriman="antar")
    with pytest.raises(PesananKeliru, match="tidak tersedia"):
        PesananFactory(pengiriman="kurir-999", alamat="Jalan")


def test_giving_up_puts_the_goods_back_once():
    produk = ProdukFactory(stok=4)
    pesanan = PesananFactory(produk=produk, jumlah=4)
    move_pesanan(pesanan, ke=S.DIBATALKAN, pelaku=P.PEMBELI)
    assert stok(produk) == 4
    with pytest.raises(LangkahTerlarang):
        move_pesanan(pesanan, ke=S.DIBATALKAN, pelaku=P.PEMBELI)
    assert stok(produk) == 4


def test_goods_that_left_do_not_come_back_to_the_shelf():
    produk = ProdukFactory(stok=4)
    pesanan = PesananFactory(
        produk=produk, jumlah=1, status="dikirim", pengiriman="antar", alamat="RT 3"
    )
    move_pesanan(pesanan, ke=S.DIBATALKAN, pelaku=P.PENJUAL, catatan="Kembali rusak")
    assert stok(produk) == 3


def test_a_refusal_needs_a_reason_and_a_parcel_its_number():
    pesanan = PesananFactory()
    with pytest.raises(PesananKeliru) as galat:
        move_pesanan(pesanan, ke=S.DITOLAK, pelaku=P.PENJUAL)
    assert galat.value.isian == "catatan"


def test_unpaid_transfer_cannot_be_prepared_and_cash_can():
    transfer = PesananFactory(status="dikonfirmasi", cara_bayar="transfer")
    with pytest.raises(LangkahTerlarang, match="dibayar lebih dulu"):
        move_pesanan(transfer, ke=S.DISIAPKAN, pelaku=P.PENJUAL)
    assert PesananFactory(status="disiapkan").dibayar_at is None


def test_a_cash_order_is_paid_with_its_receipt():
    pesanan = PesananFactory(status="selesai")
    assert pesanan.dibayar_at is not None
    assert pesanan.selesai_at is not None


def test_a_buyer_cannot_take_a_sellers_step():
    pesanan = PesananFactory()
    for ke in (S.DIKONFIRMASI, S.DIBAYAR, S.SELESAI, S.DITOLAK):
        with pytest.raises(LangkahTerlarang):
            move_pesanan(pesanan, ke=ke, pelaku=P.PEMBELI, catatan="x")


def test_every_state_can_be_left_only_by_the_table():
    assert set(PERPINDAHAN) == set(S.values)
    assert PERPINDAHAN[S.DIBATALKAN] == PERPINDAHAN[S.DITOLAK] == {}


def test_unpaid_orders_end_by_themselves_and_proof_holds_them_open():
    produk = ProdukFactory(stok=3)
    pesanan = PesananFactory(produk=produk, jumlah=3, cara_bayar="transfer")
    nanti = timezone.now() + timedelta(hours=25)
    assert expire_pesanan(timezone.now()) == 0
    assert expire_pesanan(nanti) == 1
    pesanan.refresh_from_db()
    assert pesanan.status == S.DIBATALKAN
    assert stok(produk) == 3
    assert expire_pesanan(nanti) == 0


def test_paid_goods_on_their_way_count_as_received_after_a_week_and_cash_does_not():
    dibayar = PesananFactory(
        status="dikirim", cara_bayar="transfer", pengiriman="antar", alamat="RT 3"
    )
    tunai = PesananFactory(status="dikirim", pengiriman="antar", alamat="RT 3")
    Pesanan.objects.update(updated_at=timezone.now() - timedelta(days=8))
    assert finish_pesanan(timezone.now()) == 1
    dibayar.refresh_from_db()
    tunai.refresh_from_db()
    assert (dibayar.status, tunai.status) == (S.SELESAI, S.DIKIRIM)


def test_paid_and_given_up_says_that_the_money_goes_back():
    pesanan = PesananFactory(status="dibayar", cara_bayar="transfer")
    pesanan = move_pesanan(pesanan, ke=S.DITOLAK, pelaku=P.PENJUAL, catatan="Habis")
    assert pesanan.pengembalian == "perlu"


def test_confirming_a_payment_twice_is_once():
    pesanan = PesananFactory(cara_bayar="transfer")
    confirm_bayar(pesanan)
    confirm_bayar(pesanan)
    assert pesanan.riwayat.filter(ke=S.DIBAYAR).count() == 1


def test_history_can_only_grow():
    pesanan = PesananFactory()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        pesanan.riwayat.all().delete()


def test_the_database_itself_refuses_negative_stock():
    produk = ProdukFactory(stok=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Produk.objects.filter(pk=produk.pk).update(stok=-1)


def test_of_two_buyers_of_the_last_piece_one_gets_it(nyata):
    produk = ProdukFactory(stok=1)

    hasil = []

    def beli():
        try:
            hasil.append(PesananFactory(produk=produk, token=uuid.uuid4()).kode)
        except PesananKeliru as galat:
            hasil.append(str(galat))

    in_threads(*[beli] * 6)
    assert sum(h.startswith("TK-") for h in hasil) == 1
    assert sum("habis dibeli orang lain" in h for h in hasil) == 5
    assert stok(produk) == 0


def test_a_double_click_at_the_same_instant_is_one_order(nyata):
    produk, token = ProdukFactory(stok=9), uuid.uuid4()
    hasil = []
    in_threads(*[lambda: hasil.append(PesananFactory(produk=produk, token=token).pk)] * 4)
    assert len(set(hasil)) == 1
    assert stok(produk) == 8
