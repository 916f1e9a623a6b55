"""The demo of Satu Rumah Satu Penghasilan: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from dasbor.demo.anggaran import load_anggaran
from dasbor.demo.koperasi import load_koperasi
from dasbor.demo.program import load_program
from dasbor.demo.rumah import load_rumah
from dasbor.demo.toko import load_toko_demo

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    ("Program", load_program),
    ("Rumah tangga", load_rumah),
    ("Koperasi", load_koperasi),
    ("Toko Warga", load_toko_demo),
    ("Belanja program", load_anggaran),
)


def load_ekonomi() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
