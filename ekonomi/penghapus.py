"""Erasing a person from ekonomi (named in settings.PENGHAPUS): one function an aggregate."""

from django.db import transaction
from django.utils.module_loading import import_string

from pesan.models import Kontak

_BAGIAN = (
    "ekonomi.services.persetujuan.erase_of",
    "ekonomi.services.akses_omzet.erase_of",
    "ekonomi.penghapus_pelatihan.erase",
    "ekonomi.penghapus_pasar.erase",
    "ekonomi.penghapus_hibah.erase",
    "ekonomi.penghapus_pinjaman.erase",
    "ekonomi.penghapus_mandiri.erase",
    "ekonomi.toko_penghapus.erase",
)


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Run every part's eraser for this contact."""
    for path in _BAGIAN:
        import_string(path)(kontak)
