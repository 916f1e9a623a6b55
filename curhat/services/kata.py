"""A resident's later words, kept below their story where they can be erased."""

from curhat.models import Curhat
from curhat.triase.samaran import mask_pribadi

DITARIK = "(pesan ditarik oleh pengirim)"  # in place of a story its sender took back
AWALAN_TAMBAHAN = "\n\n["  # every later block begins so: "[Tambahan] …", "[Belum beres] …"


def append_kata(curhat: Curhat, judul: str, teks: str) -> None:
    """Put a resident's later words, masked, below the story. The caller holds the row's lock."""
    curhat.isi = f"{curhat.isi}{AWALAN_TAMBAHAN}{judul}] {mask_pribadi(teks.strip()).teks}"
    curhat.save(update_fields=["isi", "updated_at"])


def later_blocks(isi: str) -> str:
    """What was appended to a story, with what separates it; "" where nothing was."""
    awal = [n for judul in _JUDUL if (n := isi.find(f"{AWALAN_TAMBAHAN}{judul}] ")) >= 0]
    return isi[min(awal) :] if awal else ""


_JUDUL = ("Tambahan", "Belum beres")
