"""Erasing a person from the cooperative: nobody writes to them any more.

Name and loans stay as long as the books must be kept (a debt is not erased by asking); the contact
is what the person's consent was for.
"""

from django.db import transaction

from ekonomi.models import AnggotaKoperasi
from pesan.models import BukuHapus, Kontak


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Take the contact off every membership."""
    jumlah = AnggotaKoperasi.objects.filter(kontak=kontak).update(kontak=None)
    if jumlah:
        BukuHapus.objects.create(kelas="anggota_koperasi", jumlah=jumlah, sebab="permintaan warga")
