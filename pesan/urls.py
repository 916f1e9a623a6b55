from django.urls import URLPattern, URLResolver, path, re_path

from pesan import antrean, pintu
from pesan.simulasi import urls as simulasi

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^webhook/whatsapp/?$", pintu.webhook_whatsapp, name="webhook_whatsapp"),
    path("antrean-sw.js", antrean.antrean_sw, name="antrean_sw"),
    path("akun/antrean/", antrean.antrean_keadaan, name="antrean_keadaan"),
    *simulasi.urlpatterns,
]
