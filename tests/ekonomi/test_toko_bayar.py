"""Paying: QRIS with an amount, signed callbacks, twice and out of order, and forged ones."""

import hashlib
import json

import httpx
import pytest
from django.db import IntegrityError
from django.urls import reverse

from ekonomi.bayar import daftar, midtrans, tiruan
from ekonomi.bayar.dasar import GerbangGagal
from ekonomi.bayar.midtrans import Midtrans
from ekonomi.bayar.qris import QrisSalah, crc16, make_qris, read_qris, with_amount
from ekonomi.models import PeristiwaBayar, Pesanan, Tagihan
from ekonomi.services.batas_pesanan import expire_pesanan
from ekonomi.services.bayar import (
    attach_bukti,
    confirm_bayar,
    confirm_kembali,
    open_tagihan,
    process_waiting,
    refund_pesanan,
)
from ekonomi.services.pesanan import PesananKeliru, move_pesanan
from tests.curhat.test_bersamaan import in_threads
from tests.ekonomi.pabrik_toko import KUNCI, LapakFactory, PesananFactory, ProdukFactory, gambar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taman")]
# EMVCo's own example of a merchant-presented code, and the check value of the CRC
EMVCO = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京"
    "540523.7253031565502016233030412340603***0708A60086670902ME91320016A011223344998877070812345678"
)
S = Pesanan.Status


@pytest.fixture
def snap(monkeypatch):
    """Midtrans at the other end of the wire: what it was asked, and what it answers."""

    class Snap:
        diminta: list[httpx.Request] = []
        status, isi = (
            201,
            {"token": "t", "redirect_url": "https://app.sandbox.midtrans.com/snap/v4/t"},
        )

        def __call__(self, request):
            self.diminta.append(request)
            if isinstance(self.isi, Exception):
                raise self.isi
            return httpx.Response(self.status, json=self.isi)

    snap = Snap()
    snap.diminta = []
    monkeypatch.setitem(daftar.GERBANG, "midtrans", Midtrans(httpx.MockTransport(snap)))
    return snap


def lewat_gerbang(nama="midtrans", **isi):
    lapak = LapakFactory(gerbang=nama, gerbang_kunci=KUNCI)
    return PesananFactory(produk=ProdukFactory(lapak=lapak, stok=5), cara_bayar="gerbang", **isi)


def kabar(tagihan, keadaan="settlement", *, kode="200", kunci=KUNCI, jumlah=None, **isi):
    """A notification as Midtrans sends it."""
    gross = f"{tagihan.jumlah if jumlah is None else jumlah}.00"
    tanda = hashlib.sha512(f"{tagihan.nomor}{kode}{gross}{kunci}".encode()).hexdigest()
    return json.dumps(
        {
            "transaction_time": "2026-11-26 10:11:12", "transaction_status": keadaan,
            "transaction_id": f"id-{tagihan.nomor}", "status_code": kode, "signature_key": tanda,
            "payment_type": "qris", "order_id": tagihan.nomor, "gross_amount": gross,
            "fraud_status": "accept", "currency": "IDR",
        } | isi
    )  # fmt: skip


def kirim(client, badan, gerbang="midtrans", **kepala):
    return client.post(
        f"/webhook/bayar/{gerbang}/", badan, content_type="application/json", headers=kepala
    ).status_code


def segar(pesanan):
    return Pesanan.objects.get(pk=pesanan.pk)


# QRIS


def test_the_checksum_is_that_of_the_standard():
    assert crc16("123456789") == "29B1"
    assert crc16(EMVCO + "6304") == "A13A"


def test_an_amount_goes_into_the_sellers_own_code():
    statis = make_qris("WARUNG UJI", "MADIUN", "ID1020304050607")
    isi = with_amount(statis, 57_500)
    qris = read_qris(isi)
    assert (qris.get("01"), qris.get("54"), qris.merchant) == ("12", "57500", "WARUNG UJI")
    assert qris.get("26") == read_qris(statis).get("26")
    assert with_amount(isi, 1_000) == with_amount(statis, 1_000)


