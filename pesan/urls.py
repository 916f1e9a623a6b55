from django.urls import URLPattern, URLResolver, re_path

from pesan import pintu
from pesan.simulasi import urls as simulasi

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^webhook/whatsapp/?$", pintu.webhook_whatsapp, name="webhook_whatsapp"),
    *simulasi.urlpatterns,
]
