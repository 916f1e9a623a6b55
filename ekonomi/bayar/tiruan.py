"""A stand-in gateway of our own: for tests and the demo, where one pays with a click.

It is refused wherever demo mode is off. Its callbacks are signed with HMAC-SHA256 of the raw body
in the header X-Tanda-Bayar, under the seller's own key, as real gateways do.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ekonomi.bayar.dasar import (
    GerbangGagal,
    MuatanRusak,
    Peristiwa,
    TagihanBaru,
    TandaTanganSalah,
)
from ekonomi.models import Lapak, Pesanan, Tagihan

KEPALA = "X-Tanda-Bayar"
KEADAAN = {
    "lunas": Tagihan.Status.LUNAS,
    "gagal": Tagihan.Status.GAGAL,
    "kedaluwarsa": Tagihan.Status.KEDALUWARSA,
    "dikembalikan": Tagihan.Status.DIKEMBALIKAN,
}


class Tiruan:
    """Pays with a click on a page of ours."""

    nama = "tiruan"

    def create_tagihan(self, pesanan: Pesanan, tagihan: Tagihan) -> TagihanBaru:
        if not settings.DEMO:
            raise GerbangGagal("Cara bayar ini hanya ada di peragaan.")
        return TagihanBaru(
            url=f"{settings.SITE_URL}{reverse('bayar_tiruan', args=[tagihan.nomor])}"
        )

    def read_nomor(self, badan: bytes) -> str:
        return str(_load(badan).get("nomor", ""))[:60]

    def verify_callback(
        self, badan: bytes, headers: Mapping[str, str], lapak: Lapak
    ) -> Peristiwa | None:
        if not settings.DEMO or not lapak.gerbang_kunci:
            raise TandaTanganSalah
        tanda = headers.get(KEPALA, "")
        if not hmac.compare_digest(sign(badan, lapak.gerbang_kunci).encode(), tanda.encode()):
            raise TandaTanganSalah
        isi = _load(badan)
        keadaan = KEADAAN.get(str(isi.get("keadaan")))
        if keadaan is None:
            return None
        try:
            return Peristiwa(
                nomor=str(isi["nomor"]),
                id_peristiwa=str(isi["id"])[:100],
                kata_gerbang=str(isi["keadaan"]),
                keadaan=keadaan,
                jumlah=int(str(isi["jumlah"])),
                waktu=datetime.fromisoformat(str(isi["waktu"])),
            )
        except (KeyError, ValueError) as galat:
            raise MuatanRusak("isi kabar tidak lengkap") from galat

    def refund(self, tagihan: Tagihan, alasan: str) -> None:
        """Nothing to ask anybody: the stand-in has no money."""


def sign(badan: bytes, kunci: str) -> str:
    """The signature of a body, 64 hex digits."""
    return hmac.new(kunci.encode(), badan, hashlib.sha256).hexdigest()


def make_callback(tagihan: Tagihan, keadaan: str) -> tuple[bytes, dict[str, str]]:
    """(body, headers) of a callback as the stand-in would send it; the same bill, the same id."""
    badan = json.dumps(
        {
            "id": f"tiruan-{tagihan.nomor}",
            "nomor": tagihan.nomor,
            "keadaan": keadaan,
            "jumlah": tagihan.jumlah,
            "waktu": timezone.now().isoformat(),
        }
    ).encode()
    return badan, {KEPALA: sign(badan, tagihan.pesanan.lapak.gerbang_kunci)}


def _load(badan: bytes) -> dict[str, object]:
    try:
        isi = json.loads(badan)
    except (ValueError, RecursionError) as galat:
        raise MuatanRusak("bukan JSON") from galat
    if not isinstance(isi, dict):
        raise MuatanRusak("bukan objek")
    return isi
