"""Addresses of LUNA MAYA's part "petugas"."""

from django.urls import URLPattern, path

from luna_maya.views import kontak_malam, saya

urlpatterns: list[URLPattern] = [
    path("luna-maya/saya/", saya.daftar, name="luna_saya"),
    path("luna-maya/saya/malam/<int:petugas_malam>/", saya.setuju, name="luna_saya_malam"),
    path("luna-maya/saya/<str:kode_kunjungan>/", saya.kunjungan, name="luna_saya_kunjungan"),
    path("<slug:slug>/lurah-malam/", kontak_malam.halaman, name="lurah_malam"),
]
