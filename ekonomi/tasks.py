from ekonomi.tugas.omzet import omzet  # noqa: F401 - Celery finds it here
