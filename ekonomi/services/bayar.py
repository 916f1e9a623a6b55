"""Paying an order: bills, proof, the seller's word, and what gateways report.

A gateway's report is stored first and understood after; twice, late or out of order it changes
nothing that is settled. Money that comes for an order already given up has to go back.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils import timezone

from ekonomi.bayar.daftar import GERBANG, gerbang_of
from ekonomi.bayar.dasar import GerbangGagal, Peristiwa, TandaTanganSalah
from ekonomi.models import PeristiwaBayar, Pesanan, RiwayatPesanan, Tagihan
from ekonomi.services.kabar_pesanan import notify_uang
from ekonomi.services.pesanan import PesananKeliru, lock_pesanan, log_pesanan, move_pesanan
from pesan.lampiran import store_unggahan
from wilayah.kripto import new_code
from wilayah.models import Pengguna

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = structlog.get_logger("ekonomi.bayar")
S, P, T = Pesanan.Status, RiwayatPesanan.Pelaku, Tagihan.Status
H = PeristiwaBayar.Hasil
# A bill that came so far no later report of a lower kind can take back.
_URUTAN = {T.MENUNGGU: 0, T.GAGAL: 1, T.KEDALUWARSA: 1, T.LUNAS: 2, T.DIKEMBALIKAN: 3}


def open_tagihan(pesanan: Pesanan) -> Tagihan:
    """The bill of an order, asked for when there is none; twice gives the same one.

    The gateway is asked outside any transaction. Raises PesananKeliru when there is nothing to
    pay, GerbangGagal when the gateway does not answer (the next try asks again).
    """
    tagihan = _take_bill(pesanan)
    gerbang = gerbang_of(tagihan.pesanan)
    if tagihan.url or tagihan.qris or gerbang.nama in ("tunai", "transfer"):
        return tagihan
    baru = gerbang.create_tagihan(tagihan.pesanan, tagihan)
    Tagihan.objects.filter(pk=tagihan.pk, url="", qris="").update(
        url=baru.url, qris=baru.qris, updated_at=timezone.now()
    )
    tagihan.refresh_from_db()
    return tagihan


@transaction.atomic
def _take_bill(pesanan: Pesanan) -> Tagihan:
    pesanan = lock_pesanan(pesanan)
    ada = pesanan.tagihan.filter(status=T.MENUNGGU).first()
    if ada is None:
        if pesanan.is_ended or pesanan.dibayar_at is not None:
            raise PesananKeliru("", "Tidak ada yang perlu dibayar untuk pesanan ini.")
        ada = Tagihan.objects.create(
            pesanan=pesanan,
            nomor=f"{pesanan.kode}-{new_code(4)}",
            gerbang=gerbang_of(pesanan).nama,
            jumlah=pesanan.total,
        )
    ada.pesanan = pesanan
    return ada


@transaction.atomic
def attach_bukti(
    pesanan: Pesanan, *, berkas: "UploadedFile[Any] | bytes", asal: str = ""
) -> Tagihan:
    """The buyer's picture of a transfer; then the seller has the word, and nothing expires.

    Raises LampiranDitolak, PesananKeliru.
    """
    tagihan = _take_bill(pesanan)
    pesanan = tagihan.pesanan
    if tagihan.gerbang not in ("transfer", "qris"):
        raise PesananKeliru("bukti", "Cara bayar ini tidak memerlukan bukti.")
    tagihan.bukti = store_unggahan(berkas, "foto")
    tagihan.bukti_at = timezone.now()
    tagihan.save(update_fields=["bukti", "bukti_at", "updated_at"])
    pesanan.batas_at = None
    pesanan.save(update_fields=["batas_at", "updated_at"])
    log_pesanan(pesanan, pesanan.status, P.PEMBELI, catatan="Bukti bayar dikirim", asal=asal)
    notify_uang(pesanan, "ada bukti bayar untuk diperiksa")
    return tagihan


@transaction.atomic
def confirm_bayar(
    pesanan: Pesanan, *, pelaku: str = P.PENJUAL, by: Pengguna | None = None, asal: str = ""
) -> Pesanan:
    """The seller has seen the money on their own account. Twice is once.

    Raises PesananKeliru where there is nothing to confirm.
    """
    pesanan = lock_pesanan(pesanan)
    if pesanan.dibayar_at is not None:
        return pesanan
    if pesanan.cara_bayar == Pesanan.CaraBayar.GERBANG:
        raise PesananKeliru("", "Pembayaran ini dikonfirmasi gerbangnya sendiri, bukan penjual.")
    tagihan = _take_bill(pesanan)
    _settle(tagihan)
    return mark_paid(pesanan, pelaku=pelaku, by=by, asal=asal)


def _settle(tagihan: Tagihan) -> None:
    tagihan.status, tagihan.lunas_at = T.LUNAS, timezone.now()
    tagihan.save(update_fields=["status", "lunas_at", "updated_at"])


def mark_paid(
    pesanan: Pesanan, *, pelaku: str, by: Pengguna | None = None, asal: str = ""
) -> Pesanan:
    """Note that an order is paid, wherever it stands. The caller holds lock and transaction."""
    if pesanan.status in (S.BARU, S.DIKONFIRMASI):
        return move_pesanan(pesanan, ke=S.DIBAYAR, pelaku=pelaku, by=by, asal=asal)
    pesanan.dibayar_at = pesanan.dibayar_at or timezone.now()
    if pesanan.status in Pesanan.GIVEN_UP and not pesanan.pengembalian:
        pesanan.pengembalian = Pesanan.Pengembalian.PERLU
        notify_uang(pesanan, "dibayar sesudah dibatalkan; uangnya perlu dikembalikan")
    pesanan.save(update_fields=["dibayar_at", "pengembalian", "updated_at"])
    log_pesanan(pesanan, pesanan.status, pelaku, by=by, catatan="Pembayaran masuk", asal=asal)
    return pesanan


@transaction.atomic
def confirm_kembali(
    pesanan: Pesanan, *, pelaku: str = P.PENJUAL, by: Pengguna | None = None, asal: str = ""
) -> Pesanan:
    """The seller gave the money back by hand."""
    pesanan = lock_pesanan(pesanan)
    if pesanan.pengembalian == Pesanan.Pengembalian.PERLU:
        pesanan.pengembalian = Pesanan.Pengembalian.SUDAH
        pesanan.save(update_fields=["pengembalian", "updated_at"])
        pesanan.tagihan.filter(status=T.LUNAS).update(
            status=T.DIKEMBALIKAN, updated_at=timezone.now()
        )
        log_pesanan(pesanan, pesanan.status, pelaku, by=by, catatan="Uang dikembalikan", asal=asal)
    return pesanan


def refund_pesanan(
    pesanan: Pesanan, *, pelaku: str = P.PENJUAL, by: Pengguna | None = None, asal: str = ""
) -> Pesanan:
    """Ask the gateway to give the money of a given-up order back, then note it.

    Raises GerbangGagal: also for what was not paid by a gateway.
    """
    tagihan = (
        pesanan.tagihan.filter(status=T.LUNAS, gerbang__in=GERBANG)
        .select_related("pesanan__lapak")
        .first()
    )
    if tagihan is None or pesanan.pengembalian != Pesanan.Pengembalian.PERLU:
        raise GerbangGagal("Kembalikan uangnya langsung kepada pembeli, lalu tandai di sini.")
    GERBANG[tagihan.gerbang].refund(tagihan, f"Pesanan {pesanan.kode} dibatalkan")
    return confirm_kembali(pesanan, pelaku=pelaku, by=by, asal=asal)


def receive_callback(nama: str, badan: bytes, headers: Mapping[str, str]) -> PeristiwaBayar | None:
    """Verify one callback on its raw bytes and store it; None where nothing follows from it.

    Raises KeyError for an unknown gateway, MuatanRusak, TandaTanganSalah (a bill nobody knows has
    no key to verify by, so it is refused the same way).
    """
    gerbang = GERBANG[nama]
    nomor = gerbang.read_nomor(badan)
    tagihan = (
        Tagihan.objects.filter(nomor=nomor, gerbang=nama).select_related("pesanan__lapak").first()
    )
    if tagihan is None:
        raise TandaTanganSalah
    lapak = tagihan.pesanan.lapak
    peristiwa = gerbang.verify_callback(badan, headers, lapak)
    if peristiwa is None:
        return None
    return _store(nama, tagihan, peristiwa, badan)


def _store(nama: str, tagihan: Tagihan, peristiwa: Peristiwa, badan: bytes) -> PeristiwaBayar:
    baris, _baru = PeristiwaBayar.objects.get_or_create(
        gerbang=nama,
        id_peristiwa=peristiwa.id_peristiwa,
        keadaan=peristiwa.kata_gerbang,
        defaults={
            "lapak": tagihan.pesanan.lapak,
            "tagihan": tagihan,
            "jumlah": peristiwa.jumlah,
            "muatan": badan[:20_000].decode("utf-8", "replace"),
            "waktu_gerbang": peristiwa.waktu,
            "menjadi": peristiwa.keadaan,
        },
    )
    return baris


@transaction.atomic
def process_peristiwa(pk: int) -> str:
    """Let a stored event take effect, once; gives its result. Safe to call again and beside itself.

    An amount other than the bill's changes nothing and is flagged for a person.
    """
    baris = PeristiwaBayar.objects.select_for_update(of=("self",)).get(pk=pk)
    if baris.hasil != H.BARU:
        return baris.hasil
    pesanan = lock_pesanan(Pesanan.objects.only("pk").get(tagihan=baris.tagihan_id))
    tagihan = Tagihan.objects.select_for_update(of=("self",)).get(pk=baris.tagihan_id)
    keadaan = T(baris.menjadi)
    baris.hasil = _take_effect(pesanan, tagihan, keadaan, baris.jumlah)
    baris.selesai_at = timezone.now()
    baris.save(update_fields=["hasil", "selesai_at"])
    log.info("peristiwa_bayar", gerbang=baris.gerbang, keadaan=keadaan, hasil=baris.hasil)
    return baris.hasil


def _take_effect(pesanan: Pesanan, tagihan: Tagihan, keadaan: str, jumlah: int) -> str:
    if keadaan in (T.LUNAS, T.DIKEMBALIKAN) and jumlah != tagihan.jumlah:
        tagihan.selisih = jumlah - tagihan.jumlah
        tagihan.save(update_fields=["selisih", "updated_at"])
        notify_uang(pesanan, "jumlah bayarnya tidak cocok; periksa dulu sebelum disiapkan")
        return H.SELISIH
    if _URUTAN[T(keadaan)] <= _URUTAN[T(tagihan.status)]:
        return H.DIABAIKAN
    if keadaan == T.LUNAS:
        return _paid(pesanan, tagihan)
    if keadaan == T.DIKEMBALIKAN:
        _given_back(pesanan, tagihan)
    else:
        tagihan.status = keadaan
        tagihan.save(update_fields=["status", "updated_at"])
        log_pesanan(pesanan, pesanan.status, P.GERBANG, catatan="Pembayaran tidak jadi")
    return H.DITERAPKAN


def _paid(pesanan: Pesanan, tagihan: Tagihan) -> str:
    dua_kali = pesanan.dibayar_at is not None
    if dua_kali:  # by another bill, or by hand: this one is too much
        tagihan.selisih = tagihan.jumlah
        notify_uang(pesanan, "dibayar dua kali; kembalikan salah satunya")
    tagihan.status, tagihan.lunas_at = T.LUNAS, timezone.now()
    tagihan.save(update_fields=["status", "lunas_at", "selisih", "updated_at"])
    mark_paid(pesanan, pelaku=P.GERBANG)
    return H.SELISIH if dua_kali else H.DITERAPKAN


def _given_back(pesanan: Pesanan, tagihan: Tagihan) -> None:
    """The gateway says that the money went back: the order is over, whatever it was."""
    tagihan.lunas_at = tagihan.lunas_at or timezone.now()
    tagihan.status = T.DIKEMBALIKAN
    tagihan.save(update_fields=["status", "lunas_at", "updated_at"])
    pesanan.dibayar_at = pesanan.dibayar_at or tagihan.lunas_at
    pesanan.pengembalian = Pesanan.Pengembalian.SUDAH
    pesanan.save(update_fields=["dibayar_at", "pengembalian", "updated_at"])
    if pesanan.status not in Pesanan.GIVEN_UP:
        move_pesanan(pesanan, ke=S.DIBATALKAN, pelaku=P.GERBANG, catatan="Uang dikembalikan")


def process_waiting(batas: int = 100) -> int:
    """The safety net: events that were stored and whose processing a crash prevented."""
    menunggu = PeristiwaBayar.objects.filter(hasil=H.BARU).order_by("pk")
    pks = list(menunggu.values_list("pk", flat=True)[:batas])
    for pk in pks:
        process_peristiwa(pk)
    return len(pks)
