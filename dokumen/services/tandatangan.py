"""Signatures as pictures: kept encrypted, used by their own person alone."""

import base64

from django.db import transaction

from dokumen.cetak.gambar import clean_ttd
from dokumen.models import TandaTangan
from wilayah.models import Pengguna


@transaction.atomic
def keep_ttd(isi: bytes, *, by: Pengguna, simpan: bool = False) -> TandaTangan:
    """A drawn or photographed signature of `by`; with `simpan` it is offered again later.

    Raises GambarDitolak with a reason to show.
    """
    gambar = base64.b64encode(clean_ttd(isi)).decode()
    if simpan:
        forget_ttd(by=by)
    return TandaTangan.objects.create(pengguna=by, gambar=gambar, tersimpan=simpan)


def saved_ttd(pengguna: Pengguna) -> TandaTangan | None:
    """The signature this person keeps for later, if any."""
    found: TandaTangan | None = TandaTangan.objects.filter(
        pengguna=pengguna, tersimpan=True
    ).first()
    return found


def forget_ttd(*, by: Pengguna) -> int:
    """Do not offer the kept signature any more; letters signed with it keep theirs."""
    lama = TandaTangan.objects.filter(pengguna=by, tersimpan=True)
    tak_dipakai = lama.filter(surat__isnull=True)
    jumlah = lama.count()
    tak_dipakai.delete()
    TandaTangan.objects.filter(pengguna=by, tersimpan=True).update(tersimpan=False)
    return jumlah
