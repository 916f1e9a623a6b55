"""What worker and scheduler run for ekonomi; each task lives with its aggregate."""

from ekonomi.tugas.pelatihan import remind_pelatihan  # noqa: F401 - found by its name
from ekonomi.tugas.toko import toko as toko  # noqa: PLC0414 - Celery looks for tasks here
from ekonomi.tugas.omzet import omzet as omzet
from ekonomi.tugas.pasar import extend_pasar  # noqa: F401 - found by its name
