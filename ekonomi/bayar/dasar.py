"""The one interface of payment: what a way of paying must be able to do.

The portal never holds money: every way pays into an account of the seller's own. A gateway is
asked for a bill, and reports by signed callbacks; the callback is verified on its raw bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ekonomi.models import Lapak, Pesanan, Tagihan


@dataclass(frozen=True, slots=True)
class TagihanBaru:
    """How a bill can be paid: at an address of the gateway, or by a QRIS payload."""

    url: str = ""
    qris: str = ""


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One verified report of a gateway. `keadaan` is a state of Tagihan.

    `id_peristiwa` with `kata_gerbang` (the gateway's own word for the state) is unique.
    """

    nomor: str
    id_peristiwa: str
    kata_gerbang: str
    keadaan: str
    jumlah: int
    waktu: datetime | None = None


class GerbangGagal(Exception):  # noqa: N818 - the domain's word
    """The gateway could not be reached or refused; the words are for the buyer."""


class TandaTanganSalah(Exception):  # noqa: N818 - the domain's word
    """A callback that the gateway did not sign. Answered 403 and not stored."""


class MuatanRusak(ValueError):  # noqa: N818 - the domain's word
    """A callback that cannot be read at all. Answered 400."""


class GerbangBayar(Protocol):
    """One way of paying."""

    nama: str

    def create_tagihan(self, pesanan: Pesanan, tagihan: Tagihan) -> TagihanBaru:
        """Ask for a bill. Raises GerbangGagal."""
        ...

    def read_nomor(self, badan: bytes) -> str:
        """The bill a callback is about, read before anything is believed. Raises MuatanRusak."""
        ...

    def verify_callback(
        self, badan: bytes, headers: Mapping[str, str], lapak: Lapak
    ) -> Peristiwa | None:
        """The event, verified with the seller's own key; None for states that change nothing.

        Raises TandaTanganSalah, MuatanRusak.
        """
        ...

    def refund(self, tagihan: Tagihan, alasan: str) -> None:
        """Give the money back. Raises GerbangGagal, also where the way cannot do it."""
        ...
