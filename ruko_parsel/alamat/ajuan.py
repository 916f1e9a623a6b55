"""Addresses of RUKO PARSEL's part "ajuan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
