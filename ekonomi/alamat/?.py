from django.urls import URLPattern, URLResolver, path

from ekonomi.views import ?

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ekonomi.urls_pelatihan")),
    path("", include("ekonomi.urls_pasar")),
]
