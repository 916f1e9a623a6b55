"""Paying without a gateway: cash, transfer, the seller's own QRIS. The seller's word confirms."""

from collections.abc import Mapping

from ekonomi.bayar.dasar import GerbangGagal, MuatanRusak, Peristiwa, TagihanBaru
from ekonomi.bayar.qris import QrisSalah, with_amount
from ekonomi.models import Lapak, Pesanan, Tagihan


class Manual:
    """Cash and transfer: nothing to ask anybody for."""

    def __init__(self, nama: str) -> None:
        self.nama = nama

    def create_tagihan(self, pesanan: Pesanan, tagihan: Tagihan) -> TagihanBaru:
        return TagihanBaru()

    def read_nomor(self, badan: bytes) -> str:
        raise MuatanRusak("cara bayar ini tidak mengirim kabar")

    def verify_callback(
        self, badan: bytes, headers: Mapping[str, str], lapak: Lapak
    ) -> Peristiwa | None:
        raise MuatanRusak("cara bayar ini tidak mengirim kabar")

    def refund(self, tagihan: Tagihan, alasan: str) -> None:
        raise GerbangGagal("Kembalikan uangnya langsung kepada pembeli, lalu tandai di sini.")


class QrisSendiri(Manual):
    """The seller's static QRIS with the order's amount in it."""

    def __init__(self) -> None:
        super().__init__("qris")

    def create_tagihan(self, pesanan: Pesanan, tagihan: Tagihan) -> TagihanBaru:
        try:
            return TagihanBaru(qris=with_amount(pesanan.lapak.qris, tagihan.jumlah))
        except QrisSalah as salah:
            raise GerbangGagal(str(salah)) from salah
