"""Answers to the questions of a visit, from several phones, in whatever order they arrive."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from luna_maya.media_izin import media_of
from luna_maya.models import JawabanTerkirim, Kunjungan
from luna_maya.services.catatan import CatatanDitolak, KunciDipakai, check_open
from luna_maya.services.kunjungan import lock_kunjungan
from luna_maya.waktu_catatan import believe
from wilayah.formulir import clean_text
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

MAKS = 4000


@transaction.atomic
def record_jawaban(
    kunjungan: Kunjungan,
    berubah: Mapping[str, str],
    *,
    kunci: uuid.UUID,
    by: Pengguna,
    dicatat_at: datetime | None = None,
    dikirim_at: datetime | None = None,
    now: datetime | None = None,
) -> list[str]:
    """Write the answers that were changed ({question: text}); gives the questions written.

    An answer written later by somebody else stands, even when this one arrives after it. Once for
    its `kunci`. Raises KunciDipakai, LogTertutup.
    """
    now = now or timezone.now()
    kunjungan = lock_kunjungan(kunjungan)
    waktu = believe(dicatat_at, dikirim_at, kunjungan, now)
    if _arrived(kunci, kunjungan, by):
        return []
    check_open(kunjungan, waktu, now)
    if not media_of(kunjungan).catat:
        raise CatatanDitolak("Tuan rumah tidak mengizinkan pencatatan pada kunjungan ini.")
    dikenal = {satu["kunci"] for satu in kunjungan.jenis.tanya()}
    lebih_baru = _written_after(kunjungan, waktu)
    ditulis = [nama for nama in berubah if nama in dikenal and nama not in lebih_baru]
    try:
        with transaction.atomic():
            JawabanTerkirim.objects.create(
                kunci=kunci, kunjungan=kunjungan, kolom=ditulis, dicatat_at=waktu, by=by
            )
    except IntegrityError as error:  # another visit's row came in between: the lock is per visit
        raise KunciDipakai("Kiriman ini sudah dipakai untuk kunjungan lain.") from error
    for nama in ditulis:
        kunjungan.jawaban[nama] = mask_catatan(clean_text(berubah[nama]).strip()[:MAKS])
    kunjungan.save(update_fields=["jawaban"])
    return ditulis


def _arrived(kunci: uuid.UUID, kunjungan: Kunjungan, by: Pengguna) -> bool:
    lama = JawabanTerkirim.objects.filter(kunci=kunci).first()
    if lama is not None and (lama.kunjungan_id, lama.by_id) != (kunjungan.pk, by.pk):
        raise KunciDipakai("Kiriman ini sudah dipakai untuk kunjungan lain.")
    return lama is not None


def _written_after(kunjungan: Kunjungan, waktu: datetime) -> set[str]:
    rows = kunjungan.jawaban_terkirim.filter(dicatat_at__gt=waktu)
    return {nama for satu in rows for nama in satu.kolom}
