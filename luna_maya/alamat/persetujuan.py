"""Addresses of LUNA MAYA's part "persetujuan": the host's page, residents who invite."""

from django.urls import URLPattern, path

from luna_maya.views import persetujuan, undangan

urlpatterns: list[URLPattern] = [
    path("luna-maya/undangan/<str:tanda_undangan>/", persetujuan.undangan, name="luna_undangan"),
    path("<slug:slug>/undang-lurah/", undangan.undang, name="luna_undang"),
    path(
        "<slug:slug>/undang-lurah/terkirim/<str:tanda_undang>/",
        undangan.terkirim,
        name="luna_undang_terkirim",
    ),
    path("<slug:slug>/undang-lurah/status/", undangan.status, name="luna_undang_status"),
    path("<slug:slug>/undang-lurah/cabut/", undangan.cabut, name="luna_undang_cabut"),
    path("<slug:slug>/undang-lurah/keluar/", undangan.keluar, name="luna_undang_keluar"),
]
