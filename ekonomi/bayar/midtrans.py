"""Midtrans Snap: a bill by POST /snap/v1/transactions, its fate by signed HTTP notifications.

Protocol (Midtrans documentation, "Snap Integration Guide" and "Handle Notifications"): Basic
authentication with the server key as user name and no password; the answer holds `token` and
`redirect_url`. A notification's `signature_key` is SHA512 of order_id + status_code +
gross_amount + server key. The key is the seller's own, so the money goes to the seller.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings

from ekonomi.bayar.dasar import (
    GerbangGagal,
    MuatanRusak,
    Peristiwa,
    TagihanBaru,
    TandaTanganSalah,
)
from ekonomi.models import Lapak, Pesanan, Tagihan
from wilayah.kripto import same_hash

SNAP = {
    True: "https://app.midtrans.com/snap/v1/transactions",
    False: "https://app.sandbox.midtrans.com/snap/v1/transactions",
}
API = {True: "https://api.midtrans.com", False: "https://api.sandbox.midtrans.com"}
BATAS_DETIK = httpx.Timeout(10.0, connect=4.0)
_WIB = ZoneInfo("Asia/Jakarta")  # transaction_time carries no zone
S = Tagihan.Status
# transaction_status to ours; what is not here (authorize, partial refunds) a person looks at
KEADAAN: dict[str, str] = {
    "capture": S.LUNAS,
    "settlement": S.LUNAS,
    "pending": S.MENUNGGU,
    "deny": S.GAGAL,
    "failure": S.GAGAL,
    "cancel": S.GAGAL,
    "expire": S.KEDALUWARSA,
    "refund": S.DIKEMBALIKAN,
    "chargeback": S.DIKEMBALIKAN,
}


class Midtrans:
    """One seller's Snap. `kirim` replaces the network in tests."""

    nama = "midtrans"

    def __init__(self, kirim: httpx.BaseTransport | None = None) -> None:
        self._kirim = kirim

    def _client(self, lapak: Lapak) -> httpx.Client:
        return httpx.Client(
            auth=(lapak.gerbang_kunci, ""), timeout=BATAS_DETIK, transport=self._kirim,
            headers={"Accept": "application/json"},
        )  # fmt: skip

    def create_tagihan(self, pesanan: Pesanan, tagihan: Tagihan) -> TagihanBaru:
        lapak = pesanan.lapak
        kepala = {"X-Override-Notification": f"{settings.SITE_URL}/webhook/bayar/midtrans/"}
        try:
            with self._client(lapak) as client:
                jawab = client.post(
                    SNAP[lapak.gerbang_produksi], json=_order(pesanan, tagihan), headers=kepala
                )
            isi = jawab.json()
            url = str(isi["redirect_url"]) if jawab.status_code == 201 else ""
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as galat:
            raise GerbangGagal(
                "Gerbang bayar sedang tidak menjawab. Coba lagi sebentar, atau pilih cara lain."
            ) from galat
        if not _is_midtrans(url):
            raise GerbangGagal("Gerbang bayar menolak tagihan ini. Pilih cara bayar lain, ya.")
        return TagihanBaru(url=url)

    def read_nomor(self, badan: bytes) -> str:
        return str(_load(badan).get("order_id", ""))[:60]

    def verify_callback(
        self, badan: bytes, headers: Mapping[str, str], lapak: Lapak
    ) -> Peristiwa | None:
        isi = _load(badan)
        teks = {k: str(isi.get(k, "")) for k in ("order_id", "status_code", "gross_amount")}
        tanda = sign(**teks, server_key=lapak.gerbang_kunci)
        if not lapak.gerbang_kunci or not same_hash(tanda, str(isi.get("signature_key", ""))):
            raise TandaTanganSalah
        kata = str(isi.get("transaction_status", ""))
        keadaan = _state(kata, isi, teks["status_code"])
        if keadaan is None:
            return None
        return Peristiwa(
            nomor=teks["order_id"],
            id_peristiwa=str(isi.get("transaction_id") or teks["order_id"])[:100],
            kata_gerbang=kata[:20],
            keadaan=keadaan,
            jumlah=_amount(teks["gross_amount"]),
            waktu=_time(isi),
        )

    def refund(self, tagihan: Tagihan, alasan: str) -> None:
        lapak = tagihan.pesanan.lapak
        url = f"{API[lapak.gerbang_produksi]}/v2/{tagihan.nomor}/refund"
        isi = {
            "refund_key": f"{tagihan.nomor}-kembali",
            "amount": tagihan.jumlah,
            "reason": alasan[:100],
        }
        try:
            with self._client(lapak) as client:
                jawab = client.post(url, json=isi)
            diterima = str(jawab.json().get("status_code", "")) == "200"
        except (httpx.HTTPError, ValueError, AttributeError) as galat:
            raise GerbangGagal("Gerbang bayar tidak menjawab. Coba lagi sebentar.") from galat
        if not diterima:
            raise GerbangGagal("Gerbang menolak pengembalian. Kembalikan lewat dasbor Midtrans.")


