"""Messages owed to members: receipts, decisions, reminders. Nobody to write to is no error."""

from collections.abc import Mapping
from typing import Any

from ekonomi.models import AnggotaKoperasi
from pesan.models import Kontak
from pesan.services import queue_pesan


def kontak_of(anggota: AnggotaKoperasi) -> Kontak | None:
    """Where a member is reached: their own contact, that of the household, of the business."""
    for sumber in (anggota, anggota.rumah, anggota.usaha):
        kontak: Kontak | None = getattr(sumber, "kontak", None)
        if kontak is not None:
            return kontak
    return None


def tell_anggota(
    anggota: AnggotaKoperasi, *, templat: str, kunci: str, rujukan: str, slots: Mapping[str, Any]
) -> bool:
    """Owe the member a message, in the caller's transaction. False: there is nobody to send it to.

    `{koperasi}` is filled in here.
    """
    kontak = kontak_of(anggota)
    if kontak is None:
        return False
    koperasi = anggota.koperasi
    pesan = queue_pesan(
        kunci=kunci, templat=templat, kontak=kontak, wilayah=koperasi.wilayah_id, rujukan=rujukan,
        slots={"koperasi": koperasi.nama, **slots},
    )  # fmt: skip
    return pesan is not None
