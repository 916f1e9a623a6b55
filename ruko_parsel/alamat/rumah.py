"""Addresses of RUKO PARSEL's part "rumah"."""

from django.urls import URLPattern, path

from ruko_parsel.views import rumah

urlpatterns: list[URLPattern] = [
    path("ruko-parsel/layar/<str:tanda_layar>/", rumah.layar, name="ruko_layar"),
    path("ruko-parsel/antre/<str:tanda_antre>/", rumah.antre, name="ruko_antre"),
    path("ruko-parsel/karcis/<str:tanda_karcis>/", rumah.karcis, name="ruko_karcis"),
    path("ruko-parsel/tamu/<str:tanda_tamu>/", rumah.tamu, name="ruko_tamu"),
    path(
        "ruko-parsel/tamu-masuk/<str:tanda_kunjungan_tamu>/", rumah.tamu_masuk,
        name="ruko_tamu_masuk",
    ),
    path("ruko-parsel/<str:kode_kecamatan>/jadwal/", rumah.jadwal, name="ruko_jadwal"),
]  # fmt: skip
