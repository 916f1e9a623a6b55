"""Addresses of LUNA MAYA's part "dokumentasi"."""

from django.urls import URLPattern, path

from luna_maya.views import dokumentasi

_AWAL = "<slug:slug>/luna-maya/"
urlpatterns: list[URLPattern] = [
    path(f"{_AWAL}foto/<int:foto_luna>/<str:ukuran>/", dokumentasi.foto, name="luna_foto"),
    path(f"{_AWAL}buku/", dokumentasi.buku, name="luna_buku"),
    path(
        f"{_AWAL}buku/<int:tahun_buku>/<str:bentuk>/",
        dokumentasi.buku_unduh,
        name="luna_buku_unduh",
    ),
    path(f"{_AWAL}replikasi/", dokumentasi.replikasi, name="luna_replikasi"),
    path(
        f"{_AWAL}replikasi/unduh/<str:bentuk>/",
        dokumentasi.replikasi_unduh,
        name="luna_replikasi_unduh",
    ),
]
