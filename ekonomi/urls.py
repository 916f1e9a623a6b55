"""Addresses of ekonomi: fixed paths of each part, then what hangs under an area's slug."""

from django.urls import URLPattern, URLResolver

from ekonomi.alamat import ?, kas, pelatihan, rumah, toko, transparansi
from ekonomi import urls_pelatihan
from ekonomi import urls_hibah
from ekonomi import urls_omzet
from ekonomi import urls_pasar

urlpatterns: list[URLPattern | URLResolver] = [
    *?.urlpatterns,
    *kas.urlpatterns,
    *pelatihan.urlpatterns,
    *rumah.urlpatterns,
    *toko.urlpatterns,
    *transparansi.urlpatterns,
    *urls_pelatihan.urlpatterns,
    *urls_hibah.urlpatterns,
    *urls_omzet.urlpatterns,
    *urls_pasar.urlpatterns,
]
