from django.apps import AppConfig


class BukuBesarConfig(AppConfig):
    name = "buku_besar"
    verbose_name = "Buku besar"
