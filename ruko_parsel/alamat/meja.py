"""Addresses of RUKO PARSEL's part "meja"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
