from django.apps import AppConfig


class RukoParselConfig(AppConfig):
    name = "ruko_parsel"
    verbose_name = "RUKO PARSEL"
