"""Reply addresses of participants: kept while a course still has something to tell them."""

from ekonomi.models import Angkatan, Peserta
from pesan.models import Kontak
from pesan.services import kontak_of_formulir, release_alamat
from wilayah.models import Wilayah

_JALAN = (Angkatan.Status.DRAF, Angkatan.Status.DIBUKA, Angkatan.Status.BERJALAN)


def holds_alamat(kontak: Kontak) -> bool:
    """Whether a batch that is not over has this person on its lists (settings.PENAHAN_ALAMAT)."""
    rows = Peserta.objects.filter(kontak=kontak, angkatan__status__in=_JALAN)
    return bool(rows.active().exists())


def kontak_of_form(alamat: str, *, token: str, wilayah: Wilayah) -> Kontak | None:
    """The contact of one form of a course or of works; None without one."""
    return kontak_of_formulir(alamat, garam="pelatihan", token=token, wilayah=wilayah)


def release_unneeded(angkatan: Angkatan) -> None:
    """The batch is over: addresses of its people go a day later, unless something else needs them.

    `release_alamat` asks every app, curhat's own tickets included by their state.
    """
    rows = Peserta.objects.filter(angkatan=angkatan, kontak__isnull=False)
    for peserta in rows.select_related("kontak"):
        kontak = peserta.kontak
        if kontak is not None and kontak.alamat and kontak.alamat_hingga is None:
            release_alamat(kontak)