@pytest.mark.parametrize(
    "rusak",
    [
        "",
        "halo",
        make_qris("AB", "B", "ID1")[:-1] + "G",
        make_qris("A", "B", "ID1")[:40],
        "0" * 600,
    ],
)
def test_a_code_that_is_none_is_refused_in_words(rusak):
    with pytest.raises(QrisSalah):
        read_qris(rusak)


@pytest.mark.parametrize("jumlah", [0, -5, 10_000_001])
def test_amounts_beyond_the_limit_of_qris_are_refused(jumlah):
    with pytest.raises(QrisSalah, match=r"10\.000\.000"):
        with_amount(make_qris("A", "B", "ID1"), jumlah)


def test_a_qris_order_gets_its_bill_once():
    pesanan = PesananFactory(cara_bayar="qris")
    satu, dua = open_tagihan(pesanan), open_tagihan(pesanan)
    assert satu.pk == dua.pk
    assert read_qris(satu.qris).get("54") == str(pesanan.total)


# by hand


def test_proof_then_the_sellers_word_pays_the_order():
    pesanan = PesananFactory(cara_bayar="transfer")
    tagihan = attach_bukti(pesanan, berkas=gambar())
    assert segar(pesanan).batas_at is None
    confirm_bayar(pesanan)
    tagihan.refresh_from_db()
    assert (tagihan.status, segar(pesanan).status) == ("lunas", S.DIBAYAR)


def test_a_seller_cannot_confirm_what_the_gateway_has_to(snap):
    with pytest.raises(PesananKeliru):
        confirm_bayar(lewat_gerbang())


# Midtrans


def test_the_bill_is_asked_for_with_the_sellers_key_and_without_the_buyers_name(snap):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    assert tagihan.url.startswith("https://app.sandbox.midtrans.com/")
    (minta,) = snap.diminta
    assert str(minta.url) == midtrans.SNAP[False]
    assert minta.headers["Authorization"] == httpx.BasicAuth(KUNCI, "")._auth_header
    assert minta.headers["X-Override-Notification"].endswith("/webhook/bayar/midtrans/")
    isi = json.loads(minta.content)
    assert isi["transaction_details"] == {"order_id": tagihan.nomor, "gross_amount": pesanan.total}
    assert sum(b["price"] * b["quantity"] for b in isi["item_details"]) == pesanan.total
    assert "Pembeli" not in minta.content.decode()
    assert open_tagihan(pesanan).pk == tagihan.pk
    assert len(snap.diminta) == 1


@pytest.mark.parametrize(
    ("status", "isi"),
    [
        (401, {"error_messages": ["Access denied"]}),
        (201, {"redirect_url": "https://midtrans.com.jahat.example/x"}),
        (201, ["aneh"]),
        (500, {}),
        (201, httpx.ConnectTimeout("lama")),
    ],
)
def test_a_gateway_that_refuses_or_sleeps_is_said_so_and_can_be_asked_again(snap, status, isi):
    snap.status, snap.isi = status, isi
    pesanan = lewat_gerbang()
    with pytest.raises(GerbangGagal):
        open_tagihan(pesanan)
    snap.status, snap.isi = 201, {"redirect_url": "https://app.sandbox.midtrans.com/snap/v4/t"}
    assert open_tagihan(pesanan).url
    assert Tagihan.objects.count() == 1


