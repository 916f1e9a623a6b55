"""The head of a kecamatan's papers: from its KopSurat, else from the area tree."""

from django.utils import timezone

from dokumen.models import KopSurat
from dokumen.services.kop import Kop
from wilayah.models import Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above


def read_kop_kecamatan(kecamatan: str) -> Kop:
    """As `dokumen.services.kop.read_kop`, one level up; the camat signs."""
    tempat = {w.pk: w for w in Wilayah.objects.filter(pk__in=above(kecamatan))}
    _provinsi, kota, ini = (tempat[kode] for kode in above(kecamatan))
    kop = KopSurat.objects.filter(wilayah=kecamatan).first() or KopSurat()
    return {
        "pemda": f"Pemerintah {kota.nama}",
        "sebutan": "Kantor Kecamatan",
        "kelurahan": ini.nama,
        "kecamatan": ini.nama,
        "kota": kota.nama,
        "alamat": kop.alamat,
        "kode_pos": kop.kode_pos,
        "telepon": kop.telepon,
        "surel": kop.surel,
        "laman": kop.laman,
        "logo": kop.logo.name or "",
        "jabatan": kop.jabatan or f"Camat {ini.nama}",
        "nama": kop.nama_pejabat or name_of_camat(kecamatan),
        "pangkat": kop.pangkat,
        "nip": kop.nip,
        "tempat": kop.tempat or ini.nama,
    }


def name_of_camat(kecamatan: str) -> str:
    """Today's camat by their Penugasan; empty where there is none."""
    tugas = (
        Penugasan.objects.on(timezone.localdate())
        .filter(peran=Peran.CAMAT, wilayah=kecamatan, pengguna__is_active=True)
        .select_related("pengguna")
        .order_by("mulai")
        .first()
    )
    return tugas.pengguna.nama if tugas else ""
