"""Addresses of RUKO PARSEL's part "ajuan"."""

from django.urls import URLPattern, path

from ruko_parsel.views import ajuan, rumah_koordinasi

urlpatterns: list[URLPattern] = [
    path("ruko-parsel/", rumah_koordinasi.tentang, name="ruko_parsel"),
    path("<slug:slug>/koordinasi/", ajuan.ajukan, name="ruko_koordinasi"),
    path(
        "<slug:slug>/koordinasi/terkirim/<str:tanda_ajuan>/", ajuan.terkirim,
        name="ruko_koordinasi_terkirim",
    ),
    path("<slug:slug>/koordinasi/status/", ajuan.status, name="ruko_koordinasi_status"),
    path("<slug:slug>/koordinasi/tambah/", ajuan.tambah, name="ruko_koordinasi_tambah"),
    path("<slug:slug>/koordinasi/tarik/", ajuan.tarik, name="ruko_koordinasi_tarik"),
    path("<slug:slug>/koordinasi/keluar/", ajuan.keluar, name="ruko_koordinasi_keluar"),
    path(
        "<slug:slug>/koordinasi/berkas/<int:berkas_ruko>/", ajuan.berkas,
        name="ruko_koordinasi_berkas",
    ),
]  # fmt: skip