def sign(*, order_id: str, status_code: str, gross_amount: str, server_key: str) -> str:
    """The signature of a notification, 128 hex digits."""
    return hashlib.sha512(f"{order_id}{status_code}{gross_amount}{server_key}".encode()).hexdigest()


def _order(pesanan: Pesanan, tagihan: Tagihan) -> dict[str, Any]:
    """What Snap is told: amounts and goods, nothing that names the buyer."""
    barang = [
        {"id": str(b.produk_id), "price": b.harga, "quantity": b.jumlah, "name": b.nama[:50]}
        for b in pesanan.baris.all()
    ]
    if pesanan.ongkir:
        barang.append(
            {"id": "ongkir", "price": pesanan.ongkir, "quantity": 1, "name": "Ongkos kirim"}
        )
    return {
        "transaction_details": {"order_id": tagihan.nomor, "gross_amount": tagihan.jumlah},
        "item_details": barang,
        "callbacks": {"finish": f"{settings.SITE_URL}/pesanan/"},
        "expiry": {"unit": "hours", "duration": settings.TOKO_BATAS_BAYAR_JAM},
    }


def _is_midtrans(url: str) -> bool:
    bagian = urlsplit(url)
    host = (bagian.hostname or "").lower()
    return bagian.scheme == "https" and (host == "midtrans.com" or host.endswith(".midtrans.com"))


def _load(badan: bytes) -> dict[str, Any]:
    try:
        isi = json.loads(badan)
    except (ValueError, RecursionError) as galat:
        raise MuatanRusak("bukan JSON") from galat
    if not isinstance(isi, dict):
        raise MuatanRusak("bukan objek")
    return isi


def _state(kata: str, isi: Mapping[str, Any], kode: str) -> str | None:
    """Our word for the gateway's state; None where nothing follows from it.

    The signature covers the status code but not the word, so paid is only what comes with 200; a
    card payment that the fraud check has not accepted is not paid.
    """
    keadaan = KEADAAN.get(kata)
    if keadaan == S.LUNAS and (kode != "200" or str(isi.get("fraud_status", "accept")) != "accept"):
        return S.GAGAL if str(isi.get("fraud_status")) == "deny" else None
    if keadaan == S.DIKEMBALIKAN and kode != "200":
        return None
    return keadaan


def _amount(teks: str) -> int:
    """Whole Rupiah of "100000.00". Raises MuatanRusak."""
    try:
        jumlah = Decimal(teks)
        if not jumlah.is_finite() or jumlah != int(jumlah) or not 0 <= jumlah < 10**12:
            raise MuatanRusak("jumlah bukan Rupiah utuh")
        return int(jumlah)
    except InvalidOperation as galat:
        raise MuatanRusak("jumlah tidak terbaca") from galat


def _time(isi: Mapping[str, Any]) -> datetime | None:
    for kunci in ("settlement_time", "transaction_time"):
        try:
            lokal = datetime.strptime(str(isi[kunci]), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        except (KeyError, ValueError):
            continue
        return lokal.replace(tzinfo=_WIB)
    return None
