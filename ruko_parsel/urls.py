"""RUKO PARSEL's addresses, one module of `ruko_parsel.alamat` a part."""

from django.urls import URLPattern

from ruko_parsel.alamat import (
    ajuan,
    kapasitas,
    kecamatan,
    meja,
    pengetahuan,
    rapat,
    rujukan,
    rumah,
)

urlpatterns: list[URLPattern] = [
    *ajuan.urlpatterns,
    *meja.urlpatterns,
    *rujukan.urlpatterns,
    *rumah.urlpatterns,
    *rapat.urlpatterns,
    *pengetahuan.urlpatterns,
    *kapasitas.urlpatterns,
    *kecamatan.urlpatterns,
]
