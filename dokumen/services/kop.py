"""The head of a kelurahan's letters as plain data: from its KopSurat, else from the area tree."""

from typing import Any

from django.utils import timezone

from dokumen.models import KopSurat
from dokumen.models.kop import POLA_BAWAAN
from wilayah.models import Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above

Kop = dict[str, Any]


def read_kop(kelurahan: str) -> Kop:
    """What head, foot and number of this kelurahan's letters need; strings only.

    Who signs is the name in the KopSurat, else today's lurah by their Penugasan.
    """
    tempat = {w.pk: w for w in Wilayah.objects.filter(pk__in=above(kelurahan))}
    provinsi, kota, kecamatan, ini = (tempat[kode] for kode in above(kelurahan))
    kop = KopSurat.objects.filter(wilayah=kelurahan).first() or KopSurat()
    desa = ini.tingkat == Wilayah.Tingkat.DESA
    sebutan, kepala = ("Desa", "Kepala Desa") if desa else ("Kelurahan", "Lurah")
    return {
        "pemda": f"Pemerintah {kota.nama}",
        "sebutan": sebutan,
        "kelurahan": ini.nama,
        "kecamatan": kecamatan.nama,
        "kota": kota.nama,
        "provinsi": provinsi.nama,
        "kepala": kepala,
        **office_of(kop),
        "jabatan": kop.jabatan or f"{kepala} {ini.nama}",
        "nama": kop.nama_pejabat or _name_of_lurah(kelurahan),
        "tempat": kop.tempat or kota.nama.split(" ", 1)[-1],
        "kode_unit": kop.kode_unit or kelurahan,
    }


def office_of(kop: KopSurat) -> Kop:
    """What an office says of itself, as its KopSurat has it."""
    return {
        "alamat": kop.alamat,
        "kode_pos": kop.kode_pos,
        "telepon": kop.telepon,
        "surel": kop.surel,
        "laman": kop.laman,
        "logo": kop.logo.name or "",
        "pangkat": kop.pangkat,
        "nip": kop.nip,
        "pola_nomor": kop.pola_nomor or POLA_BAWAAN,
    }


def _name_of_lurah(kelurahan: str) -> str:
    tugas = (
        Penugasan.objects.on(timezone.localdate())
        .filter(peran=Peran.LURAH, wilayah=kelurahan, pengguna__is_active=True)
        .select_related("pengguna")
        .order_by("mulai")
        .first()
    )
    return tugas.pengguna.nama if tugas else ""
