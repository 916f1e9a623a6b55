"""Who works where: the kecamatan of a village, its desk, the staff of a village."""

from typing import Any

from django.utils import timezone

from ruko_parsel.models import Ruang
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

MEJA = frozenset({Peran.CAMAT.value, Peran.PETUGAS_KECAMATAN.value})
DESA = frozenset({Peran.LURAH.value, Peran.MODERATOR.value})


def kode_kecamatan(kode: str) -> str:
    """The first three parts of an area's code: its kecamatan."""
    return ".".join(kode.split(".")[:3])


def is_desk(user: Any, kode: str) -> bool:
    """Whether this user works at the kecamatan's desk of this area (it or a village of it)."""
    if user.is_superuser:
        return True
    kecamatan = kode_kecamatan(kode)
    return any(t.peran in MEJA and t.wilayah_id == kecamatan for t in user.penugasan_aktif)


def desk_areas(user: Any) -> list[Wilayah]:
    """The kecamatan at whose desk this user works; for a superuser every one with a house."""
    if user.is_superuser:
        return list(Wilayah.objects.filter(pk__in=Ruang.objects.values("wilayah")).order_by("kode"))
    return [
        t.wilayah
        for t in user.penugasan_aktif
        if t.peran in MEJA and t.wilayah is not None
        and t.wilayah.tingkat == Wilayah.Tingkat.KECAMATAN
    ]  # fmt: skip


def village_areas(user: Any) -> list[Wilayah]:
    """The villages whose staff this user is."""
    tingkat = {Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN}
    return [
        t.wilayah
        for t in user.penugasan_aktif
        if t.peran in DESA and t.wilayah is not None and t.wilayah.tingkat in tingkat
    ]


def desk_rows(kecamatan: str) -> Any:
    """Who may receive guests there: today's camat and officers."""
    return _staff(kecamatan, MEJA)


def village_rows(desa: str) -> Any:
    """Today's staff of a village."""
    return _staff(desa, DESA)


def _staff(kode: str, peran: frozenset[str]) -> Any:
    tugas = Penugasan.objects.on(timezone.localdate()).filter(wilayah=kode, peran__in=peran)
    rows = Pengguna.objects.filter(is_active=True, pk__in=tugas.values("pengguna"))
    return rows.order_by("nama", "pk")
