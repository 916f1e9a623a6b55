"""The demo of RUKO PARSEL: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from dasbor.demo.ruko import load_permintaan_ruko
from dasbor.demo.ruko_rapat import load_rapat

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    # ajuan
    ("Permintaan koordinasi", load_permintaan_ruko),
    # kapasitas
    # rumah
    # meja
    # rujukan
    # rapat
    ("Rapat dan keputusan", load_rapat),
    # pengetahuan
    # kecamatan
)


def load_ruko() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
