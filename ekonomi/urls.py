"""Addresses of ekonomi: fixed paths of each part, then what hangs under an area's slug."""

from django.urls import URLPattern, URLResolver

from ekonomi import urls_hibah
from ekonomi.alamat import kas, pelatihan, toko, transparansi

urlpatterns: list[URLPattern | URLResolver] = [
    *kas.urlpatterns,
    *pelatihan.urlpatterns,
    *toko.urlpatterns,
    *transparansi.urlpatterns,
    *urls_hibah.urlpatterns,
]
