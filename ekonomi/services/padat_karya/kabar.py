"""What workers and those who registered are told."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ekonomi.models import Pekerja
from pesan.services.keluar import Kiriman, queue_pesan_many
from wilayah.halaman import area_of


def tell_pekerja(
    pekerja: list[Pekerja],
    templat: str,
    *,
    kunci: str,
    slots: dict[int, dict[str, Any]] | None = None,
) -> None:
    """Owe each of them one message; who has no contact reads it by code and PIN."""
    kiriman = []
    for satu in pekerja:
        if satu.kontak is None:
            continue
        isi = slots_of(satu) | (slots or {}).get(satu.pk, {})
        kiriman.append(
            Kiriman(
                kunci=f"{kunci}:{satu.pk}", templat=templat, slots=isi, kontak=satu.kontak,
                wilayah=str(satu.proyek.wilayah_id), rujukan=satu.kode,
            )
        )  # fmt: skip
    queue_pesan_many(kiriman)


def slots_of(pekerja: Pekerja) -> dict[str, Any]:
    """What every message about a registration may name."""
    area = area_of(str(pekerja.proyek.wilayah_id))
    url = reverse("padat_karya", args=[area.slug]) if area else ""
    return {
        "kode": pekerja.kode,
        "proyek": pekerja.proyek.judul,
        "tempat": pekerja.proyek.tempat,
        "mulai": pekerja.proyek.mulai,
        "url": f"{settings.SITE_URL}{url}",
    }
