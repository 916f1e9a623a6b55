from django.apps import AppConfig
from django.db.models.signals import post_migrate

from wilayah.peran import apply_izin


class WilayahConfig(AppConfig):
    name = "wilayah"
    verbose_name = "Wilayah dan petugas"

    def ready(self) -> None:
        # post_migrate is Django's own hook for "applied by migrate"; see wilayah/peran.py.
        post_migrate.connect(apply_izin, dispatch_uid="wilayah.apply_izin")
