"""Home pages and the state of the machine; the slug of an area comes last of all."""

from django.urls import URLPattern, URLResolver, path

from dasbor import beranda, kesehatan

urlpatterns: list[URLPattern | URLResolver] = [
    path("", beranda.beranda, name="beranda"),
    path("status/", kesehatan.status, name="status"),
    path("robots.txt", beranda.robots, name="robots"),
    path("<slug:slug>/", beranda.wilayah_beranda, name="wilayah_beranda"),
]
