"""Erasing buyers and sellers from the shop, at their wish or when their time is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ekonomi.models import Lapak, PeristiwaBayar, Pesanan, RiwayatLapak, Tagihan
from pesan.models import BukuHapus, Kontak, Lampiran
from pesan.penghapus import erase_lampiran
from pesan.retensi import in_pieces

KELAS = "pembeli"


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank this person's orders, and take down the stall they sell from."""
    jumlah = sum(blank_pesanan(p) for p in _locked(Pesanan.objects.filter(kontak=kontak)))
    if jumlah:
        BukuHapus.objects.create(kelas=KELAS, jumlah=jumlah, sebab="permintaan warga")
    lapak = Lapak.objects.select_for_update(of=("self",)).filter(kontak=kontak)
    jumlah = sum(erase_lapak(satu) for satu in lapak)
    if jumlah:
        BukuHapus.objects.create(kelas="penjual", jumlah=jumlah, sebab="permintaan warga")


def erase_lapak(lapak: Lapak) -> bool:
    """A seller's name, number, accounts and pictures go; goods stay for the orders' sake.

    The caller holds lock and transaction. What was sold stays counted.
    """
    foto = []
    for produk in lapak.produk.select_related("foto", "foto_kecil"):
        foto += [satu for satu in (produk.foto, produk.foto_kecil) if satu is not None]
        produk.foto = produk.foto_kecil = None
        produk.aktif = False
        produk.save(update_fields=["foto", "foto_kecil", "aktif", "updated_at"])
    erase_lampiran(foto)
    lapak.nomor_wa = lapak.rekening = lapak.atas_nama = lapak.bank = lapak.qris = ""
    lapak.gerbang = lapak.gerbang_kunci = lapak.nama_tampil = lapak.catatan_ambil = ""
    lapak.tampil_nama = lapak.tampil_wa = lapak.buka = False
    lapak.terima_tunai = True
    lapak.tampil_at = None
    lapak.pin_hash = f"dihapus-{lapak.pk}"
    lapak.save()
    RiwayatLapak.objects.create(lapak=lapak, peristiwa=RiwayatLapak.Peristiwa.DIHAPUS)
    return True


def blank_pesanan(pesanan: Pesanan) -> bool:
    """Blank one order's buyer; False when nothing was left. The caller holds the lock."""
    if pesanan.dihapus_at is not None:
        return False
    pesanan.pembeli = pesanan.nomor_wa = pesanan.alamat = pesanan.catatan = ""
    pesanan.dihapus_at = timezone.now()
    pesanan.save(
        update_fields=["pembeli", "nomor_wa", "alamat", "catatan", "dihapus_at", "updated_at"]
    )
    bukti = Lampiran.objects.filter(
        pk__in=Tagihan.objects.filter(pesanan=pesanan).values("bukti"), status=Lampiran.Status.ADA
    )
    erase_lampiran(list(bukti))
    return True


def blank_pembeli(now: datetime) -> dict[str, int]:
    """Retention: buyers of orders that ended long ago, and raw reports of gateways."""
    lama = now - timedelta(days=settings.RETENSI_HARI["pembeli"])
    muatan = now - timedelta(days=settings.RETENSI_HARI["muatan_bayar"])
    return {
        "pembeli": in_pieces(
            Pesanan.objects.filter(
                status__in=Pesanan.ENDED, dihapus_at__isnull=True, updated_at__lt=lama
            ),
            lambda rows: sum(blank_pesanan(satu) for satu in rows),
        ),
        "muatan_bayar": in_pieces(
            PeristiwaBayar.objects.exclude(muatan="")
            .exclude(hasil=PeristiwaBayar.Hasil.BARU)
            .filter(diterima_at__lt=muatan),
            lambda rows: rows.update(muatan=""),
        ),
    }


def _locked(rows: QuerySet[Pesanan]) -> QuerySet[Pesanan]:
    return rows.select_for_update(of=("self",))
