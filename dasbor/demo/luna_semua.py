"""The demo of LUNA MAYA: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from dasbor.demo.luna import load_kunjungan
from dasbor.demo.luna_dokumentasi import load_dokumentasi
from dasbor.demo.luna_janji import load_janji
from dasbor.demo.luna_kalender import load_kalender
from dasbor.demo.luna_persetujuan import load_persetujuan
from dasbor.demo.luna_peta import load_pertimbangan
from dasbor.demo.luna_petugas import load_petugas
from dasbor.demo.luna_rencana import load_rencana
from dasbor.demo.luna_survei import load_survei_percaya

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    ("Kunjungan lurah", load_kunjungan),
    ("Persetujuan tuan rumah", load_persetujuan),
    ("Kontak malam", load_petugas),
    ("Malam tenang", load_kalender),
    ("Janji dan tindak lanjut", load_janji),
    ("Survei kepercayaan", load_survei_percaya),
    ("Dokumentasi kunjungan", load_dokumentasi),
    ("Pertimbangan kebijakan", load_pertimbangan),
    # last: it looks at what the others left open
    ("Usulan kunjungan", load_rencana),
)


def load_luna() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
