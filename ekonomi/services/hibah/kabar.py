"""What a household is told about its grant; owed with the change, sent by the outbox."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ekonomi.models import Hibah
from pesan.models import Kontak
from pesan.services import queue_pesan
from wilayah.format import rupiah
from wilayah.halaman import area_of


def tell_rumah(
    hibah: Hibah, templat: str, *, kunci: str, kontak: Kontak | None = None, **slots: Any
) -> None:
    """Owe one message to `kontak`, else the household's contact; nothing where there is none."""
    kontak = kontak or hibah.rumah.kontak
    if kontak is None:
        return
    queue_pesan(
        kunci=kunci,
        templat=templat,
        slots=slots_of(hibah) | slots,
        kontak=kontak,
        wilayah=str(hibah.wilayah_id),
        rujukan=hibah.kode,
    )


def slots_of(hibah: Hibah) -> dict[str, Any]:
    """What every message about a grant may name. Never a person."""
    area = area_of(str(hibah.wilayah_id))
    return {
        "kode": hibah.kode,
        "paket": hibah.paket.nama,
        "nilai": rupiah(hibah.nilai),
        "kelurahan": area.nama_panjang if area else "kelurahan",
        "url": f"{settings.SITE_URL}{reverse('hibah_saya')}",
        "url_keberatan": f"{settings.SITE_URL}{reverse('lapor', args=[area.slug])}" if area else "",
    }
