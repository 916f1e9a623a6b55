"""What a household's row says of itself (the seed's columns), kept current by who changes it.

Each function locks the row and runs inside the caller's transaction.
"""

from datetime import date

from django.db import transaction

from ekonomi.models import Rumah


@transaction.atomic
def note_pelatihan(rumah: Rumah, nama: str, *, pada: date) -> None:
    """A member took part in this training; the same name is noted once."""
    baris = _lock(rumah)
    if nama not in baris.pelatihan:
        baris.pelatihan = [*baris.pelatihan, nama]
        _save(baris, "pelatihan", pada=pada)


@transaction.atomic
def note_modal(rumah: Rumah, jumlah: int, *, pada: date) -> None:
    """Capital received, in Rupiah; negative when it was taken back. Never below nought."""
    baris = _lock(rumah)
    baris.modal = max(0, baris.modal + jumlah)
    _save(baris, "modal", pada=pada)


@transaction.atomic
def note_omzet(rumah: Rumah, omzet: int, *, pada: date) -> None:
    """The turnover of its last measured month, in Rupiah."""
    baris = _lock(rumah)
    baris.omzet = omzet
    _save(baris, "omzet", pada=pada)


@transaction.atomic
def note_onboarded(rumah: Rumah, *, pada: date, ya: bool = True) -> None:
    """A business of the household sells on a digital market, or none does any more."""
    baris = _lock(rumah)
    if baris.onboarded != ya:
        baris.onboarded = ya
        _save(baris, "onboarded", pada=pada)


def _lock(rumah: Rumah) -> Rumah:
    baris: Rumah = Rumah.objects.select_for_update().get(pk=rumah.pk)
    return baris


def _save(baris: Rumah, kolom: str, *, pada: date) -> None:
    baris.diperbarui = max(baris.diperbarui, pada)
    baris.save(update_fields=[kolom, "diperbarui", "updated_at"])
