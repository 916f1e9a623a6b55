"""Who is told of an order: the seller of what came in, the buyer of each step."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from ekonomi.models import BarisPesanan, Pesanan, RiwayatPesanan
from pesan.services import queue_pesan
from wilayah.format import rupiah

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
# What the buyer reads at each step.
KATA = {
    S.DIKONFIRMASI: "diterima penjual",
    S.DIBAYAR: "sudah dibayar, terima kasih",
    S.DISIAPKAN: "sedang disiapkan",
    S.DIKIRIM: "sedang dalam perjalanan",
    S.SIAP_DIAMBIL: "siap diambil",
    S.SELESAI: "selesai. Terima kasih sudah belanja di tetangga sendiri",
    S.DIBATALKAN: "dibatalkan",
    S.DITOLAK: "belum bisa dilayani penjual",
}


def notify_baru(pesanan: Pesanan, baris: Sequence[BarisPesanan]) -> None:
    """The seller hears of a new order; the buyer's own page has its code."""
    isi = ", ".join(f"{b.jumlah} {b.nama}" for b in baris[:5])
    lagi = f" dan {len(baris) - 5} lainnya" if len(baris) > 5 else ""
    queue_pesan(
        kunci=f"pesanan:{pesanan.pk}:baru",
        templat="toko_pesanan_baru",
        slots={
            "kode": pesanan.kode,
            "isi": isi + lagi,
            "total": rupiah(pesanan.total),
            "terima": pesanan.get_cara_terima_display().lower(),
            "url": f"{settings.SITE_URL}{reverse('jual')}",
        },
        kontak=pesanan.lapak.kontak,
        wilayah=pesanan.wilayah_id,
        rujukan=pesanan.kode,
    )


def notify_langkah(pesanan: Pesanan, dari: str, pelaku: str, catatan: str) -> None:
    """Tell the other side of a step: the buyer of what the seller did, and the reverse."""
    if pelaku != P.PEMBELI:
        _tell(pesanan, "pembeli", KATA[S(pesanan.status)], catatan, dari)
    if pelaku not in (P.PENJUAL,):
        _tell(pesanan, "penjual", KATA[S(pesanan.status)], catatan, dari)


def notify_uang(pesanan: Pesanan, kata: str) -> None:
    """Tell the seller what happened to the money of an order."""
    _tell(pesanan, "penjual", kata, "", "uang")


def _tell(pesanan: Pesanan, siapa: str, kata: str, catatan: str, dari: str) -> None:
    pembeli = siapa == "pembeli"
    resi = f"{pesanan.kurir}, resi {pesanan.resi}" if pesanan.resi and pembeli else ""
    alamat = reverse("pesanan" if pembeli else "jual")
    queue_pesan(
        kunci=f"pesanan:{pesanan.pk}:{siapa}:{dari}:{pesanan.status}:{kata}"[:120],
        templat=f"toko_kabar_{siapa}",
        slots={
            "kode": pesanan.kode,
            "lapak": pesanan.lapak.nama,
            "keadaan": kata,
            "catatan": catatan,
            "resi": resi,
            "url": f"{settings.SITE_URL}{alamat}",
        },
        kontak=pesanan.kontak if pembeli else pesanan.lapak.kontak,
        wilayah=pesanan.wilayah_id,
        rujukan=pesanan.kode,
    )
