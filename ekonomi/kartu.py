"""The card of a household: one page built from sections that each part of ekonomi adds.

A section is a function (rumah, user) -> Bagian or None (nothing to show), named in
`ekonomi.kartu_bagian.BAGIAN`. A part adds its own by one line there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string

from ekonomi.kartu_bagian import BAGIAN
from ekonomi.models import Rumah, ValidasiDtks


@dataclass(frozen=True, slots=True)
class Bagian:
    """One box of the card. `templat` is rendered with `isi`, `rumah` and `hari`."""

    kunci: str
    judul: str
    templat: str
    isi: dict[str, Any] = field(default_factory=dict)


Pembuat = Callable[[Rumah, Any], Bagian | None]


def build_kartu(rumah: Rumah, user: Any) -> list[Bagian]:
    """The sections that have something to show, in their listed order."""
    pembuat: list[Pembuat] = [import_string(path) for path in BAGIAN]
    return [bagian for buat in pembuat if (bagian := buat(rumah, user)) is not None]


def rows_of(rumah: Rumah) -> list[int]:
    """This household's id and those of rows merged into it: what is on record for any of them."""
    return [rumah.pk, *rumah.gabungan.values_list("pk", flat=True)]


def members(rumah: Rumah, _user: Any) -> Bagian:
    hari = timezone.localdate()
    orang = [(satu, satu.age(hari)) for satu in rumah.anggota.all()]
    return _box("anggota", "Anggota", orang=orang)


def potential(rumah: Rumah, _user: Any) -> Bagian:
    potensi = getattr(rumah, "potensi", None)
    return _box(
        "potensi",
        "Potensi dan produk",
        potensi=potensi,
        temuan=list(rumah.temuan_potensi.all()[:10]),
        produk=list(rumah.produk_lokal.select_related("usaha")),
    )


def businesses(rumah: Rumah, _user: Any) -> Bagian | None:
    usaha = list(rumah.usaha.all())
    return _box("usaha", "Usaha", usaha=usaha) if usaha else None


def aid(rumah: Rumah, _user: Any) -> Bagian:
    hari = timezone.localdate()
    semua = list(rumah.bantuan_diterima.all())
    return _box(
        "bantuan",
        "Bantuan yang diterima",
        bantuan=[(satu, satu.sampai is None or satu.sampai >= hari) for satu in semua],
    )


def checks(rumah: Rumah, _user: Any) -> Bagian:
    rows = ValidasiDtks.objects.filter(rumah_id__in=rows_of(rumah))
    return _box("validasi", "Validasi DTKS/DTSEN", validasi=list(rows.select_related("by")[:12]))


def programmes(rumah: Rumah, _user: Any) -> Bagian | None:
    ikut = list(rumah.keikutsertaan.select_related("program"))
    return _box("ikut", "Program", ikut=ikut) if ikut else None


def timeline(rumah: Rumah, _user: Any) -> Bagian:
    return _box("jejak", "Riwayat", riwayat=list(rumah.riwayat.select_related("by")[:30]))


def _box(kunci: str, judul: str, **isi: Any) -> Bagian:
    return Bagian(kunci, judul, f"admin/ekonomi/rumah_{kunci}.html", isi)
