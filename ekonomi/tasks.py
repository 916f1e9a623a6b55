from ekonomi.tugas.omzet import omzet as omzet
from ekonomi.tugas.toko import toko as toko
"""What worker and scheduler run for ekonomi; each task lives with its aggregate."""

from ekonomi.tugas.pelatihan import remind_pelatihan  # noqa: F401 - found by its name
from ekonomi.tugas.kpi import kpi as kpi
from ekonomi.tugas.omzet import omzet  # noqa: F401 - Celery finds it here
"""Periodic and woken work of ekonomi; each line brings in the tasks of one aggregate."""

from ekonomi.impor.tugas import run_impor  # noqa: F401 - registers the task
"""What worker and scheduler run for ekonomi; each task lives with its aggregate."""

from ekonomi.tugas.pelatihan import remind_pelatihan  # noqa: F401 - found by its name
from ekonomi.tugas.toko import toko as toko  # noqa: PLC0414 - Celery looks for tasks here
from ekonomi.tugas.omzet import omzet as omzet
from ekonomi.tugas.pasar import extend_pasar  # noqa: F401 - found by its name
