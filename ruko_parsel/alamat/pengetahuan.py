"""Addresses of RUKO PARSEL's part "pengetahuan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
