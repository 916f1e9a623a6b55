"""Which ways of paying there are, and which of them a stall offers."""

from django.conf import settings

from ekonomi.bayar.dasar import GerbangBayar
from ekonomi.bayar.manual import Manual, QrisSendiri
from ekonomi.bayar.midtrans import Midtrans
from ekonomi.bayar.tiruan import Tiruan
from ekonomi.models import Lapak, Pesanan

C = Pesanan.CaraBayar
# Gateways that report by callback, by the name in their address /webhook/bayar/<nama>/.
GERBANG: dict[str, GerbangBayar] = {"midtrans": Midtrans(), "tiruan": Tiruan()}
_MANUAL: dict[str, GerbangBayar] = {
    C.TUNAI: Manual("tunai"),
    C.TRANSFER: Manual("transfer"),
    C.QRIS: QrisSendiri(),
}


def gerbang_of(pesanan: Pesanan) -> GerbangBayar:
    """The way this order is paid by. Raises KeyError where the stall has given up its gateway."""
    if pesanan.cara_bayar == C.GERBANG:
        return GERBANG[pesanan.lapak.gerbang]
    return _MANUAL[pesanan.cara_bayar]


def ways_to_pay(lapak: Lapak) -> list[tuple[str, str]]:
    """(value, words) of each way this stall takes money, the quickest first."""
    pilihan = []
    if lapak.gerbang and (lapak.gerbang != Lapak.Gerbang.TIRUAN or settings.DEMO):
        lewat = lapak.get_gerbang_display()
        pilihan.append((C.GERBANG.value, f"Bayar daring lewat {lewat} (QRIS, bank, dompet)"))
    if lapak.qris:
        pilihan.append((C.QRIS.value, "QRIS milik penjual, konfirmasi penjual"))
    if lapak.bank and lapak.rekening:
        pilihan.append((C.TRANSFER.value, f"Transfer {lapak.bank}, konfirmasi penjual"))
    if lapak.terima_tunai:
        pilihan.append((C.TUNAI.value, "Tunai saat barang diterima"))
    return pilihan
