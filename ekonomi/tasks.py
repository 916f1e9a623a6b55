from ekonomi.tugas.pinjaman import remind_angsuran  # noqa: F401 - Celery finds it here
