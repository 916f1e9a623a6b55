"""Addresses of RUKO PARSEL's part "kapasitas"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
