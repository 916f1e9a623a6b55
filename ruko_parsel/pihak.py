"""On which side of a request somebody stands: its village's, or the desk's that answers it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ruko_parsel.models import Permintaan, Ruang
from ruko_parsel.orang import DESA as _DESA
from ruko_parsel.orang import MEJA as _MEJA
from wilayah.models import Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above

DESA: frozenset[Peran] = frozenset(_DESA)
MEJA: frozenset[Peran] = frozenset(_MEJA)
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


def kode_kecamatan(kode: str) -> str:
    """The kecamatan of a village's code; its own of a kecamatan's."""
    return above(kode)[:3][-1]


def sits_at_desk(user: Any, kode: str) -> bool:
    """Whether this person works at the desk of exactly this kecamatan, or of this village's."""
    kecamatan = kode_kecamatan(kode)
    return bool(user.is_superuser) or any(
        t.peran in MEJA and t.wilayah_id == kecamatan for t in user.penugasan_aktif
    )


def desk_areas(user: Any) -> list[Wilayah]:
    """The kecamatan at whose desk this person works; for a superuser every one with a house."""
    if user.is_superuser:
        return list(Wilayah.objects.filter(pk__in=Ruang.objects.values("wilayah")).order_by("kode"))
    return _areas(user, MEJA, (Wilayah.Tingkat.KECAMATAN,))


def village_areas(user: Any) -> list[Wilayah]:
    """The villages whose staff this person is."""
    return _areas(user, DESA, _TINGKAT_DESA)


def _areas(user: Any, peran: frozenset[Peran], tingkat: tuple[Any, ...]) -> list[Wilayah]:
    return [
        t.wilayah
        for t in user.penugasan_aktif
        if t.peran in peran and t.wilayah is not None and t.wilayah.tingkat in tingkat
    ]


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
