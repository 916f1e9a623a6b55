"""Periodic and woken work of ekonomi; each line brings in the tasks of one aggregate."""

from ekonomi.impor.tugas import run_impor as run_impor
from ekonomi.tugas import kpi as kpi
from ekonomi.tugas import omzet as omzet
from ekonomi.tugas import pelatihan as pelatihan
from ekonomi.tugas import toko as toko
from ekonomi.tugas.pinjaman import remind_angsuran  # noqa: F401 - Celery finds it here
