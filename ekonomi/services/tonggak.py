"""Noting how far a milestone is."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Tonggak
from ekonomi.services.jejak import Peristiwa, log_jejak
from pesan.models import Lampiran
from wilayah.models import Pengguna


class TonggakKeliru(ValueError):  # noqa: N818 - the domain's word
    """Progress that cannot be; the message says why."""


@transaction.atomic
def note_tonggak(
    tonggak: Tonggak,
    *,
    tercapai: int | None,
    selesai_at: dt.date | None,
    catatan: str = "",
    bukti: Lampiran | None = None,
    by: Pengguna,
) -> Tonggak:
    """Set what was reached and whether it is done; without `bukti` the earlier proof stays.

    A day taken away opens it again. Raises TonggakKeliru for a day to come or before the
    programme.
    """
    baris: Tonggak = Tonggak.objects.select_for_update(of=("self",)).select_related("program").get(
        pk=tonggak.pk
    )  # fmt: skip
    if selesai_at is not None and selesai_at > timezone.localdate():
        raise TonggakKeliru("Tanggal selesai belum tiba.")
    if selesai_at is not None and selesai_at < baris.program.mulai:
        raise TonggakKeliru("Tanggal selesai sebelum program dimulai.")
    baris.tercapai, baris.selesai_at, baris.catatan = tercapai, selesai_at, catatan[:300]
    if bukti is not None:
        baris.bukti = bukti
    baris.save(update_fields=["tercapai", "selesai_at", "catatan", "bukti"])
    keadaan = f"selesai {selesai_at:%d-%m-%Y}" if selesai_at else f"tercapai {tercapai or 0}"
    log_jejak(baris.program, Peristiwa.TONGGAK, by=by, rujukan=baris.kode, catatan=keadaan)
    return baris
