"""Who is told what about a letter. Outbox rows in the caller's transaction, no field's value in
them: what a letter says is in the letter alone.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from dokumen.models import Surat
from dokumen.services.cetak import nama_berkas, render_pdf
from pesan.services import BerkasKirim, queue_pesan
from wilayah.models import Penugasan
from wilayah.peran import Peran


def notify_menunggu(surat: Surat) -> None:
    """To the lurah: a letter waits. A sensitive one is not named."""
    nama = "Surat" if surat.rahasia else surat.jenis.nama
    slots = {**_slots(surat), "jenis": nama, "url": settings.SITE_URL + surat.get_absolute_url()}
    tugas = Penugasan.objects.holding(surat.wilayah_id, Peran.LURAH).select_related("pengguna")
    for pengguna in {satu.pengguna_id: satu.pengguna for satu in tugas}.values():
        queue_pesan(
            kunci=f"surat-menunggu:{surat.pk}:{_stamp(surat.diajukan_at)}:{pengguna.pk}",
            templat="notif_surat",
            slots=slots,
            pengguna=pengguna,
            wilayah=surat.wilayah,
            rujukan=surat.rujukan,
        )


def notify_terbit(surat: Surat) -> None:
    """To the resident: the letter itself, with its number."""
    templat = "surat_diterima" if surat.jenis.is_dari_warga else "surat_terbit"
    berkas = None
    if surat.kontak is not None:  # nobody else would read what takes a moment to draw
        berkas = BerkasKirim(nama_berkas(surat, "pdf"), render_pdf(surat))
    _tell(surat, templat, f"surat-terbit:{surat.pk}", berkas)


def notify_dikembalikan(surat: Surat) -> None:
    """To the resident: what has to be changed."""
    kunci = f"surat-kembali:{surat.pk}:{_stamp(timezone.now())}"
    _tell(surat, "surat_dikembalikan", kunci)


def notify_dicabut(surat: Surat) -> None:
    """To the resident: the letter no longer holds, and why."""
    _tell(surat, "surat_dicabut", f"surat-cabut:{surat.pk}")


def _tell(surat: Surat, templat: str, kunci: str, berkas: BerkasKirim | None = None) -> None:
    if surat.kontak is None:
        return
    queue_pesan(
        kunci=kunci,
        templat=templat,
        slots={**_slots(surat), "nomor": surat.nomor, "alasan": surat.alasan},
        kontak=surat.kontak,
        wilayah=surat.wilayah,
        rujukan=surat.rujukan,
        berkas=berkas,
    )


def _slots(surat: Surat) -> dict[str, Any]:
    kelurahan = surat.wilayah
    while kelurahan.kode != surat.wilayah.kode_kelurahan:
        assert kelurahan.induk is not None  # noqa: S101 - RT and RW lie in their kelurahan
        kelurahan = kelurahan.induk
    return {
        "jenis": surat.jenis.nama,
        "kelurahan": kelurahan.nama,
        "kode": surat.rujukan,
        "url_periksa": f"{settings.SITE_URL}/surat/",
    }


def _stamp(at: Any) -> str:
    return f"{at.timestamp():.0f}" if at else ""
