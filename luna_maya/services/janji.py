"""Promises of the lurah and tasks: made from an entry of the log."""

from datetime import date

from django.db import transaction

from luna_maya.models import Catatan, Janji, Tugas
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan


@transaction.atomic
def make_janji(catatan: Catatan, *, isi: str, tenggat: date, by: Pengguna) -> Janji:
    """Record the promise of this entry; once. `isi` is public, so personal data is masked."""
    janji, _baru = Janji.objects.get_or_create(
        catatan=catatan,
        defaults={
            "wilayah": catatan.wilayah, "kunjungan": catatan.kunjungan,
            "isi": mask_catatan(isi.strip())[:240], "tenggat": tenggat, "by": by,
        },
    )  # fmt: skip
    return janji


@transaction.atomic
def make_tugas(
    catatan: Catatan, *, isi: str, petugas: Pengguna, tenggat: date, by: Pengguna
) -> Tugas:
    """Give somebody something to do until a day."""
    return Tugas.objects.create(
        catatan=catatan, wilayah=catatan.wilayah, isi=isi.strip()[:240], petugas=petugas,
        tenggat=tenggat, by=by,
    )  # fmt: skip
