"""Addresses of the house that open without a login: drawn, renewed, taken back."""

from django.db import transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.models import TandaRumah
from wilayah.models import Pengguna


@transaction.atomic
def renew_tanda(kecamatan: str, jenis: str, *, by: Pengguna | None) -> TandaRumah:
    """A new address; the old one is dead from now on."""
    revoke_tanda(kecamatan, jenis, by=by)
    return TandaRumah.objects.create(wilayah_id=kecamatan, jenis=jenis, by=by)


@transaction.atomic
def revoke_tanda(kecamatan: str, jenis: str, *, by: Pengguna | None) -> int:
    """Take the address back; gives how many were in use (0 or 1)."""
    lock_key(f"tanda-rumah:{kecamatan}:{jenis}")
    rows = TandaRumah.objects.filter(wilayah=kecamatan, jenis=jenis, dicabut_at__isnull=True)
    return rows.update(dicabut_at=timezone.now(), dicabut_oleh=by)


def find_tanda(jenis: str, tanda: str) -> TandaRumah | None:
    """The address in use that ends like this."""
    if not 10 <= len(tanda) <= 30 or not tanda.isascii():
        return None
    rows = TandaRumah.objects.filter(jenis=jenis, tanda=tanda, dicabut_at__isnull=True)
    found: TandaRumah | None = rows.select_related("wilayah__induk").first()
    return found
