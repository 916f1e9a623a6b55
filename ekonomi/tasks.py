"""What worker and scheduler run for ekonomi; each line brings in the tasks of one part."""

from ekonomi.impor.tugas import run_impor
from ekonomi.tugas.anggaran import kejanggalan
from ekonomi.tugas.kpi import kpi
from ekonomi.tugas.omzet import omzet
from ekonomi.tugas.pasar import extend_pasar
from ekonomi.tugas.pelatihan import remind_pelatihan
from ekonomi.tugas.pinjaman import remind_angsuran
from ekonomi.tugas.toko import toko

__all__ = [
    "extend_pasar",
    "kejanggalan",
    "kpi",
    "omzet",
    "remind_angsuran",
    "remind_pelatihan",
    "run_impor",
    "toko",
]
"""Periodic and woken work of ekonomi; each line brings in the tasks of one aggregate."""

from ekonomi.impor.tugas import run_impor  # noqa: F401 - registers the task
from ekonomi.tugas.omzet import omzet  # noqa: F401 - registers the task
from ekonomi.tugas.pelatihan import remind_pelatihan  # noqa: F401 - found by its name
from ekonomi.tugas.kpi import kpi as kpi
from ekonomi.tugas.anggaran import kejanggalan  # noqa: F401 - found by its name
