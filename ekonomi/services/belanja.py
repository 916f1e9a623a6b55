"""Buying local: a need is published, sellers offer, one offer is chosen and becomes an order."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ekonomi.bayar.daftar import ways_to_pay
from ekonomi.models import KebutuhanAsn, Lapak, Pesanan, Produk, TawaranAsn
from ekonomi.services.pesanan import Pembeli, PesananKeliru, place_pesanan
from ekonomi.toko.ongkir import ways_of
from pesan.services import queue_pesan
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S, T = KebutuhanAsn.Status, TawaranAsn.Status
_RUANG = uuid.UUID("5b1b7f0e-7f1c-4f0e-9a53-3b1d0a6e2c25")  # orders of needs: one token a need


@transaction.atomic
def publish_kebutuhan(kebutuhan: KebutuhanAsn, *, by: Pengguna) -> KebutuhanAsn:
    """Let sellers see it and offer. Raises ValidationError when its time is over."""
    kebutuhan = _lock(kebutuhan)
    if kebutuhan.status == S.TERBIT:
        return kebutuhan
    if kebutuhan.status != S.DRAF:
        raise ValidationError("Kebutuhan ini sudah selesai; buat yang baru.")
    if kebutuhan.tawar_sampai < timezone.localdate():
        raise ValidationError({"tawar_sampai": "Batas tawaran sudah lewat. Undurkan dulu."})
    kebutuhan.status = S.TERBIT
    kebutuhan.save(update_fields=["status", "updated_at"])
    return kebutuhan


@transaction.atomic
def close_kebutuhan(kebutuhan: KebutuhanAsn, *, alasan: str, by: Pengguna) -> KebutuhanAsn:
    """End it without buying. Raises ValidationError without a reason, or once one was chosen."""
    kebutuhan = _lock(kebutuhan)
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise ValidationError({"alasan": "Tulis alasannya; penjual membacanya."})
    if kebutuhan.status == S.DIPILIH:
        raise ValidationError("Penjualnya sudah dipilih.")
    kebutuhan.status, kebutuhan.alasan = S.DITUTUP, alasan
    kebutuhan.save(update_fields=["status", "alasan", "updated_at"])
    for tawaran in kebutuhan.tawaran.filter(status=T.DIAJUKAN).select_related("lapak__kontak"):
        _refuse(tawaran)
    return kebutuhan


@transaction.atomic
def offer_produk(
    kebutuhan: KebutuhanAsn, lapak: Lapak, *, produk: Produk, harga: int, catatan: str = ""
) -> TawaranAsn:
    """A seller's offer; offering again replaces it while nothing is chosen.

    Raises ValidationError for what is closed, another's product, or beyond the budget.
    """
    kebutuhan = _lock(kebutuhan)
    if kebutuhan.status != S.TERBIT or kebutuhan.tawar_sampai < timezone.localdate():
        raise ValidationError("Kebutuhan ini sudah tidak menerima tawaran.")
    if not lapak.is_public or produk.lapak_id != lapak.pk or produk.ditahan or not produk.aktif:
        raise ValidationError({"produk": "Pilih produk yang sedang dijual lapak ini."})
    if not harga >= 100 or harga * kebutuhan.jumlah > kebutuhan.anggaran:
        raise ValidationError(
            {"harga": f"Untuk {kebutuhan.jumlah} {kebutuhan.satuan}, anggarannya paling banyak "
                      f"{rupiah(kebutuhan.anggaran)}."}
        )  # fmt: skip
    tawaran, _baru = TawaranAsn.objects.update_or_create(
        kebutuhan=kebutuhan,
        lapak=lapak,
        defaults={"produk": produk, "harga": harga, "catatan": catatan.strip()[:300]},
    )
    return tawaran


def choose_tawaran(tawaran: TawaranAsn, *, by: Pengguna, nomor_wa: str = "") -> Pesanan:
    """Take one offer: it becomes an order of the agency at the offered price; twice is once.

    The order is cash on delivery or by the stall's first way. Raises ValidationError, and
    PesananKeliru where the stall cannot deliver it any more.
    """
    kebutuhan = tawaran.kebutuhan
    token = uuid.uuid5(_RUANG, str(kebutuhan.pk))
    with transaction.atomic():
        kebutuhan = _lock(kebutuhan)
        tawaran = (
            TawaranAsn.objects.select_for_update(of=("self",))
            .select_related("lapak__usaha", "lapak__kontak", "produk")
            .get(pk=tawaran.pk)
        )
        if tawaran.status == T.DIPILIH and tawaran.pesanan is not None:
            return tawaran.pesanan
        if kebutuhan.status != S.TERBIT:
            raise ValidationError("Kebutuhan ini sudah tidak menerima tawaran.")
        pesanan = place_pesanan(
            tawaran.lapak,
            isi={tawaran.produk_id: kebutuhan.jumlah},
            harga={tawaran.produk_id: tawaran.harga},
            pembeli=_buyer(kebutuhan, tawaran, by, nomor_wa),
            token=token,
        )
        tawaran.status, tawaran.pesanan = T.DIPILIH, pesanan
        tawaran.save(update_fields=["status", "pesanan", "updated_at"])
        kebutuhan.status = S.DIPILIH
        kebutuhan.save(update_fields=["status", "updated_at"])
        _tell(kebutuhan, tawaran, pesanan)
    return pesanan


def _buyer(kebutuhan: KebutuhanAsn, tawaran: TawaranAsn, by: Pengguna, nomor_wa: str) -> Pembeli:
    lapak = tawaran.lapak
    kirim = ways_of(lapak, tawaran.produk.berat * kebutuhan.jumlah)
    bayar = dict(ways_to_pay(lapak))
    if not kirim or not bayar:
        raise PesananKeliru("", "Lapak ini belum mengatur cara kirim dan cara bayar.")
    tunai = Pesanan.CaraBayar.TUNAI.value
    return Pembeli(
        nama=str(kebutuhan.instansi or kebutuhan.wilayah),
        nomor_wa=nomor_wa,
        pengiriman=kirim[0].kunci,
        cara_bayar=tunai if tunai in bayar else next(iter(bayar)),
        alamat=f"Kantor {kebutuhan.instansi or kebutuhan.wilayah}" if kirim[0].perlu_alamat else "",
        catatan=f"{kebutuhan.judul}, dibutuhkan {kebutuhan.dibutuhkan:%d-%m-%Y}. {by.nama}",
        untuk_asn=True,
    )


def _tell(kebutuhan: KebutuhanAsn, dipilih: TawaranAsn, pesanan: Pesanan) -> None:
    queue_pesan(
        kunci=f"kebutuhan:{kebutuhan.pk}:dipilih",
        templat="toko_kebutuhan_dipilih",
        slots={
            "judul": kebutuhan.judul,
            "kode": pesanan.kode,
            "total": rupiah(pesanan.total),
            "url": f"{settings.SITE_URL}{reverse('jual')}",
        },
        kontak=dipilih.lapak.kontak,
        wilayah=kebutuhan.wilayah_id,
        rujukan=pesanan.kode,
    )
    lain = kebutuhan.tawaran.exclude(pk=dipilih.pk).filter(status=T.DIAJUKAN)
    for tawaran in lain.select_related("lapak__kontak"):
        _refuse(tawaran)


def _refuse(tawaran: TawaranAsn) -> None:
    tawaran.status = T.TIDAK_DIPILIH
    tawaran.save(update_fields=["status", "updated_at"])
    queue_pesan(
        kunci=f"tawaran:{tawaran.pk}:tidak",
        templat="toko_kebutuhan_lain",
        slots={"judul": tawaran.kebutuhan.judul},
        kontak=tawaran.lapak.kontak,
        wilayah=tawaran.lapak.wilayah_id,
    )


def _lock(kebutuhan: KebutuhanAsn) -> KebutuhanAsn:
    baris: KebutuhanAsn = (
        KebutuhanAsn.objects.select_for_update(of=("self",))
        .select_related("instansi", "wilayah")
        .get(pk=kebutuhan.pk)
    )
    return baris
