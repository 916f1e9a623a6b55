"""Reply addresses of households and workers: kept while there is something to tell them."""

from django.db.models import Q

from ekonomi.models import Hibah, Pekerja
from pesan.models import Kontak
from pesan.services import release_alamat

_HIBAH = ("diusulkan", "dinilai", "disetujui", "diserahkan", "diperiksa")
_PROYEK = ("pendaftaran", "terpilih", "berjalan")


def holds_alamat(kontak: Kontak) -> bool:
    """Whether a grant still to be decided or checked, or a project not over, has this person
    (settings.PENAHAN_ALAMAT).
    """
    hibah = Hibah.objects.filter(rumah__kontak=kontak, status__in=_HIBAH)
    kerja = Pekerja.objects.filter(kontak=kontak, proyek__status__in=_PROYEK).exclude(
        Q(status="ditolak") | Q(status="mundur")
    )
    return bool(hibah.exists() or kerja.exists())


def release_rumah(hibah: Hibah) -> None:
    """After what may have been the last step: the address goes if nothing needs it."""
    kontak = hibah.rumah.kontak
    if kontak is not None:
        release_unneeded([kontak])


def release_unneeded(kontak: list[Kontak]) -> None:
    """Something is over for these people: each address goes a day later, unless still needed."""
    for satu in kontak:
        if satu.alamat and satu.alamat_hingga is None:
            release_alamat(satu)
