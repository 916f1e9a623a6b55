"""What worker and scheduler run for ekonomi; each line brings in the tasks of one part."""

from ekonomi.impor.tugas import run_impor
from ekonomi.tugas.anggaran import kejanggalan
from ekonomi.tugas.hibah import remind_hibah
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
    "remind_hibah",
    "remind_pelatihan",
    "run_impor",
    "toko",
]
