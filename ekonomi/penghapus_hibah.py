"""Erasing a person from grants and public works: what they sent goes, what was paid stays."""

from django.db import transaction

from ekonomi.models import FotoHibah, Pekerja
from pesan.models import BukuHapus, Kontak, Lampiran
from pesan.penghapus import erase_lampiran

TERHAPUS = "(data dihapus)"


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Unlink the contact from registrations; the name goes where no wage was ever paid.

    A paid wage and a grant handed over are records of public money: their sums, codes and days
    stay, and with them the name on the list that was signed. Pictures the person sent are blanked.
    """
    rows = list(Pekerja.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for pekerja in rows:
        pekerja.kontak, pekerja.pin_hash = None, ""
        if not pekerja.upah.filter(daftar__status="dibayar").exists():
            pekerja.nama = TERHAPUS
    Pekerja.objects.bulk_update(rows, ["kontak", "pin_hash", "nama"])
    foto = FotoHibah.objects.filter(hibah__rumah__kontak=kontak, dari="warga")
    berkas = list(Lampiran.objects.filter(foto_hibah__in=foto, status=Lampiran.Status.ADA))
    erase_lampiran(berkas)
    if rows or berkas:
        BukuHapus.objects.create(
            kelas="padat_karya_hibah", jumlah=len(rows) + len(berkas), sebab="permintaan warga"
        )
