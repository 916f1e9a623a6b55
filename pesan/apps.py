from django.apps import AppConfig


class PesanConfig(AppConfig):
    name = "pesan"
    verbose_name = "Pesan"
