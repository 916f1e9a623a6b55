"""Addresses of training and certificates."""

from django.urls import URLPattern, path

from ekonomi.views import pelatihan, sertifikat

urlpatterns: list[URLPattern] = [
    path("pelatihan/saya/", pelatihan.saya, name="pelatihan_saya"),
    path("pelatihan/saya/batal/", pelatihan.batal, name="pelatihan_batal"),
    path("pelatihan/saya/keluar/", pelatihan.keluar, name="pelatihan_keluar"),
    path("pelatihan/saya/sertifikat/", pelatihan.sertifikat_saya, name="pelatihan_sertifikat"),
    path("pelatihan/terdaftar/<str:tanda>/", pelatihan.terdaftar, name="pelatihan_terdaftar"),
    path("sertifikat/", sertifikat.periksa, name="sertifikat_periksa"),
    path("sertifikat/<str:token_sertifikat>/", sertifikat.sertifikat, name="sertifikat"),
    path("<slug:slug>/pelatihan/", pelatihan.daftar, name="pelatihan"),
    path(
        "<slug:slug>/pelatihan/<int:nomor_angkatan>/",
        pelatihan.angkatan,
        name="pelatihan_angkatan",
    ),
]
