"""Fixed paths first, then the machines, then what hangs under an area's slug."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("wilayah.urls")),
    path("", include("pesan.urls")),
    path("", include("curhat.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="skema"),
    path("", include("dokumen.urls")),
    path("", include("buku_besar.urls")),
    path("", include("hadir.urls")),
    path("", include("curhat.urls")),
    path("", include("ekonomi.urls")),
    path("", include("luna_maya.urls")),
    path("", include("ruko_parsel.urls")),
    path("", include("dasbor.urls")),
]
