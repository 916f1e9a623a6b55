"""Addresses of LUNA MAYA's part "peta"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
