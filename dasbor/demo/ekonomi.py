"""The demo of Satu Rumah Satu Penghasilan: its parts in the order in which they need each other."""

from collections.abc import Callable, Iterator

from dasbor.demo.anggaran import load_anggaran
from dasbor.demo.hibah import load_hibah
from dasbor.demo.koperasi import load_koperasi
from dasbor.demo.kpi import load_kpi
from dasbor.demo.mentor import load_mentor
from dasbor.demo.omzet import load_omzet
from dasbor.demo.padat_karya import load_padat_karya_rujukan
from dasbor.demo.pasar import load_pasar
from dasbor.demo.pelatihan import load_pelatihan
from dasbor.demo.program import load_program
from dasbor.demo.rumah import load_rumah
from dasbor.demo.survei import load_survei
from dasbor.demo.toko import load_toko_demo

_BAGIAN: tuple[tuple[str, Callable[[], int]], ...] = (
    ("Program", load_program),
    ("Rumah tangga", load_rumah),
    # grants and wages before other spending: the quarter's statement counts them too
    ("Hibah dan padat karya", load_hibah),
    ("Belanja program", load_anggaran),
    ("Koperasi", load_koperasi),
    ("Toko Warga", load_toko_demo),
    ("Pelatihan", load_pelatihan),
    ("Pasar", load_pasar),
    ("Omzet", load_omzet),
    ("Mentor", load_mentor),
    ("Survei", load_survei),
    ("Padat karya dari laporan warga", load_padat_karya_rujukan),
    # last: it counts what the others did
    ("Capaian", load_kpi),
)


def load_ekonomi() -> Iterator[tuple[str, int]]:
    """Load each part; gives its name and how many rows were made. Safe to repeat."""
    for nama, load in _BAGIAN:
        yield nama, load()
