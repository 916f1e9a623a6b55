"""Periodic and woken work of ekonomi; each line brings in the tasks of one aggregate."""

from ekonomi.impor.tugas import run_impor  # noqa: F401 - registers the task
from ekonomi.tugas.omzet import omzet  # noqa: F401 - registers the task
