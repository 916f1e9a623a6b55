"""Addresses of RUKO PARSEL's part "rapat"."""

from django.urls import URLPattern, path

from ruko_parsel.views import rapat

urlpatterns: list[URLPattern] = [
    path("ruko-parsel/undangan/<str:tanda_rapat>/", rapat.undangan, name="ruko_rapat_undangan"),
    path(
        "ruko-parsel/undangan/<str:tanda_rapat>/<str:berkas_rapat>",
        rapat.berkas,
        name="ruko_rapat_berkas",
    ),
    path(
        "ruko-parsel/keputusan/<str:tanda_keputusan>/",
        rapat.keputusan,
        name="ruko_rapat_keputusan",
    ),
]
