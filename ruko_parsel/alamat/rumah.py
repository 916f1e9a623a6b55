"""Addresses of RUKO PARSEL's part "rumah"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
