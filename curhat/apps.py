from django.apps import AppConfig


class CurhatConfig(AppConfig):
    name = "curhat"
    verbose_name = "Curhat dan tiket"
