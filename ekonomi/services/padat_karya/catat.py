"""What every step of a project shares: the locked row, the history row, who may, the errors."""

from collections.abc import Iterable

from django.db import IntegrityError

from ekonomi.models import ProyekPadatKarya, RiwayatProyek
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = ProyekPadatKarya.Status


class KaryaDitolak(ValueError):  # noqa: N818 - the domain's word
    """A step that may not be taken. The message says why, in Indonesian."""


def lock_proyek(proyek: ProyekPadatKarya) -> ProyekPadatKarya:
    """The row anew and locked, with its area, programme and budget line."""
    rows = ProyekPadatKarya.objects.select_for_update(of=("self",))
    found: ProyekPadatKarya = rows.select_related("wilayah", "program", "pos").get(pk=proyek.pk)
    return found


def require_status(proyek: ProyekPadatKarya, *boleh: str) -> None:
    """Raises KaryaDitolak outside these states."""
    if proyek.status not in boleh:
        keadaan = proyek.get_status_display().lower()
        raise KaryaDitolak(f"Proyek ini {keadaan}; langkah itu tidak tersedia.")


def log_proyek(
    proyek: ProyekPadatKarya, peristiwa: str, *, by: Pengguna | None, catatan: str = ""
) -> None:
    """A row of the project's history; words of staff go in masked."""
    RiwayatProyek.objects.create(
        proyek=proyek, peristiwa=peristiwa[:40], by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
    )  # fmt: skip


def holds_peran(by: Pengguna, peran: Iterable[str], wilayah_kode: str) -> bool:
    """Whether today's assignments give one of these roles at a place."""
    return by.is_superuser or any(
        tugas.peran in peran and tugas.wilayah is not None and tugas.wilayah.contains(wilayah_kode)
        for tugas in by.penugasan_aktif
    )


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused."""
    diag = getattr(error.__cause__, "diag", None)
    return str(getattr(diag, "constraint_name", "") or "")
