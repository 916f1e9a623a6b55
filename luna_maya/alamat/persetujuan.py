"""Addresses of LUNA MAYA's part "persetujuan": the host's page, residents who invite."""

from django.urls import URLPattern, path

from luna_maya.views import persetujuan

urlpatterns: list[URLPattern] = [
    path("luna-maya/undangan/<str:tanda_undangan>/", persetujuan.undangan, name="luna_undangan"),
]
