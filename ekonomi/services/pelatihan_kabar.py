"""Who is told what about a course: outbox rows in the caller's transaction."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import Angkatan, Peserta
from hadir.models import SesiHadir
from pesan.models import PesanKeluar
from pesan.services import BerkasKirim, queue_pesan
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of

S = Peserta.Status


def angkatan_slots(angkatan: Angkatan) -> dict[str, Any]:
    """What every message about a batch may say."""
    area = area_of(str(angkatan.wilayah_id))
    alamat = reverse("pelatihan", args=[area.slug]) if area else reverse("pelatihan_saya")
    return {
        "pelatihan": angkatan.kursus.nama,
        "angkatan": angkatan.nomor,
        "tempat": angkatan.tempat,
        "mulai": f"{angkatan.mulai:%d-%m-%Y}",
        "jadwal": angkatan.jadwal,
        "kelurahan": angkatan.wilayah.nama,
        "url": f"{settings.SITE_URL}{alamat}",
        "url_saya": f"{settings.SITE_URL}{reverse('pelatihan_saya')}",
    }


def tell_terdaftar(peserta: Peserta, pin: str) -> None:
    """The registration with its code and PIN: a seat, or a place in the queue."""
    templat = {S.CADANGAN: "pelatihan_cadangan", S.DAFTAR: "pelatihan_menunggu"}.get(
        S(peserta.status), "pelatihan_terdaftar"
    )
    _tell(peserta, templat, f"latih-daftar:{peserta.pk}", pin=pin)


def tell_dapat_kursi(peserta: Peserta) -> None:
    """A seat has become free for them."""
    cap = f"{timezone.now().timestamp():.0f}"
    _tell(peserta, "pelatihan_dapat_kursi", f"latih-kursi:{peserta.pk}:{cap}")


def tell_keluar(peserta: Peserta) -> None:
    """They left, or were taken off."""
    templat = "pelatihan_mundur" if peserta.status == S.MUNDUR else "pelatihan_dikeluarkan"
    _tell(peserta, templat, f"latih-keluar:{peserta.pk}", alasan=peserta.alasan)


def tell_dibatalkan(peserta: Peserta, angkatan: Angkatan) -> None:
    """The batch was called off."""
    _tell(
        peserta, "pelatihan_dibatalkan", f"latih-batal:{peserta.pk}", alasan=angkatan.alasan_batal
    )


def tell_ingat(peserta: Peserta, sesi: SesiHadir) -> None:
    """The day before a session."""
    kunci = f"latih-ingat:{sesi.pk}:{sesi.tanggal:%Y%m%d}:{peserta.pk}"
    waktu = tanggal_panjang(sesi.mulai_at)
    tempat = sesi.tempat or peserta.angkatan.tempat
    _tell(peserta, "pelatihan_ingat", kunci, waktu=waktu, tempat=tempat)


def tell_dipindah(peserta: Peserta, sesi: SesiHadir) -> None:
    """A session has another time."""
    kunci = f"latih-pindah:{sesi.pk}:{sesi.mulai_at.timestamp():.0f}:{peserta.pk}"
    _tell(peserta, "pelatihan_dipindah", kunci, waktu=tanggal_panjang(sesi.mulai_at))


def tell_sertifikat(peserta: Peserta, nomor: str, berkas: BerkasKirim, kunci: str) -> None:
    """The certificate itself."""
    _tell(peserta, "pelatihan_sertifikat", kunci, berkas=berkas, nomor=nomor)


def _tell(
    peserta: Peserta, templat: str, kunci: str, *, berkas: BerkasKirim | None = None, **lain: Any
) -> PesanKeluar | None:
    if peserta.kontak is None:
        return None
    slots = angkatan_slots(peserta.angkatan) | {"kode": peserta.kode} | lain
    return queue_pesan(
        kunci=kunci,
        templat=templat,
        slots=slots,
        kontak=peserta.kontak,
        wilayah=peserta.angkatan.wilayah,
        rujukan=peserta.kode,
        berkas=berkas,
    )
