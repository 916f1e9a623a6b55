"""What of Satu Rumah Satu Penghasilan a kelurahan's home page leads to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ekonomi.models import Produk, Program
from wilayah.halaman import Area


@dataclass(frozen=True, slots=True)
class Pintu:
    """A page to go to and what it is for."""

    judul: str
    isi: str
    url: str


# name of the address, title, what for
_PROGRAM = (
    ("pelatihan", "Pelatihan gratis", "Wirausaha, keuangan, jualan lewat HP, dan keterampilan."),
    ("pasar", "Pasar Rakyat", "Hari pasar berikutnya, petanya, dan sewa lapak."),
    ("hibah", "Bantuan modal", "Syarat, cara dinilai, dan cara menyampaikan keberatan."),
    ("padat_karya", "Padat karya", "Pekerjaan harian yang dibuka dan hasil pekerjaannya."),
    ("siap", "Capaian program", "Sasaran, yang sudah tercapai, dan yang masih tertinggal."),
    ("rumah_mandiri", "Rumah Mandiri", "Rumah tangga yang paling maju dan cara menilainya."),
    ("transparansi", "Anggaran terbuka", "Uang masuk, uang keluar, dan untuk apa."),
    ("kabar_program", "Kabar program", "Siaran resmi tentang kemajuan program."),
    ("hotspot", "Internet gratis", "Balai RW dengan hotspot untuk belajar dan berjualan."),
)


def ekonomi_rows(area: Area) -> dict[str, QuerySet[Any]]:
    """What decides which doors are shown; counted together with the others' (`hitung`)."""
    return {
        "program": Program.objects.in_wilayah(area.kode).running(),
        "produk": Produk.objects.public().in_wilayah(area.kode),
    }


def ekonomi_doors(area: Area, ada: dict[str, int]) -> list[Pintu]:
    """The doors of an area's home: the shop where it has goods, the programme's pages where one is
    running, the household's own turnover card last.
    """
    pintu = []
    if ada["produk"]:
        isi = f"{ada['produk']} produk buatan warga. Pesan di sini atau lewat WhatsApp."
        pintu.append(Pintu("Toko Warga", isi, reverse("toko_di", args=[area.slug])))
    if ada["program"]:
        pintu += [
            Pintu(judul, isi, reverse(nama, args=[area.slug])) for nama, judul, isi in _PROGRAM
        ]
        pintu.append(Pintu("Catat omzet", "Untuk pemilik usaha yang memegang kartu omzet.",
                           reverse("omzet")))  # fmt: skip
    return pintu
