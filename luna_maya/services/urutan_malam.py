"""Puts the proposed order of an evening into the calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from luna_maya.jalan_malam import JalanMalam, Perhentian
from luna_maya.models import Kunjungan
from luna_maya.services.kunjungan import Bentrok, lock_kunjungan, reschedule_kunjungan
from wilayah.models import Pengguna

_ALASAN = "Urutan perjalanan malam itu"
_SEMENTARA = "Memberi tempat: urutan perjalanan malam itu ditukar"


@transaction.atomic
def apply_jalan(jalan: JalanMalam, *, by: Pengguna) -> list[Kunjungan]:
    """Move each visit to its proposed time, all or none; gives those that moved.

    Raises Bentrok where another visit stands in the way or one was moved meanwhile.
    """
    pindah = [satu for satu in jalan.perhentian if satu.pindah]
    for satu in sorted(pindah, key=lambda p: p.kunjungan.pk):
        kini = lock_kunjungan(satu.kunjungan)
        if (kini.mulai_at, kini.status) != (satu.kunjungan.mulai_at, satu.kunjungan.status):
            raise Bentrok("Jadwal malam itu baru saja berubah. Lihat lagi urutannya.")
    di = {
        satu.kunjungan.pk: (satu.kunjungan.mulai_at, satu.kunjungan.selesai_at) for satu in pindah
    }
    hasil, sisa = list[Kunjungan](), list(pindah)
    while sisa:
        bebas = next((satu for satu in sisa if _is_free(satu, di)), None)
        if bebas is None:  # all wait for each other: the first steps aside
            _step_aside(sisa[0], jalan.perhentian, di, by=by)
            continue
        hasil.append(_move(bebas.kunjungan, bebas.mulai_at, bebas.selesai_at, _ALASAN, by=by))
        del di[bebas.kunjungan.pk]
        sisa.remove(bebas)
    return hasil


def _is_free(satu: Perhentian, di: dict[int, tuple[datetime, datetime]]) -> bool:
    """Whether none of the others stands where this one wants to go."""
    return all(
        pk == satu.kunjungan.pk or akhir <= satu.mulai_at or awal >= satu.selesai_at
        for pk, (awal, akhir) in di.items()
    )


def _step_aside(
    satu: Perhentian,
    semua: Sequence[Perhentian],
    di: dict[int, tuple[datetime, datetime]],
    *,
    by: Pengguna,
) -> None:
    akhir = max([p.selesai_at for p in semua] + [sampai for _dari, sampai in di.values()])
    mulai = akhir + timedelta(minutes=1)
    selesai = mulai + (satu.selesai_at - satu.mulai_at)
    _move(satu.kunjungan, mulai, selesai, _SEMENTARA, by=by)
    di[satu.kunjungan.pk] = (mulai, selesai)


def _move(
    kunjungan: Kunjungan, mulai: datetime, selesai: datetime, alasan: str, *, by: Pengguna
) -> Kunjungan:
    return reschedule_kunjungan(kunjungan, mulai_at=mulai, selesai_at=selesai, alasan=alasan, by=by)
