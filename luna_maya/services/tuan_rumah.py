"""Hosts and places are written down here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from luna_maya.models import Kunjungan, TuanRumah
from luna_maya.services.kunjungan import Rencana, schedule_kunjungan
from wilayah.models import Pengguna, Wilayah
from wilayah.services.area import ensure_rt_rw

SUDAH_ADA = "Tuan rumah dengan nama itu sudah ada di RT ini."


class TuanRumahGanda(ValueError):  # noqa: N818 - the domain's word
    """That RT has a host of this name already."""


@dataclass(frozen=True, slots=True)
class CalonTuanRumah:
    """A host as it is first written down."""

    nama: str
    wilayah: Wilayah
    tempat: str = "rumah"
    alamat: str = ""
    penanggung: str = ""
    ada_anak: bool = False
    perhatian_khusus: str = ""
    rumah_miskin: bool = False
    kesediaan: str = "belum"


def place_of(kelurahan: str, rw: str, rt: str) -> Wilayah:
    """The RT (or RW) these numbers name. Raises ValueError for what is no RT or RW there."""
    if not rw.strip():
        raise ValueError("Isi nomor RW-nya.")
    tempat = ensure_rt_rw(kelurahan, rw=rw, rt=rt or None)
    if tempat.kode == kelurahan:
        raise ValueError("RT dan RW itu tidak ada di kelurahan ini.")
    return tempat


@transaction.atomic
def add_tuan_rumah(calon: CalonTuanRumah, *, by: Pengguna, **lain: Any) -> TuanRumah:
    """Write a host down. Raises TuanRumahGanda where that RT has one of this name."""
    isi = {nama: getattr(calon, nama) for nama in CalonTuanRumah.__slots__}
    isi["nama"] = " ".join(calon.nama.split())[:120]
    try:
        with transaction.atomic():
            return TuanRumah.objects.create(**isi, **lain, by=by)
    except IntegrityError as error:
        if "tuan_rumah_sekali_per_rt" in str(error):
            raise TuanRumahGanda(SUDAH_ADA) from error
        raise


@transaction.atomic
def schedule_at_new_host(
    calon: CalonTuanRumah, build: Callable[[TuanRumah], Rencana], *, by: Pengguna
) -> Kunjungan:
    """Write a host down and plan a visit there: both or neither.

    Raises TuanRumahGanda, Bentrok.
    """
    return schedule_kunjungan(build(add_tuan_rumah(calon, by=by)), by=by)
