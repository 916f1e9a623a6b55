"""Addresses of ekonomi: fixed paths of each part, then what hangs under an area's slug."""

from django.urls import URLPattern, URLResolver

from ekonomi.alamat import hibah, kas, omzet, pasar, pelatihan, rumah, siap, toko, transparansi

urlpatterns: list[URLPattern | URLResolver] = [
    *hibah.urlpatterns,
    *kas.urlpatterns,
    *omzet.urlpatterns,
    *pasar.urlpatterns,
    *pelatihan.urlpatterns,
    *rumah.urlpatterns,
    *siap.urlpatterns,
    *toko.urlpatterns,
    *transparansi.urlpatterns,
]
