"""The head of a kecamatan's documents, and the camat under them."""

from datetime import date
from typing import Any

from dokumen.isian import tanggal_surat
from dokumen.models import KopSurat
from dokumen.services.kop import Kop
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import above


def head_of_kecamatan(kode: str) -> Kop:
    """As `dokumen.services.kop.read_kop` gives it for a kelurahan; strings only."""
    tempat = {w.pk: w.nama for w in Wilayah.objects.filter(pk__in=above(kode))}
    provinsi, kota, nama = (tempat[satu] for satu in above(kode))
    kop = KopSurat.objects.filter(wilayah=kode).first() or KopSurat()
    return {
        "pemda": f"Pemerintah {kota}",
        "sebutan": "Kantor Camat",
        "kelurahan": nama,
        "kecamatan": nama,
        "kota": kota,
        "provinsi": provinsi,
        "alamat": kop.alamat,
        "kode_pos": kop.kode_pos,
        "telepon": kop.telepon,
        "surel": kop.surel,
        "laman": kop.laman,
        "logo": kop.logo.name or "",
        "jabatan": kop.jabatan or f"Camat {nama}",
        "pangkat": kop.pangkat,
        "nip": kop.nip,
        "tempat": kop.tempat or nama,
    }


def sign_of_camat(kop: Kop, camat: Pengguna, hari: date) -> dict[str, Any]:
    """The camat's name under a document of this day."""
    bawah = [kop["pangkat"], f"NIP {kop['nip']}" if kop["nip"] else ""]
    return {
        "atas": [f"{kop['tempat']}, {tanggal_surat(hari)}", kop["jabatan"]],
        "nama": camat.nama or camat.username,
        "bawah": [teks for teks in bawah if teks],
    }
