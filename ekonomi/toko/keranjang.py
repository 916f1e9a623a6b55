"""The cart: one per stall, in a signed cookie. Only product keys and quantities, never a price."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ekonomi.models.toko import JUMLAH_MAKS

COOKIE = "keranjang"
_GARAM = "ekonomi.keranjang"
_UMUR = 14 * 24 * 3600
LAPAK_MAKS = 5  # stalls in one cart; the oldest goes first
BARIS_MAKS = 30  # products of one stall


@dataclass(slots=True)
class Keranjang:
    """Stall key to product key to quantity."""

    isi: dict[int, dict[int, int]] = field(default_factory=dict)

    @property
    def jumlah(self) -> int:
        """Pieces in all."""
        return sum(sum(baris.values()) for baris in self.isi.values())

    def of(self, lapak: int) -> Mapping[int, int]:
        """Product key to quantity of one stall."""
        return self.isi.get(lapak, {})

    def put(self, lapak: int, produk: int, jumlah: int) -> None:
        """Set how many; none or fewer takes the product out. More than allowed is the most."""
        baris = self.isi.pop(lapak, {})
        baris.pop(produk, None)
        if jumlah > 0 and len(baris) < BARIS_MAKS:
            baris[produk] = min(jumlah, JUMLAH_MAKS)
        if baris:
            self.isi[lapak] = baris
        while len(self.isi) > LAPAK_MAKS:
            self.isi.pop(next(iter(self.isi)))

    def empty(self, lapak: int) -> None:
        """Take out everything of one stall."""
        self.isi.pop(lapak, None)


def read_keranjang(request: HttpRequest) -> Keranjang:
    """The cart of this browser; an empty one when there is none or somebody altered it."""
    try:
        mentah = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_GARAM, max_age=_UMUR)
        isi = {
            int(lapak): {int(produk): int(jumlah) for produk, jumlah in baris}
            for lapak, baris in mentah
        }
    except (signing.BadSignature, ValueError, TypeError):
        return Keranjang()
    return Keranjang(isi)


def keep_keranjang(response: HttpResponse, keranjang: Keranjang) -> HttpResponse:
    """Write the cart into this browser, or take it away when it is empty."""
    if not keranjang.isi:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    isi = [[lapak, list(baris.items())] for lapak, baris in keranjang.isi.items()]
    response.set_cookie(
        COOKIE, signing.dumps(isi, salt=_GARAM, compress=True), max_age=_UMUR, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response