def test_a_signed_settlement_pays_once_however_often_it_comes(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    for _ in range(3):
        assert kirim(client, kabar(tagihan)) == 200
    assert segar(pesanan).status == S.DIBAYAR
    assert PeristiwaBayar.objects.count() == 1
    assert pesanan.riwayat.filter(ke=S.DIBAYAR).count() == 1


@pytest.mark.parametrize(
    "palsu",
    [
        lambda t: kabar(t, kunci="kunci-lain"),
        lambda t: kabar(t, kunci=""),
        lambda t: kabar(t).replace('"signature_key": "', '"signature_key": "0'),
        lambda t: kabar(t).replace(t.nomor, "TK-XXXX-YYYY-ABCD"),
        lambda t: kabar(t).replace(f"{t.jumlah}.00", "1.00"),
        lambda t: kabar(t).replace("signature_key", "lain"),
    ],
)
def test_what_is_not_signed_by_the_sellers_key_is_403_and_not_kept(snap, client, palsu):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    assert kirim(client, palsu(tagihan)) == 403
    assert segar(pesanan).status == S.BARU
    assert not PeristiwaBayar.objects.exists()


def test_one_seller_cannot_sign_for_another(snap, client):
    korban = open_tagihan(lewat_gerbang())
    LapakFactory(gerbang="midtrans", gerbang_kunci="kunci-penjual-jahat")
    assert kirim(client, kabar(korban, kunci="kunci-penjual-jahat")) == 403


@pytest.mark.parametrize("badan", [b"", b"[]", b"{", b"\xff\xfe", b"null", b"{}" * 60_000])
def test_a_body_that_cannot_be_read_is_refused(client, badan):
    status = client.post(
        "/webhook/bayar/midtrans/", badan, content_type="application/json"
    ).status_code
    assert status in (400, 403, 413)
    assert client.post("/webhook/bayar/lain/", b"{}", content_type="a/b").status_code == 404
    assert client.get("/webhook/bayar/midtrans/").status_code == 405


def test_paid_is_only_what_comes_with_200_and_passes_the_fraud_check(snap, client):
    """The signature does not cover the word: a pending report relabelled as settled pays nobody."""
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    assert kirim(client, kabar(tagihan, "settlement", kode="201")) == 200
    assert kirim(client, kabar(tagihan, "capture", fraud_status="challenge")) == 200
    assert segar(pesanan).status == S.BARU


def test_a_late_pending_changes_nothing_that_is_paid(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    kirim(client, kabar(tagihan, "settlement"))
    kirim(client, kabar(tagihan, "pending", kode="201"))
    kirim(client, kabar(tagihan, "expire", kode="407"))
    tagihan.refresh_from_db()
    assert (tagihan.status, segar(pesanan).status) == ("lunas", S.DIBAYAR)
    assert set(PeristiwaBayar.objects.values_list("hasil", flat=True)) == {
        "diterapkan",
        "diabaikan",
    }


def test_a_failed_try_may_be_followed_by_a_good_one_on_the_same_bill(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    kirim(client, kabar(tagihan, "deny", kode="202"))
    tagihan.refresh_from_db()
    assert tagihan.status == "gagal"
    kirim(client, kabar(tagihan, "settlement"))
    assert segar(pesanan).status == S.DIBAYAR


def test_another_amount_is_flagged_and_pays_nothing(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    assert kirim(client, kabar(tagihan, jumlah=tagihan.jumlah - 1_000)) == 200
    tagihan.refresh_from_db()
    assert (tagihan.status, tagihan.selisih) == ("menunggu", -1_000)
    assert segar(pesanan).status == S.BARU
    assert PeristiwaBayar.objects.get().hasil == "selisih"


def test_money_for_an_order_already_given_up_has_to_go_back(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    move_pesanan(pesanan, ke=S.DIBATALKAN, pelaku="pembeli")
    kirim(client, kabar(tagihan))
    sekarang = segar(pesanan)
    assert (sekarang.status, sekarang.pengembalian) == (S.DIBATALKAN, "perlu")
    snap.status, snap.isi = 200, {"status_code": "200"}
    refund_pesanan(sekarang)
    assert segar(pesanan).pengembalian == "sudah"
    assert snap.diminta[-1].url.path.endswith(f"/v2/{tagihan.nomor}/refund")


def test_two_bills_paid_for_one_order_are_noticed(snap, client):
    pesanan = lewat_gerbang()
    lama = open_tagihan(pesanan)
    kirim(client, kabar(lama, "expire", kode="407"))
    baru = open_tagihan(pesanan)
    assert baru.nomor != lama.nomor
    kirim(client, kabar(baru))
    kirim(client, kabar(lama))
    lama.refresh_from_db()
    assert (lama.status, lama.selisih) == ("lunas", lama.jumlah)


def test_a_refund_at_the_gateway_ends_the_order_and_its_turnover(snap, client):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)
    kirim(client, kabar(tagihan))
    kirim(client, kabar(tagihan, "refund"))
    sekarang = segar(pesanan)
    assert (sekarang.status, sekarang.pengembalian) == (S.DIBATALKAN, "sudah")


def test_an_event_that_a_crash_left_is_taken_up_before_the_order_expires(snap, client, monkeypatch):
    pesanan = lewat_gerbang()
    tagihan = open_tagihan(pesanan)

    def mati(pk):
        raise RuntimeError(pk)

    monkeypatch.setattr("ekonomi.views.bayar.process_peristiwa", mati)
    assert kirim(client, kabar(tagihan)) == 200
    assert segar(pesanan).status == S.BARU
    Pesanan.objects.update(batas_at=pesanan.created_at)
    assert process_waiting() == 1
    assert expire_pesanan(segar(pesanan).updated_at) == 0
    assert segar(pesanan).status == S.DIBAYAR


def test_the_raw_report_is_kept_encrypted(snap, client):
    tagihan = open_tagihan(lewat_gerbang())
    kirim(client, kabar(tagihan))
    assert tagihan.nomor in PeristiwaBayar.objects.get().muatan


def test_the_same_report_at_the_same_instant_is_one(nyata, snap, client):
    pesanan = lewat_gerbang()
    badan = kabar(open_tagihan(pesanan))

    def post():
        assert kirim(type(client)(), badan) == 200

    in_threads(*[post] * 4)
    assert PeristiwaBayar.objects.count() == 1
    assert pesanan.riwayat.filter(ke=S.DIBAYAR).count() == 1


def test_money_given_back_by_hand_is_noted_once():
    pesanan = PesananFactory(status="dibayar", cara_bayar="transfer")
    move_pesanan(pesanan, ke=S.DITOLAK, pelaku="penjual", catatan="Habis")
    for _ in range(2):
        confirm_kembali(pesanan)
    assert segar(pesanan).pengembalian == "sudah"
    assert pesanan.riwayat.filter(catatan="Uang dikembalikan").count() == 1


# the stand-in


def test_the_stand_in_pays_with_a_click_and_only_in_the_demo(client, settings):
    settings.DEMO = True
    pesanan = lewat_gerbang("tiruan")
    tagihan = open_tagihan(pesanan)
    halaman = reverse("bayar_tiruan", args=[tagihan.nomor])
    assert tagihan.url.endswith(halaman)
    assert client.post(halaman, {"keadaan": "lunas"}).status_code == 303
    assert segar(pesanan).status == S.DIBAYAR
    settings.DEMO = False
    assert client.get(halaman).status_code == 404
    badan, kepala = tiruan.make_callback(tagihan, "dikembalikan")
    assert kirim(client, badan, "tiruan", **kepala) == 403


def test_the_stand_ins_callback_is_signed_too(client, settings):
    settings.DEMO = True
    tagihan = open_tagihan(lewat_gerbang("tiruan"))
    badan, kepala = tiruan.make_callback(tagihan, "lunas")
    assert kirim(client, badan + b" ", "tiruan", **kepala) == 403
    assert kirim(client, badan, "tiruan") == 403
    assert kirim(client, badan, "tiruan", **kepala) == 200


def test_a_gateway_without_its_key_cannot_be_set():
    with pytest.raises(IntegrityError):
        LapakFactory(gerbang="midtrans", gerbang_kunci="")
