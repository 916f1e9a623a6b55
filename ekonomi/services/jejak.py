"""Writing the trail of a programme's money (append-only)."""

from ekonomi.models import JejakAnggaran, Program
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

Peristiwa = JejakAnggaran.Peristiwa


def log_jejak(
    program: Program,
    peristiwa: JejakAnggaran.Peristiwa,
    *,
    by: Pengguna | None,
    rujukan: str = "",
    jumlah: int | None = None,
    catatan: str = "",
) -> None:
    """One row in the caller's transaction. `catatan` is masked: it can never be changed."""
    JejakAnggaran.objects.create(
        program=program,
        peristiwa=peristiwa,
        rujukan=rujukan,
        jumlah=jumlah,
        catatan=mask_catatan(catatan)[:400] if catatan else "",
        by=by,
    )
