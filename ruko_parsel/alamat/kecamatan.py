"""Addresses of RUKO PARSEL's part "kecamatan"."""

from django.urls import URLPattern, path

from ruko_parsel.views import kecamatan

urlpatterns: list[URLPattern] = [
    path("ruko-parsel/saya/hari-ini/", kecamatan.hari_ini, name="ruko_hari_ini"),
    path("ruko-parsel/saya/permintaan/", kecamatan.desa_saya, name="ruko_desa_saya"),
    path("ruko-parsel/<str:kode_kecamatan>/angka/", kecamatan.angka, name="ruko_angka"),
]
