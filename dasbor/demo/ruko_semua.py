"""The demo of RUKO PARSEL: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_ajuan import load_ajuan
from dasbor.demo.ruko_rumah import load_rumah

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    # ajuan
    ("Permintaan koordinasi", load_permintaan_ruko),
    ("Ajuan warga, tamu, dan pesan", load_ajuan),
    # kapasitas
    # rumah
    ("Ruang, antrean, buku tamu", load_rumah),
    # meja
    # rujukan
    # rapat
    # pengetahuan
    # kecamatan
)


def load_ruko() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
