"""Erasing a person from their letters: the words go, the register row stays."""

from django.db import transaction
from django.utils import timezone

from dokumen.models import RiwayatSurat, Surat
from pesan.models import BukuHapus, Kontak


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank every letter of this contact; one that is not out is given up.

    What was issued is an official record: number, kind, date and state stay, and its QR still
    answers. The words and the reason are gone, so it cannot be printed any more.
    """
    rows = list(Surat.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    jumlah = sum(blank_surat(surat) for surat in rows)
    if jumlah:
        BukuHapus.objects.create(kelas="surat", jumlah=jumlah, sebab="permintaan warga")


def erase_surat_tentang(rujukan: str) -> None:
    """Blank the letters about one report, whoever asked for them. The caller's transaction."""
    rows = list(Surat.objects.select_for_update(of=("self",)).filter(rujukan=rujukan))
    jumlah = sum(blank_surat(surat) for surat in rows)
    if jumlah:
        BukuHapus.objects.create(
            kelas="surat", jumlah=jumlah, sebab="permintaan warga", rujukan=rujukan
        )


def blank_surat(surat: Surat) -> bool:
    """Blank one letter; False when nothing was left. The caller holds lock and transaction."""
    if surat.dihapus_at is not None:
        return False
    surat.isi = surat.alasan = surat.rujukan = ""
    surat.dihapus_at = timezone.now()
    if surat.status not in Surat.OUT:
        surat.status, surat.mengganti = Surat.Status.BATAL, None
    surat.save()
    RiwayatSurat.objects.create(surat=surat, peristiwa=RiwayatSurat.Peristiwa.DIHAPUS)
    return True
