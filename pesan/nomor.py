"""The channel numbers in service, kept in memory for a moment: every webhook call asks for them."""

import threading
import time
from dataclasses import dataclass

from pesan.models import NomorKanal

UMUR_DETIK = 30.0
# A signature or number we do not know may be minutes old in the database: look again, but not
# more often than this, or a stranger could make every request cost a query.
UMUR_MINIMUM_DETIK = 2.0


@dataclass(frozen=True, slots=True)
class NomorAktif:
    """One number with its secrets in the clear; lives in memory only."""

    pk: int
    saluran: str
    nomor_id: str
    wilayah: str
    app_secret: str
    verify_token: str
    baris: NomorKanal


@dataclass(frozen=True, slots=True)
class DaftarNomor:
    """All active numbers of one moment."""

    semua: tuple[NomorAktif, ...]
    dibaca: float

    def by_id(self, saluran: str, nomor_id: str) -> NomorAktif | None:
        return next(
            (n for n in self.semua if n.nomor_id == nomor_id and n.saluran == saluran), None
        )

    def by_pk(self, pk: int | None) -> NomorAktif | None:
        return next((n for n in self.semua if n.pk == pk), None)

    def secrets(self, saluran: str) -> set[str]:
        return {n.app_secret for n in self.semua if n.saluran == saluran and n.app_secret}

    def nearest(self, saluran: str, wilayah: str | None) -> NomorAktif | None:
        """The number of this area or of the nearest one above it."""
        if not wilayah:
            return None
        above = [
            n
            for n in self.semua
            if n.saluran == saluran
            and (wilayah == n.wilayah or wilayah.startswith(f"{n.wilayah}."))
        ]
        return max(above, key=lambda n: len(n.wilayah), default=None)


class _Simpanan:
    def __init__(self) -> None:
        self.kunci = threading.Lock()
        self.daftar: DaftarNomor | None = None


_simpanan = _Simpanan()


def active_numbers(*, umur: float = UMUR_DETIK) -> DaftarNomor:
    """The active numbers, read from the database when the copy is older than `umur` seconds."""
    daftar = _simpanan.daftar
    if daftar is not None and time.monotonic() - daftar.dibaca < umur:
        return daftar
    with _simpanan.kunci:
        daftar = _simpanan.daftar
        if daftar is None or time.monotonic() - daftar.dibaca >= umur:
            daftar = _simpanan.daftar = _read()
    return daftar


def reload_numbers() -> DaftarNomor:
    """Read again what a request did not find, at most every UMUR_MINIMUM_DETIK."""
    return active_numbers(umur=UMUR_MINIMUM_DETIK)


def forget_numbers() -> None:
    """Drop the copy: after a number was changed in this process, and between tests."""
    _simpanan.daftar = None


def _read() -> DaftarNomor:
    baris = NomorKanal.objects.filter(aktif=True).select_related("wilayah").order_by("pk")
    semua = tuple(
        NomorAktif(
            pk=n.pk,
            saluran=n.saluran,
            nomor_id=n.nomor_id,
            wilayah=n.wilayah_id,
            app_secret=n.app_secret,
            verify_token=n.verify_token,
            baris=n,
        )
        for n in baris
    )
    return DaftarNomor(semua, time.monotonic())
