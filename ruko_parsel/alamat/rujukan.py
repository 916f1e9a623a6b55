"""Addresses of RUKO PARSEL's part "rujukan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
