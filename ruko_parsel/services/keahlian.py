"""Who knows what: said by oneself, confirmed by the camat."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ruko_parsel.models import JenisMasalah, Keahlian
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan

S = Keahlian.Status
PERAN = frozenset({Peran.CAMAT, Peran.PETUGAS_KECAMATAN, Peran.LURAH, Peran.MODERATOR})


class KeahlianDitolak(ValueError):  # noqa: N818 - the domain's word
    """What may not be done to an entry; the message says why."""


@dataclass(frozen=True, slots=True)
class IsiKeahlian:
    """What somebody says they know."""

    masalah: JenisMasalah
    topik: str
    tingkat: int
    bukti: str
    bersedia: bool = True


def place_of(user: Pengguna) -> Wilayah | None:
    """Where this person works at the coordination desk's tasks: the kecamatan or a village."""
    for tugas in user.penugasan_aktif:
        if tugas.peran in PERAN and tugas.wilayah is not None:
            return tugas.wilayah
    return None


@transaction.atomic
def record_keahlian(isi: IsiKeahlian, *, by: Pengguna) -> Keahlian:
    """One's own entry, which waits for the camat. Raises KeahlianDitolak."""
    tempat = place_of(by)
    if tempat is None:
        raise KeahlianDitolak("Hanya staf desa, kelurahan, dan kecamatan yang mencatat keahlian.")
    keahlian = Keahlian(pengguna=by, wilayah=tempat)
    _fill(keahlian, isi)
    return keahlian


@transaction.atomic
def change_keahlian(keahlian: Keahlian, isi: IsiKeahlian, *, by: Pengguna) -> Keahlian:
    """Say it otherwise; it waits for the camat again."""
    keahlian = _lock(keahlian)
    if keahlian.pengguna_id != by.pk:
        raise KeahlianDitolak("Keahlian hanya diubah oleh orangnya sendiri.")
    keahlian.diputus_by = keahlian.diputus_at = None
    keahlian.status, keahlian.alasan = S.DIAJUKAN, ""
    _fill(keahlian, isi)
    return keahlian


def _fill(keahlian: Keahlian, isi: IsiKeahlian) -> None:
    keahlian.masalah, keahlian.tingkat, keahlian.bersedia = isi.masalah, isi.tingkat, isi.bersedia
    keahlian.topik = " ".join(mask_catatan(clean_text(isi.topik)).split())[:120]
    keahlian.bukti = " ".join(mask_catatan(clean_text(isi.bukti)).split())[:300]
    try:
        keahlian.full_clean()
    except ValidationError as galat:
        raise KeahlianDitolak(" ".join(galat.messages)) from None
    keahlian.save()


@transaction.atomic
def decide_keahlian(keahlian: Keahlian, *, kuat: bool, by: Pengguna, alasan: str = "") -> Keahlian:
    """The camat confirms it or says why not. Raises KeahlianDitolak."""
    keahlian = _lock(keahlian)
    if not is_camat_of(by, keahlian):
        raise KeahlianDitolak("Keahlian dikuatkan oleh camat, dan bukan oleh orangnya sendiri.")
    if keahlian.status == S.DICABUT:
        raise KeahlianDitolak("Sudah dicabut oleh orangnya.")
    if not kuat and not alasan.strip():
        raise KeahlianDitolak("Tulis alasannya.")
    keahlian.status = S.DIKUATKAN if kuat else S.DITOLAK
    keahlian.alasan = "" if kuat else mask_catatan(clean_text(alasan).strip())[:200]
    keahlian.diputus_by, keahlian.diputus_at = by, timezone.now()
    keahlian.save()
    return keahlian


def is_camat_of(user: Pengguna, keahlian: Keahlian) -> bool:
    """Whether this user is camat where the person works, and another person."""
    if user.pk == keahlian.pengguna_id:
        return False
    return any(
        t.peran == Peran.CAMAT and t.wilayah is not None and t.wilayah.contains(
            str(keahlian.wilayah_id))
        for t in user.penugasan_aktif
    )  # fmt: skip


@transaction.atomic
def withdraw_keahlian(keahlian: Keahlian, *, by: Pengguna) -> Keahlian:
    """One no longer wants to be asked about it; `change_keahlian` brings it back."""
    keahlian = _lock(keahlian)
    if keahlian.pengguna_id != by.pk:
        raise KeahlianDitolak("Keahlian hanya dicabut oleh orangnya sendiri.")
    keahlian.status, keahlian.diputus_by, keahlian.diputus_at = S.DICABUT, None, None
    keahlian.alasan = ""
    keahlian.save()
    return keahlian


def _lock(keahlian: Keahlian) -> Keahlian:
    rows: Any = Keahlian.objects.select_for_update(of=("self",))
    terkunci: Keahlian = rows.get(pk=keahlian.pk)
    return terkunci
