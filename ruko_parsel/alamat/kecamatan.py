"""Addresses of RUKO PARSEL's part "kecamatan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
