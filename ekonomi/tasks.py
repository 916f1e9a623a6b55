from ekonomi.tugas.toko import toko as toko  # noqa: PLC0414 - Celery looks for tasks here
from ekonomi.tugas.omzet import omzet as omzet
