"""The head of a kecamatan's letters, and who signs them, as plain data."""

from datetime import date
from typing import Any

from dokumen.isian import tanggal_surat
from dokumen.models import KopSurat
from dokumen.services.kop import Kop, office_of
from ruko_parsel.orang import desk_of
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above


def read_kop_kecamatan(kecamatan: str) -> Kop:
    """As `dokumen.services.kop.read_kop`, one level up; strings only.

    Who signs is the name in the kecamatan's KopSurat, else today's camat by their Penugasan.
    """
    tempat = {w.pk: w for w in Wilayah.objects.filter(pk__in=above(kecamatan))}
    provinsi, kota, ini = (tempat[kode] for kode in above(kecamatan))
    kop = KopSurat.objects.filter(wilayah=kecamatan).first() or KopSurat()
    return {
        "pemda": f"Pemerintah {kota.nama}",
        "sebutan": "Rumah Koordinasi",
        "kelurahan": ini.nama,
        "kecamatan": ini.nama,
        "kota": kota.nama,
        "provinsi": provinsi.nama,
        "kepala": "Camat",
        **office_of(kop),
        "jabatan": kop.jabatan or f"Camat {ini.nama}",
        "nama": kop.nama_pejabat or _name_of_camat(kecamatan),
        "tempat": kop.tempat or kota.nama.split(" ", 1)[-1],
        "kode_unit": kop.kode_unit or kecamatan,
    }


def sign_of_kecamatan(kop: Kop, hari: date, camat: Pengguna | None = None) -> dict[str, Any]:
    """The signature under a document of this day: `camat`'s, else of who signs by `kop`."""
    nama = (camat.nama or camat.username) if camat is not None else kop["nama"]
    bawah = [kop["pangkat"], f"NIP {kop['nip']}" if kop["nip"] else ""]
    return {
        "atas": [f"{kop['tempat']}, {tanggal_surat(hari)}", kop["jabatan"]],
        "nama": nama or "[belum diisi: nama camat]",
        "bawah": [teks for teks in bawah if teks],
    }


def _name_of_camat(kecamatan: str) -> str:
    camat = desk_of(kecamatan, Peran.CAMAT).first()
    return camat.nama if camat is not None else ""
