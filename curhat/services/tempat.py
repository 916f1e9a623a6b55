"""Where a curhat belongs, and moving it there with its open ticket."""

from dataclasses import dataclass

from curhat import acuan
from curhat.models import Curhat, Tiket
from wilayah.models import Wilayah


@dataclass(frozen=True, slots=True)
class Letak:
    """A kelurahan's code, with RW and RT where known ("02", "03")."""

    kelurahan: str
    rw: str | None = None
    rt: str | None = None


def letak_of(wilayah: Wilayah) -> Letak:
    """The kelurahan, RW and RT of an area."""
    return Letak(wilayah.kode_kelurahan or wilayah.kode, wilayah.rw, wilayah.rt)


def move_to(curhat: Curhat, kelurahan: str, *, rw: str | None, rt: str | None) -> None:
    """Another place for a locked curhat (unsaved) and its open ticket (saved)."""
    curhat.wilayah = acuan.place_of(kelurahan, rw=rw, rt=rt)
    curhat.unit = acuan.unit_of(curhat.subkategori, curhat.wilayah_id)
    for tiket in Tiket.objects.open().filter(curhat=curhat).select_for_update(of=("self",)):
        tiket.wilayah = curhat.wilayah
        tiket.save(update_fields=["wilayah", "updated_at"])
