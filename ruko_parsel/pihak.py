"""On which side of a request somebody stands: its village's, or the desk's that answers it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ruko_parsel.models import Permintaan
from wilayah.models import Penugasan, Wilayah
from wilayah.peran import Peran

DESA = frozenset({Peran.LURAH, Peran.MODERATOR})
MEJA = frozenset({Peran.CAMAT, Peran.PETUGAS_KECAMATAN})
_TINGKAT_DESA = (Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN)


def _serves(user: Any, kode: str, peran: frozenset[Peran]) -> bool:
    return any(
        tugas.peran in peran and tugas.wilayah is not None and tugas.wilayah.contains(kode)
        for tugas in user.penugasan_aktif
    )


def is_meja(user: Any, permintaan: Permintaan) -> bool:
    """Whether this person works at the kecamatan that answers the request."""
    return bool(user.is_superuser) or _serves(user, str(permintaan.wilayah_id), MEJA)


def is_desa(user: Any, permintaan: Permintaan) -> bool:
    """Whether this person is of the village that asked."""
    return _serves(user, str(permintaan.wilayah_id), DESA)


def works_at_meja(user: Any) -> bool:
    """Whether this person works at the desk of any kecamatan."""
    return bool(user.is_superuser) or bool(user.peran_aktif & MEJA)


def desk_villages(kode: str = "") -> Any:
    """Villages in service whose kecamatan has somebody on duty at its desk; one query.

    `kode`: only this area and what lies in it.
    """
    bertugas = Penugasan.objects.on(timezone.localdate()).filter(
        peran__in=MEJA, pengguna__is_active=True,
        wilayah__tingkat=Wilayah.Tingkat.KECAMATAN,
    )  # fmt: skip
    rows = Wilayah.objects.in_service().filter(
        tingkat__in=_TINGKAT_DESA, induk__in=bertugas.values("wilayah")
    )
    return rows.in_wilayah(kode) if kode else rows


def desk_is_open(kode: str) -> bool:
    """Whether the kecamatan of this village has somebody on duty at its desk; one query."""
    rows = Penugasan.objects.on(timezone.localdate()).filter(
        peran__in=MEJA, wilayah=kode.rpartition(".")[0], pengguna__is_active=True
    )
    return bool(rows.exists())


def staff_at(kode: str, peran: Iterable[Peran]) -> Q:
    """Condition on Pengguna: in one of these roles of exactly this area, today."""
    rows = Penugasan.objects.on(timezone.localdate()).filter(peran__in=list(peran), wilayah=kode)
    return Q(is_active=True, pk__in=rows.values("pengguna"))
