"""What of the lurah's visits a kelurahan's home page leads to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from dasbor.ekonomi_warga import Pintu
from luna_maya.models import Kunjungan
from wilayah.halaman import Area

# name of the address, title, what for
_KUNJUNGAN = (
    ("luna_maya", "Kunjungan lurah", "Yang sudah didatangi, yang didengar, dan apa jadinya."),
    ("luna_janji", "Janji lurah", "Yang ditepati, yang terlambat, dan yang masih diupayakan."),
    ("undang_lurah", "Undang lurah", "Pengajian, tahlilan, hajatan, atau sekadar mengobrol."),
    ("lurah_malam", "Lurah malam hari", "Siapa yang dapat dihubungi di luar jam kantor."),
)


def luna_rows(area: Area) -> dict[str, QuerySet[Any]]:
    """What decides whether the doors are shown; counted together with the others' (`hitung`)."""
    return {"kunjungan": Kunjungan.objects.in_wilayah(area.kode).standing()}


def luna_doors(area: Area, ada: dict[str, int]) -> list[Pintu]:
    """The doors of the visits, where this kelurahan has any."""
    if not ada["kunjungan"]:
        return []
    pintu = []
    for nama, judul, isi in _KUNJUNGAN:
        try:
            pintu.append(Pintu(judul, isi, reverse(nama, args=[area.slug])))
        except NoReverseMatch:
            continue
    return pintu
