"""What every step of a grant shares: the locked row, the history row, the errors."""

from django.db import IntegrityError

from ekonomi.models import Hibah, RiwayatHibah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = Hibah.Status


class HibahDitolak(ValueError):  # noqa: N818 - the domain's word
    """A step that may not be taken. The message says why, in Indonesian."""


# from -> to; everything else is refused
_BOLEH: dict[str, frozenset[str]] = {
    S.DIUSULKAN: frozenset({S.DINILAI, S.DITOLAK, S.DIBATALKAN}),
    S.DINILAI: frozenset({S.DINILAI, S.DISETUJUI, S.DITOLAK, S.DIBATALKAN}),
    S.DISETUJUI: frozenset({S.DISERAHKAN, S.DIBATALKAN}),
    S.DISERAHKAN: frozenset({S.DIPERIKSA, S.SELESAI, S.DITARIK}),
    S.DIPERIKSA: frozenset({S.DIPERIKSA, S.SELESAI, S.DITARIK}),
    S.SELESAI: frozenset({S.DITARIK}),
}


def lock_hibah(hibah: Hibah) -> Hibah:
    """The row anew and locked, with what every step reads."""
    rows = Hibah.objects.select_for_update(of=("self",))
    terkait = ("paket__pos", "paket__program", "rumah__kontak", "wilayah")
    found: Hibah = rows.select_related(*terkait).get(pk=hibah.pk)
    return found


def check_move(hibah: Hibah, ke: str) -> None:
    """Raises HibahDitolak for a step the table does not have."""
    if ke not in _BOLEH.get(hibah.status, ()):
        keadaan = hibah.get_status_display().lower()
        raise HibahDitolak(f"Hibah {hibah.kode} sudah {keadaan}; langkah ini tidak tersedia.")


def may_move(hibah: Hibah, ke: str) -> bool:
    return ke in _BOLEH.get(hibah.status, ())


def log_hibah(
    hibah: Hibah, *, dari: str, by: Pengguna | None, catatan: str = "", asal_hash: str = ""
) -> None:
    """A row of the grant's history; words of staff go in masked."""
    RiwayatHibah.objects.create(
        hibah=hibah,
        dari=dari,
        ke=hibah.status,
        by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
        asal_hash=asal_hash,
    )


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused."""
    diag = getattr(error.__cause__, "diag", None)
    return str(getattr(diag, "constraint_name", "") or "")
