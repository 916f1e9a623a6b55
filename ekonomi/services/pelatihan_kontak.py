"""Reply addresses of participants: kept while a course still has something to tell them."""

from ekonomi.models import Angkatan, Peserta
from pesan.kanal.web import clean_alamat
from pesan.models import Kontak
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.services import release_alamat
from wilayah.models import Wilayah

_JALAN = (Angkatan.Status.DRAF, Angkatan.Status.DIBUKA, Angkatan.Status.BERJALAN)


def holds_alamat(kontak: Kontak) -> bool:
    """Whether a batch that is not over has this person on its lists (settings.PENAHAN_ALAMAT)."""
    rows = Peserta.objects.filter(kontak=kontak, angkatan__status__in=_JALAN)
    return bool(rows.active().exists())


def kontak_of_form(alamat: str, *, token: str, wilayah: Wilayah) -> Kontak | None:
    """The contact of one form that left a number or e-mail; None without one.

    An address anybody can type links no two forms, so each form is its own contact.
    """
    bersih = clean_alamat(alamat)
    if not bersih:
        return None
    kontak, _baru = Kontak.objects.get_or_create(
        saluran=Saluran.WEB,
        hash=hash_identity(Saluran.WEB, f"pelatihan:{token}\n{bersih.lower()}"),
        defaults={"alamat": bersih, "wilayah": wilayah},
    )
    return kontak


def release_unneeded(angkatan: Angkatan) -> None:
    """The batch is over: addresses of its people go a day later, unless something else needs them.

    `release_alamat` asks every app, curhat's own tickets included by their state.
    """
    rows = Peserta.objects.filter(angkatan=angkatan, kontak__isnull=False)
    for peserta in rows.select_related("kontak"):
        kontak = peserta.kontak
        if kontak is not None and kontak.alamat and kontak.alamat_hingga is None:
            release_alamat(kontak)
