"""Addresses of LUNA MAYA's part "petugas"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
