"""What may go wrong at the counter, in words for the teller. Nothing is half-saved."""

from ekonomi.models import Angsuran


class GalatPinjaman(Exception):  # noqa: N818 - the family of the errors below
    """Refused; the message says why, in Indonesian."""


class BelumBoleh(GalatPinjaman):
    """The loan, the member or the day is not in a state in which this may be done."""


class OrangSama(GalatPinjaman):
    """Who decides is who recorded it."""


class JumlahKeliru(GalatPinjaman):
    """More than is owed, less than the smallest, or not a sum of money."""


class KasKurang(GalatPinjaman):
    """The cash box or the bank account does not hold so much."""


class TidakBerhak(GalatPinjaman):
    """The household may not have this loan (yet)."""


class AngsuranGanda(GalatPinjaman):
    """The same payment, sent again. `angsuran` is the one that is recorded."""

    def __init__(self, angsuran: Angsuran) -> None:
        self.angsuran = angsuran
        super().__init__(
            f"Pembayaran ini sudah dicatat dengan kuitansi {angsuran.nomor_kuitansi}; tidak dicatat"
            " dua kali."
        )


class MungkinGanda(GalatPinjaman):
    """The same sum for the same loan on the same day; has to be said to be meant."""

    def __init__(self, angsuran: Angsuran) -> None:
        self.angsuran = angsuran
        super().__init__(
            f"Hari ini sudah ada pembayaran sebesar itu (kuitansi {angsuran.nomor_kuitansi})."
            " Bila memang pembayaran kedua, tandai “memang pembayaran lain”."
        )
