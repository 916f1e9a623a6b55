"""Signing in at a session with one's own phone."""

from django.urls import URLPattern, URLResolver, path

from hadir.views import warga

urlpatterns: list[URLPattern | URLResolver] = [
    path("hadir/", warga.hadir, name="hadir"),
    path("hadir/selesai/<str:tanda>/", warga.selesai, name="hadir_selesai"),
    path("hadir/<str:kode_hadir>/", warga.masuk, name="hadir_masuk"),
]
