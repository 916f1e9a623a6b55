"""What of the lurah's visits a kelurahan's home page leads to."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from dasbor.ekonomi_warga import Pintu
from luna_maya.models import BukuTahunan, KitReplikasi, Kunjungan
from wilayah.halaman import Area

# name of the address, title, what for
_KUNJUNGAN = (
    ("luna_maya", "Kunjungan lurah", "Yang sudah didatangi, yang didengar, dan apa jadinya."),
    ("luna_janji", "Janji lurah", "Yang ditepati, yang terlambat, dan yang masih diupayakan."),
    ("luna_undang", "Undang lurah", "Pengajian, tahlilan, hajatan, atau sekadar mengobrol."),
    ("lurah_malam", "Lurah malam hari", "Siapa yang dapat dihubungi di luar jam kantor."),
    ("luna_giliran", "Giliran RT", "RT mana yang sudah didatangi dan mana yang menunggu."),
    ("luna_kepercayaan", "Kedekatan warga", "Penilaian warga sebelum dan sesudah kunjungan."),
    ("luna_peta", "Peta masalah", "Yang terdengar dalam setahun, per RW."),
)
# the same, only where something is published; with what decides
_TERBIT = (
    ("buku", "luna_buku", "Buku tahunan", "Kunjungan setahun dalam satu buku."),
    ("kit", "luna_replikasi", "Kit replikasi", "Cara memulai di kelurahan lain."),
)


def luna_rows(area: Area) -> dict[str, QuerySet[Any]]:
    """What decides which doors are shown; counted together with the others' (`hitung`)."""
    return {
        "kunjungan": Kunjungan.objects.in_wilayah(area.kode).standing(),
        "buku": BukuTahunan.objects.filter(wilayah=area.kode, terbit_at__isnull=False),
        "kit": KitReplikasi.objects.filter(wilayah=area.kode, terbit_at__isnull=False),
    }


def luna_doors(area: Area, ada: dict[str, int]) -> list[Pintu]:
    """The doors of the visits, where this kelurahan has any."""
    if not ada["kunjungan"]:
        return []
    terbit = [butir for kunci, *butir in _TERBIT if ada[kunci]]
    return [
        Pintu(judul, isi, reverse(nama, args=[area.slug]))
        for nama, judul, isi in (*_KUNJUNGAN, *terbit)
    ]
