"""Addresses of RUKO PARSEL's part "kapasitas"."""

from django.urls import URLPattern, path

from ruko_parsel.views import kapasitas

urlpatterns: list[URLPattern] = [
    path(
        "ruko-parsel/siaga/diterima/<str:tanda_siaga>/", kapasitas.siaga_terima,
        name="ruko_siaga_terima",
    ),
    path(
        "ruko-parsel/<str:kode_kecamatan>/siaga/", kapasitas.siaga_publik,
        name="ruko_siaga_publik",
    ),
]  # fmt: skip
