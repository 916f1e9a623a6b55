"""The kecamatan a person works for, and what its tables are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from ruko_parsel.models import Bidang, JenisMasalah, Permintaan
from wilayah.models import Wilayah
from wilayah.peran import peran_with

LIHAT = "ruko_parsel.view_permintaan"


@dataclass(frozen=True, slots=True)
class Acuan:
    """Rows and columns of a kecamatan's tables: villages by code, sections, kinds."""

    kode: str
    nama: str
    desa: dict[str, str]
    bidang: Sequence[Bidang]
    masalah: Sequence[JenisMasalah]


def requests_of(user: Any) -> Any:
    """Requests this person may see through the roles that may see requests."""
    return Permintaan.objects.visible_to(user, peran=peran_with("ruko_parsel.permintaan", "view"))


def kecamatan_for(user: Any, label: str = "ruko_parsel.laporanruko") -> list[Wilayah]:
    """Kecamatan this person may read figures of, through the roles that may view `label`."""
    areas = Wilayah.objects.visible_to(user, peran=peran_with(label, "view"))
    return list(areas.filter(tingkat=Wilayah.Tingkat.KECAMATAN).order_by("kode")[:200])


def choose_kecamatan(areas: Sequence[Wilayah], kode: str) -> Wilayah:
    """The one asked for, else the first. Raises Http404 for one that is not among them."""
    if not areas or (kode and kode not in {a.kode for a in areas}):
        raise Http404
    return next((a for a in areas if a.kode == kode), areas[0])


def read_acuan_of(kecamatan: Wilayah) -> Acuan:
    """Its villages and the reference rows; three queries."""
    desa = Wilayah.objects.in_wilayah(kecamatan.kode).kelurahan().order_by("kode")
    return Acuan(
        kecamatan.kode, kecamatan.nama, {w.kode: w.nama_lengkap for w in desa},
        list(Bidang.objects.all()), list(JenisMasalah.objects.select_related("bidang")),
    )  # fmt: skip
