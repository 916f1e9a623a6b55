"""Pictures as proof: checked, kept without EXIF, and good for one thing only."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from ekonomi.models import FotoHibah, Hibah, PemeriksaanHibah
from ekonomi.services.hibah.catat import HibahDitolak
from pesan.lampiran import LampiranDitolak, store_unggahan
from pesan.models import Lampiran
from wilayah.models import Pengguna

MAKS_FOTO = 5
_PERNAH = "Foto ini sudah pernah dipakai sebagai bukti. Ambil foto yang baru."


def keep_foto(
    hibah: Hibah,
    berkas: Sequence[Any],
    *,
    dari: str,
    by: Pengguna | None,
    pemeriksaan: PemeriksaanHibah | None = None,
) -> list[FotoHibah]:
    """Keep uploaded pictures. Raises HibahDitolak for one that cannot be read or was used before.

    The caller's transaction; the picture is made anew, so a copy of the same file is the same.
    """
    if len(berkas) > MAKS_FOTO:
        raise HibahDitolak(f"Paling banyak {MAKS_FOTO} foto sekali kirim.")
    return [_keep(hibah, satu, dari, by, pemeriksaan) for satu in berkas]


def _keep(
    hibah: Hibah, berkas: Any, dari: str, by: Pengguna | None, periksa: PemeriksaanHibah | None
) -> FotoHibah:
    try:
        lampiran = store_unggahan(berkas)
    except LampiranDitolak as error:
        raise HibahDitolak(str(error)) from error
    return attach_foto(hibah, lampiran, dari=dari, by=by, pemeriksaan=periksa)


def attach_foto(
    hibah: Hibah,
    lampiran: Lampiran,
    *,
    dari: str,
    by: Pengguna | None,
    pemeriksaan: PemeriksaanHibah | None,
) -> FotoHibah:
    """Tie a stored picture to a hand-over or a check. Raises HibahDitolak for one used before.

    One that is still on its way from the provider has no digest yet; `seal_foto` looks later.
    """
    try:
        with transaction.atomic():
            foto: FotoHibah = FotoHibah.objects.create(
                hibah=hibah, pemeriksaan=pemeriksaan, lampiran=lampiran, dari=dari, by=by,
                jenis="pakai" if pemeriksaan else "serah", sha256=lampiran.sha256,
            )  # fmt: skip
    except IntegrityError as error:
        raise HibahDitolak(_PERNAH) from error
    return foto


def seal_foto(pemeriksaan: PemeriksaanHibah) -> int:
    """Note the digests of pictures that have arrived since; gives how many pictures can be seen.

    Raises HibahDitolak where one of them was used before.
    """
    ada = 0
    for foto in pemeriksaan.foto.select_related("lampiran"):
        if foto.lampiran.status != Lampiran.Status.ADA:
            continue
        ada += 1
        if not foto.sha256 and foto.lampiran.sha256:
            foto.sha256 = foto.lampiran.sha256
            try:
                with transaction.atomic():
                    foto.save(update_fields=["sha256"])
            except IntegrityError as error:
                raise HibahDitolak(_PERNAH) from error
    return ada
