from django.apps import AppConfig


class LunaMayaConfig(AppConfig):
    name = "luna_maya"
    verbose_name = "LUNA MAYA"
