"""Addresses of RUKO PARSEL's part "rapat"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
