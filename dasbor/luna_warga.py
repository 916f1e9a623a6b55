"""What of the lurah's visits a kelurahan's home page leads to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from dasbor.ekonomi_warga import Pintu
from luna_maya.models import KontakMalam, Kunjungan
from wilayah.halaman import Area
from wilayah.scope import above

# name of the address, title, what for
_KUNJUNGAN = (
    ("luna_undang", "Undang lurah", "Pengajian, tahlilan, hajatan, atau sekadar mengobrol."),
    ("luna_maya", "Kunjungan lurah", "Yang sudah didatangi, yang didengar, dan apa jadinya."),
    ("luna_janji", "Janji lurah", "Yang ditepati, yang terlambat, dan yang masih diupayakan."),
    (
        "luna_kepercayaan",
        "Kedekatan warga",
        "Warga menilai sendiri, tanpa nama.",
    ),
)


def luna_rows(area: Area) -> dict[str, QuerySet[Any]]:
    """What decides whether the doors are shown; counted together with the others' (`hitung`)."""
    return {
        "kunjungan": Kunjungan.objects.in_wilayah(area.kode).standing(),
        "malam": KontakMalam.objects.filter(wilayah__in=above(area.kode)),
    }


def luna_doors(area: Area, ada: dict[str, int]) -> list[Pintu]:
    """The doors of the visits, where this kelurahan has any."""
    if not ada["kunjungan"]:
        return []
    return [Pintu(judul, isi, reverse(nama, args=[area.slug])) for nama, judul, isi in _KUNJUNGAN]
