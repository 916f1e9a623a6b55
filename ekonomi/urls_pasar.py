"""Addresses of Pasar Rakyat."""

from django.urls import URLPattern, path

from ekonomi.views import pasar

urlpatterns: list[URLPattern] = [
    path("pasar/lapak/", pasar.lapak, name="pasar_lapak"),
    path("pasar/lapak/pesan/", pasar.pesan, name="pasar_pesan"),
    path("pasar/lapak/lepas/", pasar.lepas, name="pasar_lepas"),
    path("pasar/lapak/jual/", pasar.jual, name="pasar_jual"),
    path("pasar/lapak/keluar/", pasar.keluar, name="pasar_keluar"),
    path("<slug:slug>/pasar/", pasar.daftar, name="pasar"),
    path("<slug:slug>/pasar/kalender.ics", pasar.kalender, name="pasar_kalender"),
]
