"""Addresses of the map of problems."""

from django.urls import URLPattern, path

from luna_maya.views import peta

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/luna-maya/peta/", peta.peta_masalah, name="luna_peta"),
]
