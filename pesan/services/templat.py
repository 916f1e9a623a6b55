"""Finding and filling the texts the system sends; active ones are kept in memory for a moment."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from pesan.models import TemplatPesan
from wilayah.models import Pengguna, Wilayah
from wilayah.scope import above

UMUR_DETIK = 30.0
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# A line that begins so is left out where that slot is empty: "{?tanya}{tanya}".
_BARIS_SYARAT = re.compile(r"^\{\?([a-z][a-z0-9_]*)\}(.*(?:\n|$))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Templat:
    """One active template."""

    kode: str
    versi: int
    badan: str
    nama_meta: str
    berkas_meta: bool = False


_Kunci = tuple[str, str, str | None]


class _Simpanan:
    def __init__(self) -> None:
        self.kunci = threading.Lock()
        self.isi: dict[_Kunci, Templat] = {}
        self.dibaca: float | None = None


_simpanan = _Simpanan()


def find_templat(kode: str, saluran: str, wilayah: str | None) -> Templat | None:
    """The active text for this channel: the nearest area's own, else the general one."""
    semua = _active()
    for tempat in _nearest_first(wilayah):
        for jalan in (saluran, ""):
            if found := semua.get((kode, jalan, tempat)):
                return found
    return None


def slot_names(badan: str) -> list[str]:
    """The {slots} of a text in the order they first appear."""
    return list(dict.fromkeys(_SLOT.findall(badan)))


def render(badan: str, slots: Mapping[str, Any]) -> str:
    """Fill the {slots}; one without a value becomes empty, so that a message still goes out.

    A line that begins with {?slot} is left out where that slot is empty. Buttons come from the text
    itself, or from a slot that has a line of its own: a name or an address makes none.
    """
    tampil = _BARIS_SYARAT.sub(lambda cocok: cocok[2] if slots.get(cocok[1]) else "", badan)

    def fill(cocok: re.Match[str]) -> str:
        nilai = str(slots.get(cocok[1], ""))
        awal, akhir = cocok.span()
        sendiri = tampil[:awal].endswith("\n") or awal == 0, tampil[akhir : akhir + 1] in "\n"
        return nilai if all(sendiri) else nilai.replace("[[", "[ [")

    return _SLOT.sub(fill, tampil).rstrip("\n")


@transaction.atomic
def write_templat(
    *,
    kode: str,
    saluran: str,
    wilayah: Wilayah | None,
    badan: str,
    keterangan: str,
    nama_meta: str,
    berkas_meta: bool = False,
    by: Pengguna,
) -> TemplatPesan:
    """Put a new version of a text into use; the one before stays, out of use.

    Raises ValueError when the text names a slot that the messages of this kind do not fill.
    """
    check_slots(kode, badan)
    sama = TemplatPesan.objects.select_for_update().filter(
        kode=kode, saluran=saluran, wilayah=wilayah
    )
    versi = max((t.versi for t in sama), default=0) + 1
    sama.filter(aktif=True).update(aktif=False)
    templat = TemplatPesan.objects.create(
        kode=kode,
        saluran=saluran,
        wilayah=wilayah,
        versi=versi,
        badan=badan,
        keterangan=keterangan,
        nama_meta=nama_meta,
        berkas_meta=berkas_meta,
        by=by,
    )
    forget_templat()
    return templat


def check_slots(kode: str, badan: str) -> None:
    """Raise ValueError for slots the shipped text does not have: nothing would fill them."""
    bawaan = (
        TemplatPesan.objects.filter(kode=kode, wilayah=None, by=None).order_by("-versi").first()
    )
    dikenal = set(slot_names(bawaan.badan + bawaan.keterangan)) if bawaan else set()
    asing = [nama for nama in slot_names(badan) if bawaan and nama not in dikenal]
    if asing:
        kata = ", ".join(f"{{{nama}}}" for nama in asing)
        boleh = ", ".join(f"{{{nama}}}" for nama in sorted(dikenal)) or "tanpa isian"
        raise ValueError(f"Isian tidak dikenal: {kata}. Yang tersedia: {boleh}.")


def forget_templat() -> None:
    """Drop the copy: after a template was changed in this process, and between tests."""
    _simpanan.dibaca = None


def _nearest_first(wilayah: str | None) -> Iterator[str | None]:
    if wilayah:
        yield from reversed(above(wilayah))
    yield None


def _active() -> dict[_Kunci, Templat]:
    dibaca = _simpanan.dibaca
    if dibaca is not None and time.monotonic() - dibaca < UMUR_DETIK:
        return _simpanan.isi
    with _simpanan.kunci:
        baris = TemplatPesan.objects.filter(aktif=True)
        _simpanan.isi = {
            (t.kode, t.saluran, t.wilayah_id): Templat(
                t.kode, t.versi, t.badan, t.nama_meta, t.berkas_meta
            )
            for t in baris
        }
        _simpanan.dibaca = time.monotonic()
    return _simpanan.isi
