from django.apps import AppConfig


class HadirConfig(AppConfig):
    name = "hadir"
    verbose_name = "Daftar hadir"
